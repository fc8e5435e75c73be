/**
 * Calls `act` at the next SIGTERM of this process; does nothing where there is no process to be told, as in a browser. Returns what
 * ends that. It listens once: whoever is not patient sends the signal again, and the process ends as if nobody listened.
 */
export function onSigterm(act: () => void): () => void {
  if (typeof process !== 'object' || typeof process.once !== 'function') return () => {};
  process.once('SIGTERM', act);
  return () => void process.removeListener('SIGTERM', act);
}
