import { expect, test } from 'vitest';
import { type Candidate, type Offerable, offerReviews } from '../../server/domain/reviews/offer-rules.ts';

const agent = (name: string, over: Partial<Candidate> = {}): Candidate => ({
  name,
  role: 'agent',
  capabilities: [],
  load: 0,
  ...over,
});
const review = (id: string, over: Partial<Offerable> = {}): Offerable => ({
  id,
  named: null,
  requires: [],
  barred: new Set(),
  last: new Set(),
  forLeads: false,
  ...over,
});
const offered = (queue: Offerable[], candidates: Candidate[]) => Object.fromEntries(offerReviews(queue, candidates));

test('[RV3] the least busy is asked, and what is offered counts as load for the next', () => {
  const team = [agent('ada', { load: 1 }), agent('bob'), agent('cleo', { load: 3 })];
  const queue = ['r1', 'r2', 'r3', 'r4'].map((id) => review(id));
  expect(offered(queue, team)).toEqual({ r1: 'bob', r2: 'ada', r3: 'bob', r4: 'ada' });
  expect(offered(queue, team.toReversed())).toEqual(offered(queue, team));
});

test('[RV3] among equals those who mostly review come first, leads last, then the name decides', () => {
  const lead = agent('abe', { role: 'lead' });
  expect(offered([review('r')], [lead, agent('bob'), agent('zoe', { role: 'reviewer' })])).toEqual({ r: 'zoe' });
  expect(offered([review('r')], [lead, agent('dan'), agent('bob')])).toEqual({ r: 'bob' });
  expect(offered([review('r')], [lead])).toEqual({ r: 'abe' });
  expect(offered([review('r')], [agent('zoe', { role: 'reviewer', load: 1 }), agent('bob')])).toEqual({ r: 'bob' });
});

test('[RV3] only who is able and may is asked; who had it and let it go is asked when there is nobody else', () => {
  const team = [agent('ada', { capabilities: ['ios'] }), agent('bob', { capabilities: ['ios', 'go'], load: 5 }), agent('cleo')];
  expect(offered([review('r', { requires: ['ios', 'go'] })], team)).toEqual({ r: 'bob' });
  expect(offered([review('r', { requires: ['ios'], barred: new Set(['ada']) })], team)).toEqual({ r: 'bob' });
  expect(offered([review('r', { last: new Set(['ada', 'cleo']) })], team)).toEqual({ r: 'bob' });
  expect(offered([review('r', { last: new Set(['ada', 'bob', 'cleo']) })], team)).toEqual({ r: 'ada' });
  expect(offered([review('r', { requires: ['cobol'] })], team)).toEqual({});
  expect(offered([review('r')], [agent('eve', { role: 'viewer' })])).toEqual({});
});

test('[RV3] the one named is asked, busy or not, and what is for leads is offered to leads alone', () => {
  const team = [agent('ada'), agent('bob', { load: 9 }), agent('lea', { role: 'lead', load: 9 })];
  expect(offered([review('r', { named: 'bob' })], team)).toEqual({ r: 'bob' });
  expect(offered([review('r', { named: 'bob', barred: new Set(['bob']) })], team)).toEqual({});
  expect(offered([review('r', { forLeads: true })], team)).toEqual({ r: 'lea' });
  expect(offered([review('r', { forLeads: true })], team.slice(0, 2))).toEqual({});
});
