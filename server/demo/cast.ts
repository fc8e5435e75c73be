import type { Baton, connectBaton } from '../../client/node/index.ts';

/** What the board of the demo is about: made once, and opened again when it is done, so that it does not grow. */
export const ROUTINE: ReadonlyArray<{ title: string; labels: string[] }> = [
  { title: 'Fix the broken links in the footer', labels: ['web', 'bug'] },
  { title: 'Write release notes for 2.4', labels: ['docs'] },
  { title: 'Cache the search results', labels: ['api', 'speed'] },
  { title: 'Translate the sign-up page', labels: ['web', 'text'] },
  { title: 'Retry failed webhooks', labels: ['api', 'bug'] },
  { title: 'Explain rate limits in the guide', labels: ['docs'] },
  { title: 'Make the table sort by keyboard', labels: ['web'] },
  { title: 'Drop the unused columns', labels: ['data'] },
  { title: 'Add a health check for the queue', labels: ['api'] },
  { title: 'Shrink the images of the landing page', labels: ['web', 'speed'] },
  { title: 'Check the invoices of March', labels: ['data'] },
  { title: 'Describe the export format', labels: ['docs', 'data'] },
];
export const QUESTION = { title: 'Choose the region for the backups', labels: ['ops'] };
export const ABANDONED = { title: 'Measure the cold start', labels: ['speed'] };

/** The shortest lease there is, so that somebody who watches sees one run out. */
export const SHORT_LEASE_SECONDS = 10;

export interface Cast {
  readonly lead: Baton;
  readonly workers: readonly Baton[];
  readonly reviewer: Baton;
  /** Claims and never says another word. */
  readonly drifter: Baton;
}

type Connect = typeof connectBaton;

/** Registers the agents of the demo and connects each with a token of its own, which is kept nowhere. */
export async function assemble(connect: Connect, { url, key }: { url: string; key: string }): Promise<Cast> {
  const lead = await connect({ url, token: key, session: 'none' });
  const join = async (name: string, role: 'agent' | 'reviewer', standing = false) => {
    const { token } = await lead.rpc.agents.register.mutate({ name, role });
    return connect({ url, token, session: standing ? 'standing' : { harness: 'demo' } });
  };
  const [scout, otto, kai, iris, drifter] = await Promise.all([
    join('scout', 'agent'),
    join('otto', 'agent'),
    join('kai', 'agent'),
    join('iris', 'reviewer'),
    join('drifter', 'agent', true),
  ]);
  return { lead, workers: [scout, otto, kai], reviewer: iris, drifter };
}
