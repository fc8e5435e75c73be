import { afterEach, beforeEach, describe } from 'vitest';
import type { Storage } from '../../server/domain/store.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { artifactConformance } from './artifact-conformance.ts';
import { blockingConformance } from './blocking-conformance.ts';
import { claimConformance } from './claim-conformance.ts';
import { doorConformance } from './door-conformance.ts';
import { inboxConformance } from './inbox-conformance.ts';
import { insightConformance } from './insight-conformance.ts';
import { queryConformance } from './query-conformance.ts';
import { reservationConformance } from './reservation-conformance.ts';
import { reviewConformance } from './review-conformance.ts';
import { seedProject } from './sample-rows.ts';
import { searchConformance } from './search-conformance.ts';

/** What every engine gives the suite: a store that is empty and the suite's own. */
export type OpenStorage = (clock: FakeClock) => Promise<Storage>;

/** What a test holds of the store that was opened for it. */
export interface Bench {
  storage: Storage;
  clock: FakeClock;
}

/** What the port promises, whichever engine is behind it. */
export function storageConformance(name: string, open: OpenStorage): void {
  describe(name, () => {
    // Filled before each test; nothing reads it earlier.
    const bench = {} as Bench;
    beforeEach(async () => {
      bench.clock = createFakeClock();
      bench.storage = await open(bench.clock);
      await bench.storage.write((tx) => seedProject(tx));
    });
    afterEach(() => bench.storage.close());

    doorConformance(bench);
    claimConformance(bench);
    blockingConformance(bench);
    queryConformance(bench);
    inboxConformance(bench);
    reservationConformance(bench);
    artifactConformance(bench);
    reviewConformance(bench);
    insightConformance(bench);
    searchConformance(bench);
  });
}
