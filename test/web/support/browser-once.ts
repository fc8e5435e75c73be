import { findChromium } from './find-chromium.ts';

/** Looks for the browser once a run, so that a machine without one says so once and clearly. */
export default function setup(): void {
  process.env['BATON_TEST_CHROMIUM'] = findChromium();
}
