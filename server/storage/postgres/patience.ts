/**
 * In so many parts a wait is over. Of a pause in which this process stood still, as a whole machine does now and then, one part is counted:
 * what came meanwhile is read before the next.
 */
const PARTS = 5;

/** Calls `act` once so long has passed while this process ran. Returns what ends the wait. */
export function afterWaiting(ms: number, act: () => void): () => void {
  let passed = 0;
  let timer: NodeJS.Timeout;
  const wait = () => {
    timer = setTimeout(() => {
      passed += 1;
      if (passed === PARTS) act();
      else wait();
    }, ms / PARTS);
  };
  wait();
  return () => clearTimeout(timer);
}
