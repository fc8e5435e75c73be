import type { Baton } from '../../client/index.ts';
import type { ServerNode } from '../support/cluster.ts';
import type { Member } from './team.ts';

const PROGRESS_EVERY_MS = process.stdout.isTTY ? 200 : 2_000;

interface Course {
  /** How many files there are. */
  readonly total: number;
  readonly workers: readonly Member[];
  /** How many of them are killed. */
  readonly kill: number;
  readonly nodes: readonly ServerNode[];
  readonly killNode: number;
}

/** Who was killed, by name and by address. */
export interface Victims {
  readonly workers: readonly string[];
  readonly nodes: readonly string[];
}

/** Shows how far the work is, kills workers and nodes in the middle of it, and says whom when all is done. */
export async function follow(baton: Baton, course: Course): Promise<Victims> {
  const { total, workers, nodes } = course;
  const killed = { workers: [] as string[], nodes: [] as string[] }; // empty lists say nothing of their items
  const counts = { claimed: 0, submitted: 0, done: 0 };
  const show = progressLine(total, counts, killed);
  // Spread over the run: of one, after a third; of two, after a quarter and after half.
  const isDue = (done: number, wanted: number) => done < wanted && counts.claimed >= (total * (done + 1)) / (wanted + 2);
  for await (const { type, agent } of baton.events.watch()) {
    if (type === 'task.claimed') counts.claimed += 1;
    if (type === 'task.submitted') counts.submitted += 1;
    if (type === 'task.done') counts.done += 1;
    // Each at the moment when it has just been given a file.
    const victim = workers.find(({ name }) => name === agent && !killed.workers.includes(name));
    if (victim !== undefined && type === 'task.claimed' && isDue(killed.workers.length, course.kill)) {
      victim.process.kill('SIGKILL');
      killed.workers.push(victim.name);
    }
    // Begins with the one that this program itself hears the events from.
    const node = nodes[killed.nodes.length];
    if (node !== undefined && isDue(killed.nodes.length, course.killNode)) {
      node.kill();
      killed.nodes.push(node.url);
    }
    show(counts.done === total);
    if (counts.done === total) break;
  }
  return killed;
}

function progressLine(total: number, counts: { submitted: number; done: number }, killed: Victims) {
  let shownAt = 0;
  return (last: boolean): void => {
    const now = performance.now();
    if (!last && now - shownAt < PROGRESS_EVERY_MS) return;
    shownAt = now;
    const workers = killed.workers.length === 0 ? '' : `, killed ${killed.workers.length}`;
    const nodes = killed.nodes.length === 0 ? '' : `, ${killed.nodes.length} of the nodes gone`;
    const text = `${counts.done} of ${total} done, ${counts.submitted - counts.done} in review${workers}${nodes}`;
    process.stdout.write(process.stdout.isTTY ? `\r${text}    ${last ? '\n' : ''}` : `${text}\n`);
  };
}
