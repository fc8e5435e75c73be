import { expect, test } from 'vitest';
import { explainViolations } from '../history/checker.ts';
import { startCalmClock } from '../support/calm-clock.ts';
import { crowding } from '../support/crowding.ts';
import { ServerUnderLoad } from '../support/history-load.ts';
import { withServer } from '../support/spawn-server.ts';

const KILLS = 20;
const CLIENTS = 16;
const OPERATIONS_BETWEEN = 250;
/** What the program promises: ready again within two seconds of being started. */
const READY_MAX_MS = 2_000;
/** So many of the restarts may have met a moment in which the machine stood still. */
const STALLS = 2;
const DRAIN_MAX_MS = 10_000;

test('[LAW3] [LE6] [ID1] killed twenty times under load, the server has lost nothing that it acknowledged, and living agents keep their leases', async () => {
  await withServer(async (server) => {
    const load = new ServerUnderLoad(server);
    await load.start({ clients: CLIENTS, seed: 11 });
    const held = load.holders.map(({ taskId }) => ({ taskId, state: 'ok' }));
    const recoveriesMs: number[] = [];
    for (let i = 0; i < KILLS; i += 1) {
      await load.operations(OPERATIONS_BETWEEN);
      load.goesDown();
      expect((await server.kill()).signal).toBe('SIGKILL');
      recoveriesMs.push(await server.restart());
      load.isUp();
      expect(await load.beatAll()).toEqual(held);
    }
    await load.finish();
    server.signal('SIGTERM');
    expect((await server.ended()).code).toBe(0);
    const violations = await load.judge();
    expect(violations, explainViolations(violations)).toEqual([]);
    const slowest = Math.max(...recoveriesMs);
    console.info(
      `${KILLS} kills, ${load.recorder.requests.length} requests; ready again within ${slowest.toFixed(0)} ms at most`,
    );
    expect(recoveriesMs.toSorted((a, b) => b - a)[STALLS]).toBeLessThan(READY_MAX_MS * crowding());
  });
});

test('[DU6] [LAW3] told to stop under load, the server ends with 0 in time, has lost nothing, and leases live on', async () => {
  await withServer(async (server) => {
    const load = new ServerUnderLoad(server);
    await load.start({ clients: CLIENTS, seed: 12 });
    await load.operations(2 * OPERATIONS_BETWEEN);
    load.goesDown();
    using calm = startCalmClock();
    const askedAt = calm.now();
    server.signal('SIGTERM');
    expect(await server.ended()).toEqual({ code: 0, signal: null });
    expect(calm.now() - askedAt).toBeLessThan(DRAIN_MAX_MS * crowding());
    await server.restart();
    load.isUp();
    expect(await load.beatAll()).toEqual(load.holders.map(({ taskId }) => ({ taskId, state: 'ok' })));
    await load.operations(OPERATIONS_BETWEEN);
    await load.finish();
    server.signal('SIGTERM');
    expect((await server.ended()).code).toBe(0);
    const violations = await load.judge();
    expect(violations, explainViolations(violations)).toEqual([]);
  });
});
