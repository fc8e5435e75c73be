import { z } from 'zod';
import type { MessageOptions } from '../inbox.ts';
import { type BatonTool, defineTool } from './define-tool.ts';
import { BatonToolError } from './say-error.ts';
import type { Workbench } from './workbench.ts';

/** So many messages are shown to a model at once. */
export const MESSAGES_SHOWN = 20;

/** Judging the work of others. */
export function reviewTool(bench: Workbench): BatonTool {
  return defineTool({
    name: 'review',
    description: 'Judge what another handed in: take the next review in hand, then approve it or request changes.',
    input: z.object({
      action: z.enum(['next', 'approve', 'request_changes']),
      note: z.string().optional().describe('What must change; needed for request_changes.'),
    }),
    async run({ action, note }) {
      if (action === 'next') {
        const taken = await bench.nextReview();
        if (taken === null) return 'There is nothing to review now.';
        const { task, review } = taken;
        return JSON.stringify({
          task: task.id,
          title: task.title,
          brief: task.brief,
          revision: review.revision,
          summary: review.summary,
        });
      }
      const review = bench.review();
      if (action === 'approve') return `${(await review.approve(note)).id} is approved.`;
      if (note === undefined) throw new BatonToolError('bad_request', 'There is no note.', 'Say in `note` what must change.');
      return `${(await review.requestChanges(note)).id} goes back to its author.`;
    },
  });
}

/** Mail. */
export function inboxTool({ baton }: Workbench): BatonTool {
  return defineTool({
    name: 'inbox',
    description: 'Read messages to you, acknowledge those that are dealt with, or send one to an agent, a role or all.',
    input: z.object({
      action: z.enum(['read', 'ack', 'send']),
      up_to: z.number().int().optional().describe('For ack: the number of the last message that is dealt with.'),
      to: z.string().optional().describe('For send: the name of an agent; @agent, @reviewer or @lead for a role; @all.'),
      reply_to: z.string().optional().describe('For send: the id of the message that it answers, instead of `to`.'),
      body: z.string().optional().describe('For send: the text.'),
    }),
    async run({ action, up_to, to, reply_to, body }) {
      if (action === 'read') {
        const { items } = await baton.rpc.inbox.list.query({ limit: MESSAGES_SHOWN });
        return items.length === 0 ? 'There are no new messages.' : items.map(sayMessage).join('\n');
      }
      if (action === 'ack') {
        if (up_to === undefined) throw new BatonToolError('bad_request', 'up_to is missing.', 'Say up to which number.');
        await baton.inbox.ackUpTo(up_to);
        return `Acknowledged up to ${up_to}.`;
      }
      const options: MessageOptions = {
        ...(to === undefined ? {} : { to: recipientOf(to) }),
        ...(reply_to === undefined ? {} : { replyTo: reply_to }),
      };
      return `Sent as ${(await baton.inbox.send(body ?? '', options)).id}.`;
    },
  });
}

type Shown = Awaited<ReturnType<Workbench['baton']['rpc']['inbox']['list']['query']>>['items'][number];

/** A message as a model reads it: one line of who and what about, then the text. */
export function sayMessage({ seq, message }: Shown): string {
  const about = message.taskId === null ? '' : ` about ${message.taskId}`;
  return `[${seq}] ${message.id} from ${message.from}${about}: ${message.body}`;
}

function recipientOf(to: string): NonNullable<MessageOptions['to']> {
  if (to === '@all') return { all: true };
  if (to === '@agent' || to === '@reviewer' || to === '@lead')
    return { role: to === '@agent' ? 'agent' : to === '@lead' ? 'lead' : 'reviewer' };
  return { agent: to };
}
