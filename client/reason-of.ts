/** The server takes reasons up to this many characters. */
const REASON_MAX_CHARS = 2_000;

/** The message of an error as a reason that the server can store. */
export function reasonOf(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).replaceAll('\u0000', '');
  const reason = text.slice(0, REASON_MAX_CHARS).toWellFormed().trim();
  return reason === '' ? 'The handler failed and said nothing.' : reason;
}
