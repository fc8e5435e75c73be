import type { Baton, Event } from '../../client/index.ts';
import { wholeLog } from '../support/whole-log.ts';
import type { Victims } from './follow.ts';

const BROKEN_SHOWN = 10;

export interface Outcome {
  readonly lines: readonly string[];
  /** Whether every file was reported exactly once. */
  readonly exact: boolean;
}

interface FileCounts {
  readonly file: string;
  claims: number;
  submissions: number;
  sentBack: number;
  expired: number;
  done: number;
}

/** Says what happened from the event log alone: nothing here remembers what the processes said. */
export async function summarize(baton: Baton, files: readonly string[], killed: Victims): Promise<Outcome> {
  const events = await wholeLog(baton);
  const counts = countByTask(events);
  const wrong = files.filter((file) => !isExact([...counts.values()].filter((one) => one.file === file)));
  const sum = (field: Exclude<keyof FileCounts, 'file'>) => [...counts.values()].reduce((total, one) => total + one[field], 0);
  const broken = brokenLines(events);
  const taken = events.filter((event) => event.type === 'task.expired' && killed.workers.includes(event.agent ?? ''));
  return {
    exact: wrong.length === 0 && counts.size === files.length,
    lines: [
      ...broken.slice(0, BROKEN_SHOWN),
      ...(broken.length > BROKEN_SHOWN ? [`… and ${broken.length - BROKEN_SHOWN} more broken links`] : []),
      '',
      `${files.length} files, ${counts.size} tasks, ${sum('done')} done; ${broken.length} broken links`,
      `${sum('claims')} claims, ${sum('submissions')} submissions, ${sum('sentBack')} sent back, ${sum('expired')} leases expired`,
      ...deathLines(killed, taken.length),
      wrong.length === 0
        ? `Every file was reported exactly once (${events.length} events read).`
        : `NOT reported exactly once: ${wrong.join(', ')}`,
    ],
  };
}

function deathLines({ workers, nodes }: Victims, taken: number): string[] {
  return [
    ...(workers.length === 0 ? [] : [`killed: ${workers.join(', ')}; ${taken} of their tasks were taken over by others`]),
    ...(nodes.length === 0 ? [] : [`killed nodes of the server: ${nodes.join(', ')}; the others went on`]),
  ];
}

function countByTask(events: readonly Event[]): Map<string, FileCounts> {
  const counts = new Map<string, FileCounts>();
  for (const { type, taskId, data } of events) {
    if (taskId === undefined) continue;
    if (type === 'task.created') {
      counts.set(taskId, { file: fileOf(data), claims: 0, submissions: 0, sentBack: 0, expired: 0, done: 0 });
    }
    const count = counts.get(taskId);
    if (count === undefined) continue;
    if (type === 'task.claimed') count.claims += 1;
    if (type === 'task.submitted') count.submissions += 1;
    if (type === 'task.changes_requested') count.sentBack += 1;
    if (type === 'task.expired') count.expired += 1;
    if (type === 'task.done') count.done += 1;
  }
  return counts;
}

/** One task for the file, done once, and no submission besides the one that was accepted but those sent back. */
function isExact(counts: readonly FileCounts[]): boolean {
  const [only] = counts;
  return counts.length === 1 && only !== undefined && only.done === 1 && only.submissions - only.sentBack === 1;
}

function fileOf(data: Event['data']): string {
  const { set } = data;
  return typeof set === 'object' && set !== null && 'brief' in set ? String(set.brief) : '';
}

function brokenLines(events: readonly Event[]): string[] {
  const last = new Map<string, string>();
  for (const { type, taskId, data } of events) {
    const { set } = data;
    if (type !== 'task.submitted' || taskId === undefined || typeof set !== 'object' || set === null || !('summary' in set))
      continue;
    last.set(taskId, String(set.summary));
  }
  return [...last.values()].flatMap((summary) => {
    const [head = '', ...rest] = summary.split('\n');
    return rest.map((line) => `${head.split(':', 1)[0]} ${line.slice(2)}`);
  });
}
