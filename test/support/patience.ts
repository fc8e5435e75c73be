import { vi } from 'vitest';

/** A condition comes true in its own time: a busy machine is no failure. What is to be quick is measured where that is said. */
const PATIENCE_MS = 30_000;

const { waitFor } = vi;
vi.waitFor = (callback, options = {}) =>
  waitFor(callback, typeof options === 'number' ? options : { timeout: PATIENCE_MS, ...options });
