import type { TRPCClient } from '@trpc/client';
import type { AppRouter } from '../server/transports/trpc/app-router.ts';

/**
 * Every operation of the server, typed: `rpc.tasks.list.query({ label: 'docs' })`, `rpc.reviews.decide.mutate({ … })`.
 * Calls reject with a subclass of BatonError. A `CallPolicy` goes as `context`.
 */
export type Rpc = TRPCClient<AppRouter>;
