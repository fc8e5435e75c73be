import { readFile } from 'node:fs/promises';
import { BatonError } from './contract/errors.ts';
import { DEFAULT_PROJECT } from './contract/projects.ts';
import { LINK_DEFAULT_SECONDS } from './contract/sign-in.ts';
import type { CallContext } from './domain/auth/principal.ts';
import type { Services } from './domain/services.ts';

/**
 * The path of a link that signs a browser in, once, for as long as links live: as the admin, or as a person of the board, who is made a
 * lead where there is nobody of that name. Who starts the server can read the key anyway. It is for the terminal alone: the log never
 * hears of it. Throws BatonError for a name that nobody can sign in under.
 */
export async function signInPath(
  services: Services,
  { keyFile, person }: { keyFile: string; person: string | null },
): Promise<string> {
  const key = (await readFile(keyFile, 'utf8')).trim();
  const principal = await services.auth.authenticate(key);
  const call: CallContext = {
    principal,
    project: principal.project ?? DEFAULT_PROJECT,
    session: null,
    requestId: 'start',
    idempotencyKey: null,
    sealingSecret: key,
    reply: { replayed: false },
  };
  const isNew = person !== null && !(await isThere(services, call, person));
  const { path } = await services.signIn.createLink(call, {
    name: person,
    ...(isNew ? { role: 'lead' } : {}),
    expiresInSeconds: LINK_DEFAULT_SECONDS,
  });
  return path;
}

async function isThere(services: Services, call: CallContext, name: string): Promise<boolean> {
  try {
    await services.agents.get(call, { name });
    return true;
  } catch (error) {
    if (error instanceof BatonError && error.code === 'not_found') return false;
    throw error;
  }
}
