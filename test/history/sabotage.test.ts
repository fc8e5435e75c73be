import { describe, expect, test } from 'vitest';
import { SeededRandom } from '../support/history-random.ts';
import { runHistory } from '../support/history-run.ts';
import { explainViolations } from './checker.ts';
import { type Sabotage, withLateEvents, withLostEvents, withoutEpochs, withReadThenWriteClaim } from './sabotage.ts';

/** Enough for each fault to show several times. */
const RUN = { seed: 7, clients: 16, operationsPerClient: 80 };

async function rulesBroken(sabotage: Sabotage): Promise<ReadonlySet<string>> {
  const { violations } = await runHistory({
    ...RUN,
    wrapStorage: (storage) => sabotage.wrapStorage(storage),
    wrapServices: (services) => sabotage.wrapServices(services),
  });
  return new Set(violations.map(({ rule }) => rule));
}

describe('the checker of histories, on real servers with a fault put in', () => {
  test('[LAW1] [EV1] [EV4] a sound server shows nothing', async () => {
    const { violations } = await runHistory(RUN);
    expect(violations, explainViolations(violations)).toEqual([]);
  });

  test('[LAW1] a server that does not look at epochs is found out', async () => {
    expect(await rulesBroken(withoutEpochs())).toContain('LAW1');
  });

  test('[CL1] a server that reads, then writes to claim is found out', async () => {
    expect(await rulesBroken(withReadThenWriteClaim())).toContain('CL1');
  });

  test('[LAW2] a server that answers before its event is in the log is found out', async () => {
    // Which rule breaks first depends on who comes between the commit and the event.
    expect([...(await rulesBroken(withLateEvents(new SeededRandom(1))))]).not.toEqual([]);
  });

  test('[LAW2] [LAW3] a server that loses events after the commit is found out', async () => {
    const broken = await rulesBroken(withLostEvents(new SeededRandom(1)));
    expect(broken).toContain('LAW3');
    expect(broken).toContain('EV4');
  });
});
