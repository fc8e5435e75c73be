import type { Task } from '../../../client/page/index.ts';
import { actsOf } from '../../acts/task-acts.ts';

/** Why a card cannot go there by this person; null: it can. */
export function whyNot(task: Pick<Task, 'status' | 'id'>, to: string, mover: { readonly isLead: boolean }): string | null {
  if (task.status === to) return `${task.id} is there already.`;
  if (actsOf(task, mover).some((act) => act.to === to)) return null;
  if (actsOf(task, { isLead: true }).some((act) => act.to === to)) return 'Only a lead takes a task from its holder.';
  return ONLY[to] ?? `From ${task.status} it does not go to ${to}.`;
}

/** How a card comes to where nobody can simply put it. */
const ONLY: Readonly<Record<string, string>> = {
  doing: 'Only an agent holds a lease: it claims from todo.',
  validating: 'Work comes here when its holder hands it in.',
  done: 'A task is done when its work was handed in and approved.',
  blocked: 'Its holder says when it cannot go on.',
  failed: 'A task fails when its attempts are used up.',
};
