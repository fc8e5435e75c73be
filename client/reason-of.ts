/** A reason that is made of an error is cut off here, as in the Python SDK; the server would take more. */
const REASON_MAX_CHARS = 1_000;

/** What was thrown as a reason that the server can store: kind and message. */
export function reasonOf(error: unknown): string {
  const reason = String(error).replaceAll('\u0000', '').slice(0, REASON_MAX_CHARS).toWellFormed().trim();
  return reason === '' ? 'The handler failed and said nothing.' : reason;
}
