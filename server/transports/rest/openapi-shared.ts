import { IDEMPOTENCY_KEY_MAX_CHARS, NAME_MAX_CHARS } from '../../contract/common.ts';
import { DEFAULT_PROJECT } from '../../contract/projects.ts';
import type { JsonNode } from './json-schema.ts';

/** Parameters that many operations take. */
export const SHARED_PARAMETERS: JsonNode = {
  Project: {
    name: 'project',
    in: 'query',
    required: false,
    description: `The project of the call, for tokens that may see several; absent: the token's own, else \`${DEFAULT_PROJECT}\`.`,
    schema: { type: 'string', minLength: 1, maxLength: NAME_MAX_CHARS },
  },
  Session: {
    name: 'Baton-Session',
    in: 'header',
    required: false,
    description: "The session that the call comes from; absent: the token's standing session.",
    schema: { type: 'string', minLength: 1, maxLength: 64 },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'A repeat with the same key and the same request gets the stored reply; kept for 24 hours.',
    schema: { type: 'string', minLength: 1, maxLength: IDEMPOTENCY_KEY_MAX_CHARS },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The `version` that the change is based on, bare or quoted; weak validators are refused.',
    schema: { type: 'string', pattern: '^("[0-9]+"|[0-9]+)$' },
  },
};

export const SHARED_HEADERS: JsonNode = {
  RequestId: { description: 'The id of this request; name it when you ask for help.', schema: { type: 'string' } },
  IdempotencyReplayed: {
    description: '`true` when this is the stored reply of an earlier request with the same key.',
    schema: { type: 'string', const: 'true' },
  },
  RetryAfter: { description: 'Seconds to wait before the next attempt.', schema: { type: 'integer', minimum: 0 } },
};

export const TAGS: JsonNode[] = [
  { name: 'agents', description: 'Who works here, and how they are.' },
  { name: 'sessions', description: 'One incarnation of an agent’s process; its heartbeat renews all that it holds.' },
  { name: 'tasks', description: 'Work: made, claimed, handed in, judged, done.' },
  { name: 'reviews', description: 'Rounds of judging one submission.' },
  { name: 'messages', description: 'What agents and people write to each other, and the inboxes it arrives in.' },
  { name: 'reservations', description: 'Holds on paths, joined to tasks.' },
  { name: 'events', description: 'The log of a project: every change, in order, without holes.' },
  { name: 'projects', description: 'Boards, each with its own agents and log.' },
  { name: 'tokens', description: 'Who may call.' },
  { name: 'auth', description: 'How a person signs in at a browser.' },
  { name: 'insight', description: 'Why nothing happens, what waits on whom, and waiting for what comes next.' },
  { name: 'health', description: 'How the server is.' },
];
