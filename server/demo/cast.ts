import type { Baton, connectBaton } from '../../client/node/index.ts';

/** Everybody on the board of the demo but the person who watches. */
export interface Cast {
  /** A person who plans: makes the tasks, and looks at what is meant for the one who watches before they do. */
  readonly lead: Baton;
  readonly workers: readonly Worker[];
  readonly reviewer: Baton;
  /** Claims and never says another word. */
  readonly drifter: Baton;
  /** The name of the person who watches. */
  readonly person: string;
}

interface Worker {
  readonly name: string;
  readonly baton: Baton;
}

export const REVIEWER = 'iris';
type Connect = typeof connectBaton;
type Session = 'none' | 'standing' | { readonly harness: string };

/** Registers the team of the demo and connects each with a token of its own, which is kept nowhere. */
export async function assemble(connect: Connect, at: { url: string; key: string; person: string }): Promise<Cast> {
  const { url, person } = at;
  const admin = await connect({ url, token: at.key, session: 'none' });
  const join = async (name: string, fields: object, session: Session) => {
    const { token } = await admin.rpc.agents.register.mutate({ name, ...fields });
    return connect({ url, token, session });
  };
  const worker = async (name: string, harness: string, capabilities: readonly string[]) => ({
    name,
    // Room for what is sent back while it holds something else.
    baton: await join(name, { capabilities, maxConcurrent: 2 }, { harness }),
  });
  const [lead, reviewer, drifter, ...workers] = await Promise.all([
    join('mara', { kind: 'human', role: 'lead' }, 'none'),
    join(REVIEWER, { role: 'reviewer', capabilities: ['review'] }, { harness: 'crewai' }),
    join('drifter', {}, 'standing'),
    worker('scout', 'langchain', ['typescript', 'browser']),
    worker('otto', 'node', ['typescript', 'sql']),
    worker('kai', 'ai-sdk', ['typescript', 'writing']),
  ]);
  await admin.close();
  return { lead, workers, reviewer, drifter, person };
}
