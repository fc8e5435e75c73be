import type { Server } from 'node:http';
import type { DoorParts } from './door-deps.ts';
import type { RunningRequests } from './running-requests.ts';
import type { UpgradeDoor } from './upgrade-door.ts';

/** How long readers have to take their last frame and close by themselves. */
const READERS_GRACE_MS = 2_000;

/** Waits until running requests are answered and readers are gone, within the limit, then closes the server (SPEC DU6). */
export async function drainDoor(given: {
  parts: DoorParts;
  server: Server;
  running: RunningRequests;
  upgrades: UpgradeDoor;
}): Promise<void> {
  const { parts, server, running, upgrades } = given;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, parts.limits.drainMs);
  });
  await Promise.race([Promise.all([parts.streams.drain(READERS_GRACE_MS), running.idle()]), limit]);
  clearTimeout(timer);
  upgrades.close();
  const closed = new Promise<void>((resolve) => {
    // It fails only where it never listened.
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await closed;
  parts.streams.close();
  parts.metrics.close();
}
