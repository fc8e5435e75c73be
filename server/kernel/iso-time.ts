// Most times in a reply are equal, and writing one out is dear: a fifth of a page of fifty tasks.
const WRITTEN_TIMES_MAX = 1_000;
const writtenTimes = new Map<number, string>();

/** A moment as the wire shows it: RFC 3339, UTC. */
export function isoTime(ms: number): string {
  const known = writtenTimes.get(ms);
  if (known !== undefined) return known;
  const text = new Date(ms).toISOString();
  if (writtenTimes.size >= WRITTEN_TIMES_MAX) writtenTimes.clear();
  writtenTimes.set(ms, text);
  return text;
}

export function isoTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}
