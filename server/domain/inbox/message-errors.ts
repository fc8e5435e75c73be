import { BatonError } from '../../contract/errors.ts';
import { INBOX_MAX_WAITING } from '../../contract/inbox.ts';

/** Also what others wrote to each other: nobody learns that it is there. */
export function messageNotFound(id: string): BatonError {
  return new BatonError('not_found', {
    detail: `There is no message ${id} that you sent or were sent.`,
    hint: 'List your inbox with GET /v1/inbox.',
  });
}

export function inboxFull(owners: readonly string[]): BatonError {
  return new BatonError('inbox_full', {
    detail: `${INBOX_MAX_WAITING} messages wait in the inbox of ${owners.join(', ')} already; this one was not sent.`,
    hint: 'Wait until some are acknowledged or past their time, or write to a lead: whoever should read them may be gone.',
    retryAfterSeconds: 60,
  });
}

export function messageTaken(id: string, by: string): BatonError {
  return new BatonError('message_taken', {
    detail: `${by} has taken the message ${id}.`,
    hint: 'Leave it to whoever took it; GET /v1/inbox offers it again if that one does not acknowledge it in time.',
    current: { messageId: id, takenBy: by },
  });
}

/** A recipient to whom nothing can be sent. */
export function badRecipient(detail: string, hint: string): BatonError {
  return new BatonError('invalid_input', { detail, hint, problems: [{ path: 'to', message: detail }] });
}
