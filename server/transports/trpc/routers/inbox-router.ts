import {
  InboxAck,
  InboxAcked,
  InboxPage,
  InboxQuery,
  MessageRef,
  MessageSend,
  Offer,
  SentMessage,
  SentPage,
  SentQuery,
} from '../../../contract/inbox.ts';
import { operation, router } from '../procedures.ts';

const reading = { method: 'GET', status: 200, role: 'viewer', tag: 'messages' } as const;
const acting = { method: 'POST', status: 200, role: 'agent', tag: 'messages' } as const;

export const messagesRouter = router({
  send: operation({
    ...acting,
    status: 201,
    path: '/v1/messages',
    operationId: 'sendMessage',
    summary: 'Send a message to an agent, to a role (one of them takes it) or to all; agents named as @name get it too.',
    errors: ['not_found', 'invalid_input', 'inbox_full'],
  })
    .input(MessageSend)
    .output(SentMessage)
    .mutation(({ ctx, input }) => ctx.services.messages.send(ctx.call, input)),

  sent: operation({
    ...reading,
    path: '/v1/messages',
    operationId: 'listSentMessages',
    summary: 'What you have sent and the server still keeps, newest first; all of it or that of one thread.',
    errors: [],
  })
    .input(SentQuery)
    .output(SentPage)
    .query(({ ctx, input }) => ctx.services.messages.sent(ctx.call, input)),

  get: operation({
    ...reading,
    path: '/v1/messages/{id}',
    operationId: 'getMessage',
    summary: 'A message with how far it has come, for its sender and those it was sent to.',
    errors: ['not_found'],
  })
    .input(MessageRef)
    .output(SentMessage)
    .query(({ ctx, input }) => ctx.services.messages.get(ctx.call, input)),

  take: operation({
    ...acting,
    path: '/v1/messages/{id}/take',
    operationId: 'takeMessage',
    summary: 'Take a message to your role for 5 minutes; who does not acknowledge it by then leaves it to another.',
    errors: ['not_found', 'message_taken', 'invalid_input'],
  })
    .input(MessageRef)
    .output(Offer)
    .mutation(({ ctx, input }) => ctx.services.inbox.take(ctx.call, input)),
});

export const inboxRouter = router({
  list: operation({
    ...reading,
    path: '/v1/inbox',
    operationId: 'listInbox',
    summary: 'Your own inbox in order, and what is offered to your role. Reading acknowledges nothing.',
    errors: [],
  })
    .input(InboxQuery)
    .output(InboxPage)
    .query(({ ctx, input }) => ctx.services.inbox.list(ctx.call, input)),

  // A viewer may as well: it is its own inbox alone that changes.
  ack: operation({
    ...acting,
    role: 'viewer',
    path: '/v1/inbox/ack',
    operationId: 'ackInbox',
    summary: 'Acknowledge messages: all up to a number, single numbers, or messages by their ids. The others come again.',
    errors: ['not_found', 'invalid_input', 'message_taken'],
  })
    .input(InboxAck)
    .output(InboxAcked)
    .mutation(({ ctx, input }) => ctx.services.inbox.ack(ctx.call, input)),
});
