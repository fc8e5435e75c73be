import { describe, expect, test } from 'vitest';
import type { Stir } from '../../server/domain/wait/stirs.ts';
import { formatPlace, splitPlace } from '../../server/domain/wait/wait-place.ts';
import { concerns, type Interest } from '../../server/domain/wait/wait-rules.ts';
import { aTask, heldTask } from '../support/a-task.ts';

const at = { lease: { now: 100_000, listeningSince: 0 }, wallNow: 1_000 };
const reader = { name: 'scout', role: 'agent' } as const;
const scout: Interest = { agent: 'scout', reader, capabilities: ['linux'], isFree: true, labels: [], kinds: [] };
const ofTask = (task: ReturnType<typeof aTask>, actor = 'ada'): Stir => ({ kind: 'task', actor, task });

describe('whom something concerns', () => {
  test('[WT1] a task those alone that could take it: with its capabilities, for whom it is kept, with hands free, who asked for such', () => {
    const plain = ofTask(aTask({ labels: ['docs'] }));
    expect(concerns(plain, scout, at)).toBe(true);
    expect(concerns(plain, { ...scout, labels: ['web', 'docs'] }, at)).toBe(true);
    expect(concerns(plain, { ...scout, labels: ['web'] }, at)).toBe(false);
    expect(concerns(plain, { ...scout, isFree: false }, at)).toBe(false);
    expect(concerns(plain, { ...scout, kinds: ['review'] }, at)).toBe(false);
    expect(concerns(ofTask(aTask({ requires: ['linux'] })), scout, at)).toBe(true);
    expect(concerns(ofTask(aTask({ requires: ['ios'] })), scout, at)).toBe(false);
    expect(concerns(ofTask(aTask({ assignee: 'scout' })), scout, at)).toBe(true);
    expect(concerns(ofTask(aTask({ assignee: 'ada' })), scout, at)).toBe(false);
    expect(concerns(ofTask(aTask({ heldFor: 'ada', heldUntil: 100_001 })), scout, at)).toBe(false);
    expect(concerns(ofTask(aTask({ heldFor: 'ada', heldUntil: 100_000 })), scout, at)).toBe(true);
    expect(concerns(ofTask(aTask({ openDeps: 1 })), scout, at)).toBe(false);
    expect(concerns(ofTask(aTask({ notBefore: 1_001 })), scout, at)).toBe(false);
    expect(concerns(ofTask(aTask({ notBefore: 1_000 })), scout, at)).toBe(true);
    expect(concerns(ofTask(heldTask({ leaseEndsAt: 95_001 })), { ...scout, agent: 'bob' }, at)).toBe(false);
    expect(concerns(ofTask(heldTask({ leaseEndsAt: 95_000 })), { ...scout, agent: 'bob' }, at)).toBe(true);
  });

  test('[WT1] a message those alone that read one of its inboxes', () => {
    const inInbox = (owner: string, actor = 'ada'): Stir => ({ kind: 'message', actor, places: new Map([[owner, 1]]) });
    expect(concerns(inInbox('scout'), scout, at)).toBe(true);
    expect(concerns(inInbox('role:agent'), scout, at)).toBe(true);
    expect(concerns(inInbox('role:lead'), scout, at)).toBe(false);
    expect(concerns(inInbox('bob'), scout, at)).toBe(false);
    expect(concerns(inInbox('scout'), { ...scout, isFree: false }, at)).toBe(true);
    expect(concerns(inInbox('scout'), { ...scout, kinds: ['task'] }, at)).toBe(false);
    expect(concerns(inInbox('role:agent', 'scout'), scout, at)).toBe(false);
  });

  test('[IN5] never the one who did it', () => {
    expect(concerns(ofTask(aTask({}), 'scout'), scout, at)).toBe(false);
    const news = { kind: 'cancelled', taskId: 'T-1', by: 'scout', because: 'x' } as const;
    expect(concerns({ kind: 'told', actor: 'scout', to: 'scout', news }, scout, at)).toBe(false);
    expect(concerns({ kind: 'told', actor: 'ada', to: 'scout', news }, scout, at)).toBe(true);
    expect(concerns({ kind: 'told', actor: 'ada', to: 'bob', news }, scout, at)).toBe(false);
  });
});

describe('the place of one that waits', () => {
  test('[WT1] comes back as it went out; a cursor of the log has no times', () => {
    const place = { seq: 12, lease: 123_456, wall: 1_800_000_000_123 };
    const text = formatPlace('a_1.12', place);
    expect(splitPlace(text)).toEqual({ logCursor: 'a_1.12', times: { lease: place.lease, wall: place.wall } });
    expect(splitPlace('a_1.12')).toEqual({ logCursor: 'a_1.12', times: { lease: -1, wall: -1 } });
    expect(text.length).toBeLessThanOrEqual(100);
  });
});
