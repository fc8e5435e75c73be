import { expect, test } from 'vitest';
import { forPeople } from '../../web/parts/server-words.ts';

test.each([
  ['Decide with POST /v1/reviews/rev_01m/decide.', 'Decide.'],
  ['Take it from its holder with POST /v1/tasks/T-2/force-release.', 'Take it from its holder.'],
  [
    'Register an agent that has it, or give it to one with PATCH /v1/agents/{name}.',
    'Register an agent that has it, or give it to one.',
  ],
  [
    'Register a reviewer with POST /v1/agents, or decide with the admin key.',
    'Register a reviewer, or decide with the admin key.',
  ],
  [
    'Work of T-3: approve it, or request changes, with POST /v1/reviews/x/decide. It has waited.',
    'Work of T-3: approve it, or request changes. It has waited.',
  ],
  ['Why? End it with POST /v1/tasks/T-6/unblock and {"epoch": 1, "answer": "…"}. Soon.', 'Why? End it. Soon.'],
  ['Take it, or name another with PATCH /v1/tasks/T-6 and "reviewer".', 'Take it, or name another.'],
  ['Take it in hand with POST /v1/reviews/rev_1/claim; what was handed in is in GET /v1/reviews?taskId=T-6.', 'Take it in hand.'],
  ['Look at it with GET /v1/messages/msg_1; send it anew if it matters.', 'Look at it; send it anew if it matters.'],
  ['Nothing to call here, with POST in mind.', 'Nothing to call here, with POST in mind.'],
])('for a person, %j is %j', (said, shown) => {
  expect(forPeople(said)).toBe(shown);
});
