import type { WallTime } from '../records.ts';
import type { WriteTx } from '../store.ts';
import { taskId } from '../tasks/task-view.ts';
import { postFrom } from './post-message.ts';
import { mentionedAgents } from './recipients.ts';

interface Remark {
  readonly project: string;
  readonly author: string;
  readonly text: string;
  /** The number of the task that it was made on. */
  readonly task: number;
  readonly at: WallTime;
}

/** Brings a remark on a task to the inboxes of the agents that it names by @, but never to its author's (SPEC IN5). */
export async function postMentions(tx: WriteTx, { project, author, text, task, at }: Remark): Promise<void> {
  const named = await mentionedAgents(tx, { project, text, except: [author] });
  const subject = `${author} named you in a comment on ${taskId(task)}`;
  for (const agent of named) {
    await postFrom(tx, { project, sender: author, to: { agent }, subject, body: text, urgency: 'next', task, at });
  }
}
