import { readdirSync, readFileSync } from 'node:fs';

/** What Linux counts processor time in, for programs. */
const TICK_MS = 10;

/**
 * The processor time that a Postgres has used so far, in ms: of its first process, of those that it has, and of those that it had.
 * null where the system has no /proc.
 */
export function postgresCpuMs(pid: number): number | null {
  try {
    const first = readTimes(pid);
    const running = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => readTimes(Number(name)))
      .filter((times) => times?.parent === pid);
    if (first === null) return null;
    return running.reduce((sum, times) => sum + (times?.ownMs ?? 0), first.ownMs + first.goneMs);
  } catch {
    return null;
  }
}

/** null: there is no such process, or no longer. */
function readTimes(pid: number): { parent: number; ownMs: number; goneMs: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, in brackets, may hold anything; what is looked for comes after it.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0] = fields.slice(1);
    const [user = 0, system = 0, goneUser = 0, goneSystem = 0] = fields.slice(11);
    return { parent, ownMs: (user + system) * TICK_MS, goneMs: (goneUser + goneSystem) * TICK_MS };
  } catch {
    return null;
  }
}
