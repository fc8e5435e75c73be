import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { Router } from 'wouter';
import { connectPage, Forbidden, type LiveEvent, NotFound, Unauthenticated } from '../../client/page/index.ts';
import { Connected, createQueryClient, useConnection } from '../board/connection.tsx';
import { useEvents, useWatched } from '../board/use-board.ts';
import { ErrorFallback } from '../parts/error-fallback.tsx';
import { ErrorNote, Skeleton } from '../parts/states.tsx';
import { chooseProject, chosenProject } from './chosen-project.ts';
import { Shell } from './shell.tsx';
import { SignIn } from './sign-in.tsx';
import { SignedOut } from './signed-out.tsx';
import { MeContext, useMe } from './use-me.ts';
import { keepSignedIn } from './was-signed-in.ts';

const BASE = '/dashboard';
const ME = 'me';
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
  useEffect(() => () => page.close(), [page]);
  const me = useQuery({ queryKey: [ME, project ?? null], queryFn: () => page.rpc.auth.me.query({}) });
  // The project that was looked at last may be gone, or not be this person's.
  const isElsewhere = project !== undefined && (me.error instanceof NotFound || me.error instanceof Forbidden);
  useEffect(() => {
    if (isElsewhere) chooseProject(undefined);
  }, [isElsewhere]);
  const isOut = me.error instanceof Unauthenticated;
  const agent = me.data?.agent;
  useEffect(() => {
    if (isOut || agent !== undefined) keepSignedIn(!isOut && agent !== null);
  }, [isOut, agent]);
  if (isOut) return <SignedOut />;
  if (me.data === undefined) {
    if (me.error === null || isElsewhere) return <Skeleton lines={8} />;
    return <ErrorNote error={me.error} retry={() => void me.refetch()} />;
  }
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
  useFreshMe();
  return useWatched(live.signedOut) ? <SignedOut /> : <Shell />;
}

/** What the person may do changes while they look: by an event of themselves. */
function useFreshMe(): void {
  const { agent: name } = useMe();
  useEvents(
    useCallback(
      (events: readonly LiveEvent[]) => {
        const isOfMe = events.some(({ type, agent }) => type.startsWith('agent.') && agent === name);
        if (isOfMe) void queries.invalidateQueries({ queryKey: [ME] });
      },
      [name],
    ),
  );
}
