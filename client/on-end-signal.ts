const END_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Calls `act` at the next SIGTERM or SIGINT of this process; does nothing where there is no process to be told, as in a browser. Returns
 * what ends that. It listens once for both: whoever is not patient sends either again, and the process ends as if nobody listened.
 */
export function onEndSignal(act: () => void): () => void {
  if (typeof process !== 'object' || typeof process.once !== 'function') return () => {};
  const unlisten = () => {
    for (const signal of END_SIGNALS) process.removeListener(signal, heard);
  };
  const heard = () => {
    unlisten();
    act();
  };
  for (const signal of END_SIGNALS) process.on(signal, heard);
  return unlisten;
}
