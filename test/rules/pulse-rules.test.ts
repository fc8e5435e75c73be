import { describe, expect, test } from 'vitest';
import { HEARTBEAT_INTERVAL_MS } from '../../server/domain/agents/presence-rules.ts';
import { PULSE_AGENTS_MAX, PulseBook } from '../../server/domain/agents/pulse-book.ts';
import { afterBeat, afterLook, PULSE_INTERVALS_MAX, type PulseRecord, pulseOf } from '../../server/domain/agents/pulse-rules.ts';

const seconds = (count: number) => count * 1_000;

function heardAt(...times: number[]): PulseRecord {
  const [first = 0, ...others] = times.map(seconds);
  return others.reduce(afterBeat, afterBeat(undefined, first));
}

describe('a pulse', () => {
  test('[PR1] has a beat for each interval at whose end the agent was on time, and one for now', () => {
    expect(pulseOf(heardAt(0), seconds(0))).toBe('|');
    expect(pulseOf(heardAt(0, 20, 40), seconds(50))).toBe('|||');
  });

  test('[PR1] a beat that comes a little late misses nothing', () => {
    expect(pulseOf(heardAt(5, 25, 45.5, 65.5), seconds(70))).toBe('||||');
    expect(pulseOf(heardAt(19, 39.9, 60.1, 79.9), seconds(81))).toBe('|||||');
  });

  test('[PR1] an agent that falls silent misses from one interval and a half on, and not before', () => {
    const silent = heardAt(0, 20, 40);
    expect(pulseOf(silent, seconds(70))).toBe('||||');
    expect(pulseOf(silent, seconds(70) + 1)).toBe('|||.');
    expect(pulseOf(silent, seconds(130))).toBe('|||....');
  });

  test('[PR1] one that is back shows what it missed', () => {
    expect(pulseOf(heardAt(0, 20, 120), seconds(121))).toBe('||....|');
  });

  test('[PR1] says nothing of the time before the agent was first heard, and no more than sixty intervals', () => {
    expect(pulseOf(heardAt(1_000), seconds(1_000))).toBe('|');
    const all = Array.from({ length: 500 }, (_, beat) => beat * 20);
    const long = heardAt(...all);
    expect(pulseOf(long, seconds(499 * 20))).toBe('|'.repeat(PULSE_INTERVALS_MAX));
    expect(pulseOf(long, seconds(10_000_000))).toBe('.'.repeat(PULSE_INTERVALS_MAX));
    expect(long.halves.length).toBeLessThanOrEqual(2 * PULSE_INTERVALS_MAX + 1);
  });

  test('[PR1] signs of life that are noted out of order count alike', () => {
    expect(pulseOf(heardAt(40, 0, 20), seconds(50))).toBe('|||');
  });
});

describe('a pulse of what other nodes heard', () => {
  const look = (known: PulseRecord | undefined, lastSeen: number, now: number) =>
    afterLook(known, { lastSeen: seconds(lastSeen), now: seconds(now) });

  test('[MN1] looks at the store see each beat, and each that is missed', () => {
    let known = look(undefined, 0, 0);
    for (const now of [5, 10, 15]) known = look(known, 0, now);
    for (const now of [20, 30, 40, 50, 60]) known = look(known, 20, now);
    known = look(known, 70, 70);
    expect(pulseOf(known, seconds(70))).toBe('||.|');
  });

  test('[MN1] what came while nobody looked is not called missed: the pulse begins anew', () => {
    const known = look(undefined, 0, 0);
    expect(pulseOf(look(known, 600, 605), seconds(605))).toBe('|');
    expect(pulseOf(look(known, 30, 35), seconds(35))).toBe('||');
    expect(pulseOf(look(known, 0, 600), seconds(600))).toBe(`|${'.'.repeat(30)}`);
  });
});

test('[DU2] a node remembers the pulses of so many agents, those that were heard last, and no more', () => {
  const book = new PulseBook();
  const at = (of: number) => ({ project: 'main', agent: `agent-${of}` });
  for (let of = 0; of < PULSE_AGENTS_MAX; of += 1) book.hear(at(of), 0);
  book.hear(at(0), HEARTBEAT_INTERVAL_MS);
  book.hear(at(PULSE_AGENTS_MAX), HEARTBEAT_INTERVAL_MS);
  const now = { lastSeen: HEARTBEAT_INTERVAL_MS, now: HEARTBEAT_INTERVAL_MS };
  expect(book.look(at(0), now)).toBe('||');
  expect(book.look(at(1), now)).toBe('|');
  expect(book.look(at(2), { lastSeen: null, now: 0 })).toBe('');
});
