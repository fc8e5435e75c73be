import { readFile } from 'node:fs/promises';
import { DEFAULT_PROJECT } from './contract/projects.ts';
import { LINK_DEFAULT_SECONDS } from './contract/sign-in.ts';
import type { Services } from './domain/services.ts';

/**
 * The path of a link that signs a browser in, once, for as long as links live: as the admin, or as a lead of that name. Who starts the
 * server can read the key anyway. It is for the terminal alone: the log never hears of it.
 */
export async function signInPath(
  services: Services,
  { keyFile, person }: { keyFile: string; person: string | null },
): Promise<string> {
  const key = (await readFile(keyFile, 'utf8')).trim();
  const principal = await services.auth.authenticate(key);
  const { path } = await services.signIn.createLink(
    {
      principal,
      project: principal.project ?? DEFAULT_PROJECT,
      session: null,
      requestId: 'start',
      idempotencyKey: null,
      sealingSecret: key,
      reply: { replayed: false },
    },
    { name: person, ...(person === null ? {} : { role: 'lead' }), expiresInSeconds: LINK_DEFAULT_SECONDS },
  );
  return path;
}
