import type { Services } from '../../domain/services.ts';
import type { Storage } from '../../domain/store.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import type { DashboardFiles } from '../dashboard/dashboard-files.ts';
import type { StreamRegistry } from '../live/stream-registry.ts';
import type { RateLimiter } from '../rate-limiter.ts';
import type { HttpConfig, HttpLimits } from './http-config.ts';
import type { DoorMetrics } from './metrics.ts';

/** What the composition root gives the HTTP door. */
export interface HttpDoorDeps {
  readonly services: Services;
  /** Asked only for its health, its incarnation and how much it commits. */
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly config: HttpConfig;
  /** The pages for people, as they were built; null or absent: there are none. */
  readonly dashboard?: DashboardFiles | null;
}

/** What the parts of the door share. */
export interface DoorParts extends HttpDoorDeps {
  readonly limits: HttpLimits;
  readonly limiter: RateLimiter;
  readonly metrics: DoorMetrics;
  readonly streams: StreamRegistry;
  readonly state: DoorState;
}

export interface DoorState {
  /** Fires when the server stops taking work (SPEC DU6). */
  readonly draining: AbortSignal;
}
