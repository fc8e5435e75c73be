import { useQueryClient } from '@tanstack/react-query';
import type { Rpc, TokenInfo } from '../../../client/page/index.ts';
import { useConnection } from '../../board/connection.tsx';
import { Confirm } from './confirm.tsx';

/** Ends every browser of a person, and the links to them that nobody has opened. */
export function SignOutPerson({ name, onClose }: { name: string; onClose: () => void }) {
  const { page, trpc } = useConnection();
  const queries = useQueryClient();
  const act = async () => {
    for (const { id } of await signedInAs(page.rpc, name)) await page.rpc.tokens.revoke.mutate({ id });
    await queries.invalidateQueries(trpc.tokens.list.pathFilter());
  };
  return (
    <Confirm
      title={`Sign ${name} out`}
      about="Every browser in which they are signed in stops at once, and links that they have not opened end. A new link lets them in again."
      verb="Sign out everywhere"
      act={act}
      done={`${name} is signed out everywhere.`}
      onClose={onClose}
    />
  );
}

async function signedInAs(rpc: Rpc, name: string): Promise<TokenInfo[]> {
  const found: TokenInfo[] = [];
  let cursor: string | undefined;
  do {
    const page = await rpc.tokens.list.query({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.items.filter((token) => token.agent === name && token.purpose !== 'bearer' && token.revokedAt === null));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}
