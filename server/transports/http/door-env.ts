import type { IncomingMessage, ServerResponse } from 'node:http';

/** What each route is given beside the request. */
export interface DoorEnv {
  readonly Bindings: {
    readonly incoming: IncomingMessage;
    readonly outgoing: ServerResponse;
    readonly requestId: string;
  };
}
