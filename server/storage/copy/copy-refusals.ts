import { BatonError } from '../../contract/errors.ts';

const NOTHING_COPIED = 'Nothing was copied; the target is as empty as it was.';

/** Says why a copy was not made, or not kept. */
export function refusal(detail: string, hint: string): BatonError {
  return new BatonError('unavailable', { detail, hint });
}

/** The same for what shows only while rows are copied or compared, when all of it is rolled back. */
export function undone(detail: string, hint: string): BatonError {
  return refusal(detail, `${NOTHING_COPIED} ${hint}`);
}
