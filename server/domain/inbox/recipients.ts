import { BROADCAST_MAX_AGENTS, INBOX_MAX_WAITING, type MessageSend } from '../../contract/inbox.ts';
import { ADMIN_LABEL } from '../auth/auth-service.ts';
import type { WallTime } from '../records.ts';
import type { WriteTx } from '../store.ts';
import { SYSTEM_ACTOR } from '../tasks/store-task.ts';
import type { MessageRecord } from './inbox-records.ts';
import { badRecipient, inboxFull } from './message-errors.ts';
import { mentionedNames } from './message-rules.ts';
import { roleInbox } from './post-message.ts';

type Address = Pick<MessageRecord, 'toKind' | 'toName'>;

/** Whom a message is to: what it says, or whoever sent what it answers. */
export function decideAddress(to: MessageSend['to'], replied: MessageRecord | null): Address {
  if (to === undefined) {
    if (replied !== null) return { toKind: 'agent', toName: replied.sender };
    throw badRecipient(
      'The message is to nobody.',
      'Say in `to` who gets it: an agent, a role or all; or answer one with replyTo.',
    );
  }
  if ('all' in to) return { toKind: 'all', toName: null };
  return 'role' in to ? { toKind: 'role', toName: to.role } : { toKind: 'agent', toName: to.agent };
}

/** The inboxes that a message goes to; those of `full` are full, where that does not refuse it. */
export interface Recipients {
  readonly inboxes: string[];
  readonly full: string[];
}

interface Sending {
  readonly project: string;
  readonly sender: string;
  readonly address: Address;
  readonly body: string;
  /** Whether the address is that of somebody who wrote before, and so is there. */
  readonly isReply: boolean;
  readonly at: WallTime;
}

/** Finds who gets a message. Throws `invalid_input` for a recipient that is not there, `inbox_full`. */
export async function findRecipients(tx: WriteTx, sending: Sending): Promise<Recipients> {
  const { project, sender, address, body, at } = sending;
  const addressed = await addressees(tx, sending);
  const mentioned = await mentionedAgents(tx, { project, text: body, except: [sender, ...addressed] });
  const all = [...addressed, ...mentioned];
  const counts = await Promise.all(all.map((owner) => tx.q.countWaiting({ project, owner, at })));
  const isFull = (_: string, i: number) => (counts[i]?.count ?? 0) >= INBOX_MAX_WAITING;
  const full = all.filter(isFull);
  // One agent of many that reads nothing must not silence those who write to all.
  if (full.length > 0 && (address.toKind !== 'all' || full.length === all.length)) throw inboxFull(full);
  return { inboxes: all.filter((owner) => !full.includes(owner)), full };
}

async function addressees(tx: WriteTx, { project, sender, address, isReply }: Sending): Promise<string[]> {
  const name = address.toName ?? '';
  switch (address.toKind) {
    case 'role':
      return [roleInbox(name)];
    case 'all': {
      const agents = await tx.q.listRecipients({ project, limit: BROADCAST_MAX_AGENTS + 1 });
      if (agents.length > BROADCAST_MAX_AGENTS) throw tooMany();
      const others = agents.map((agent) => agent.name).filter((one) => one !== sender);
      if (others.length > 0) return others;
      throw badRecipient('There is nobody else in this project.', 'Register agents with POST /v1/agents first.');
    }
    case 'agent': {
      if (name === sender)
        throw badRecipient('The message is to its own sender.', 'Note it on the task with tasks.comment, or name somebody else.');
      if (name === SYSTEM_ACTOR)
        throw badRecipient('The server itself reads no messages.', 'Write to an agent, or to the role `lead`.');
      if (name === ADMIN_LABEL || (isReply && name.includes(':'))) return [name];
      const agent = await tx.q.findRecipient({ project, name });
      if (agent !== undefined && agent.status !== 'retired') return [name];
      const detail = agent === undefined ? `There is no agent ${name} in this project.` : `${name} has retired.`;
      throw badRecipient(detail, 'Name an agent from GET /v1/agents, or write to a role.');
    }
  }
}

/** The agents that a text calls by @, without those who have it already or wrote it (SPEC IN5). */
export async function mentionedAgents(
  tx: WriteTx,
  { project, text, except }: { project: string; text: string; except: readonly string[] },
): Promise<string[]> {
  const names = mentionedNames(text).filter((name) => !except.includes(name));
  const found = await Promise.all(names.map((name) => tx.q.findRecipient({ project, name })));
  return found.flatMap((agent) => (agent === undefined || agent.status === 'retired' ? [] : [agent.name]));
}

function tooMany() {
  return badRecipient(
    `A message to all reaches at most ${BROADCAST_MAX_AGENTS} agents, and there are more.`,
    'Write to a role, or to those whom it concerns.',
  );
}
