import { useQueryClient } from '@tanstack/react-query';
import type { TokenInfo } from '../../../client/page/index.ts';
import { useConnection } from '../../board/connection.tsx';
import { Confirm } from './confirm.tsx';

export function RevokeToken({ token, onClose }: { token: TokenInfo; onClose: () => void }) {
  const { page, trpc } = useConnection();
  const queries = useQueryClient();
  const whose = token.agent ?? token.label;
  const act = async () => {
    await page.rpc.tokens.revoke.mutate({ id: token.id });
    await queries.invalidateQueries(trpc.tokens.list.pathFilter());
  };
  return (
    <Confirm
      title={`Revoke the token of ${whose}`}
      about="Whatever uses it is refused from now on, and its open connections close. This cannot be taken back; make another token instead."
      verb="Revoke it"
      act={act}
      done={`The token of ${whose} is revoked.`}
      onClose={onClose}
    />
  );
}
