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
  ['Nothing to call here, with POST in mind.', 'Nothing to call here, with POST in mind.'],
])('for a person, %j is %j', (said, shown) => {
  expect(forPeople(said)).toBe(shown);
});
