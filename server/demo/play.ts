import { setTimeout as pause } from 'node:timers/promises';
import type { Cast } from './cast.ts';
import { readMail, writers } from './mail.ts';
import { abandonAgain, keepGoing, lookFirst, makePlan } from './plan.ts';
import { Tempo } from './tempo.ts';
import { doTask, judge } from './work.ts';

/** Handed in at once, so that there is something of everything on the board when somebody looks. */
const OPENING_TASKS = 8;
const READ_EVERY_MS = 2_000;
const PLAN_EVERY_MS = 4_000;
const WRITE_EVERY_MS = 20_000;
const ABANDON_EVERY_MS = 60_000;

/** Plays until the process ends. */
export async function play(cast: Cast): Promise<void> {
  const { workers, reviewer, person } = cast;
  const tempo = new Tempo(OPENING_TASKS);
  const plan = await makePlan(cast);
  const everybody = [...workers.map(({ baton }) => baton), reviewer];
  await Promise.all([
    ...workers.map(({ baton }) => baton.work({ waitSeconds: 5 }, (task) => doTask(baton, task, { tempo, person })).catch(leave)),
    reviewer.review({}, (review) => judge(review, tempo)).catch(leave),
    repeat(
      () => tempo.step(),
      () => lookFirst(cast),
    ),
    repeat(every(PLAN_EVERY_MS), () => keepGoing(cast, plan)),
    repeat(every(ABANDON_EVERY_MS), () => abandonAgain(cast, plan)),
    ...writers(cast).map((writer) => repeat(every(WRITE_EVERY_MS), () => writer.write())),
    ...everybody.map((reader) => repeat(every(READ_EVERY_MS), () => readMail(reader, person))),
  ]);
}

/** Whoever was retired by the person who watches stops, and the others go on. */
function leave(): void {}

/** Does it at once, then again and again. What is refused because somebody was faster is left for the next time. */
async function repeat(rest: () => Promise<void>, act: () => Promise<void>): Promise<void> {
  for (;;) {
    await act().catch(() => undefined);
    await rest();
  }
}

function every(ms: number): () => Promise<void> {
  return () => pause(ms);
}
