import { minimatch } from 'minimatch';
import { SeededRandom } from './history-random.ts';

/** Globs that often meet, and files by which that can be seen without comparing the globs. */
const GLOBS = [
  'src/**',
  'src/*.ts',
  'src/a.ts',
  'src/b.ts',
  'lib/{a,b}.ts',
  'lib/b.ts',
  '**/*.md',
  'docs/**',
  'docs/x.md',
  'web/?.css',
];
const FILES = [
  'src/a.ts',
  'src/b.ts',
  'src/in/c.ts',
  'src/r.md',
  'lib/a.ts',
  'lib/b.ts',
  'lib/r.md',
  'docs/x.md',
  'docs/y',
  'web/m.css',
];

/** The answer of a call, by whatever way it was sent. */
export interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where that is not so.
  readonly body: any;
}
export type Send = (path: string, body: Record<string, unknown>) => Promise<Answered>;

/** Paths for a task, by chance. */
export function somePaths(random: SeededRandom): string[] {
  return Array.from({ length: 1 + random.below(2) }, () => random.pick(GLOBS) ?? 'src/**');
}

/**
 * Works as an agent that claims what it gets until nothing is left to do: reserves more now and then, and hands in or gives back. Gives how
 * often it was refused more.
 */
export async function workThrough(send: Send, { seed, isDone }: { seed: number; isDone: () => boolean }): Promise<number> {
  const random = new SeededRandom(seed);
  let refused = 0;
  while (!isDone()) {
    const { body } = await must(send, '/v1/tasks/claim-next', { waitSeconds: 1 });
    const [claim] = body.claims;
    if (claim === undefined) continue;
    const { epoch } = claim;
    if (random.chance(0.5)) {
      const mode = random.chance(0.5) ? 'shared' : 'exclusive';
      const reply = await send('/v1/reservations', { taskId: claim.task.id, epoch, paths: somePaths(random), mode });
      if (reply.status !== 201 && reply.body.code !== 'paths_reserved') throw new Error(JSON.stringify(reply.body));
      refused += Number(reply.status !== 201);
    }
    const isGivenBack = random.chance(0.3);
    if (isGivenBack) await must(send, `/v1/tasks/${claim.task.id}/release`, { epoch, reason: 'not now' });
    else await must(send, `/v1/tasks/${claim.task.id}/submit`, { epoch, summary: 'done' });
  }
  return refused;
}

async function must(send: Send, path: string, body: Record<string, unknown>): Promise<Answered> {
  const reply = await send(path, body);
  if (reply.status >= 300) throw new Error(`POST ${path} failed: ${JSON.stringify(reply.body)}`);
  return reply;
}

interface LoggedEvent {
  readonly type: string;
  readonly taskId?: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Follows the log and names every pair of holds of different tasks that were there together with a file that both match, unless both are shared. */
export function findDoubleHolds(events: readonly LoggedEvent[]): string[] {
  const held = new Map<unknown, { taskId: string | undefined; mode: unknown; files: string[] }>();
  const doubles: string[] = [];
  for (const { type, taskId, data } of events) {
    if (type === 'reservation.released') held.delete(data['reservation']);
    if (type !== 'reservation.made') continue;
    const globs = data['paths'] as string[]; // as the contract of events says
    const files = FILES.filter((file) => globs.some((glob) => minimatch(file, glob)));
    for (const [id, other] of held) {
      const isAllowed = other.taskId === taskId || (other.mode === 'shared' && data['mode'] === 'shared');
      const common = files.find((file) => other.files.includes(file));
      if (!isAllowed && common !== undefined) doubles.push(`${data['reservation']} was made while ${id} held ${common}`);
    }
    held.set(data['reservation'], { taskId, mode: data['mode'], files });
  }
  return doubles;
}
