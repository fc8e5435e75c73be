/** Fires when the main program closes the pipe, also by dying: no process is left behind. */
export function untilStdinEnds(): AbortSignal {
  const ended = new AbortController();
  process.stdin.resume();
  // A worker that was told to end by SIGTERM has nothing else to wait for.
  process.stdin.unref();
  process.stdin.on('end', () => ended.abort());
  return ended.signal;
}
