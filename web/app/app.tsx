import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { Router } from 'wouter';
import { connectPage, Forbidden, NotFound, Unauthenticated } from '../../client/page/index.ts';
import { Connected, createQueryClient, useConnection } from '../board/connection.tsx';
import { useWatched } from '../board/use-board.ts';
import { ErrorFallback } from '../parts/error-fallback.tsx';
import { ErrorNote, Skeleton } from '../parts/states.tsx';
import { chooseProject, chosenProject } from './chosen-project.ts';
import { Shell } from './shell.tsx';
import { SignIn } from './sign-in.tsx';
import { SignedOut } from './signed-out.tsx';
import { MeContext } from './use-me.ts';

const BASE = '/dashboard';
const queries = createQueryClient();

/** The whole page: signing in, signed out, or the dashboard. */
export function App() {
  if (location.pathname === `${BASE}/sign-in`) return <SignIn />;
  return (
    <ErrorBoundary FallbackComponent={ErrorFallback}>
      <QueryClientProvider client={queries}>
        <WhoIsThere />
      </QueryClientProvider>
    </ErrorBoundary>
  );
}

function WhoIsThere() {
  const project = useWatched(chosenProject);
  const page = useMemo(() => connectPage({ origin: location.origin, project }), [project]);
  const me = useQuery({ queryKey: ['me', project ?? null], queryFn: () => page.rpc.auth.me.query({}) });
  if (me.error instanceof Unauthenticated) return <SignedOut />;
  // The project that was looked at last may be gone, or not be this person's.
  if (project !== undefined && (me.error instanceof NotFound || me.error instanceof Forbidden)) chooseProject(undefined);
  if (me.error !== null) return <ErrorNote error={me.error} retry={() => void me.refetch()} />;
  if (me.data === undefined) return <Skeleton lines={8} />;
  return (
    <MeContext value={me.data}>
      <Connected project={project}>
        <Router base={BASE}>
          <SignedIn />
        </Router>
      </Connected>
    </MeContext>
  );
}

/** The dashboard, until the cookie is good no more. */
function SignedIn() {
  const { live } = useConnection();
  return useWatched(live.signedOut) ? <SignedOut /> : <Shell />;
}
