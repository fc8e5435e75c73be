import type { CallContext } from '../../server/domain/auth/principal.ts';
import type { Services } from '../../server/domain/services.ts';
import { type Block, BlockSupply } from '../load/block-supply.ts';
import { LoadMeter } from '../load/load-meter.ts';
import type { ClaimPlan, LoadResult } from '../load/load-plan.ts';
import { agentCall } from './seed-agents.ts';

const NEVER = new AbortController().signal;

/** Claims through the services, so many at once: what the server does for a claim, without HTTP. */
export async function runClaimLoad(services: Services, { way, clients, durationMs, blocks }: ClaimPlan): Promise<LoadResult> {
  const supply = new BlockSupply(blocks);
  const meter = new LoadMeter(durationMs);
  const claim = async (ctx: CallContext, number: number): Promise<boolean> => {
    if (way === 'claim-by-id') return (await services.tasks.claim(ctx, { id: `T-${number}` })).epoch === 1;
    const { claims } = await services.tasks.claimNext(ctx, { count: 1, labels: [], waitSeconds: 0 }, () => NEVER);
    return claims.length === 1;
  };
  const client = async () => {
    for (let block = supply.take(); block !== null && meter.isOpen(performance.now()); block = supply.take()) {
      await workThrough(block, await agentCall(services, block.token), { claim, meter });
    }
    if (meter.isOpen(performance.now())) meter.endNow();
  };
  await Promise.all(Array.from({ length: clients }, client));
  return meter.result(supply.next);
}

async function workThrough(
  { firstNumber, calls }: Block,
  ctx: CallContext,
  { claim, meter }: { claim: (ctx: CallContext, number: number) => Promise<boolean>; meter: LoadMeter },
): Promise<void> {
  for (let i = 0, sentAt = performance.now(); i < calls && meter.isOpen(sentAt); i += 1) {
    const isGranted = await claim(ctx, firstNumber + i);
    const answeredAt = performance.now();
    if (isGranted) meter.succeeded(sentAt, answeredAt);
    else meter.failed('nothing was claimed');
    sentAt = answeredAt;
  }
}
