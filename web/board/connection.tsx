import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { type AppRouter, ConnectionFailed, connectPage, type Page } from '../../client/page/index.ts';
import { LiveBoard } from './live-board.ts';

/** What every part of the page shares. */
export interface Connection {
  readonly page: Page;
  readonly live: LiveBoard;
  /** Options of every query and mutation: `useQuery(trpc.tasks.get.queryOptions({ id }))`. */
  readonly trpc: TRPCOptionsProxy<AppRouter>;
  readonly queries: QueryClient;
}

const ConnectionContext = createContext<Connection | null>(null);

/** The connection of this page. Only below `Connected`. */
export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (connection === null) throw new Error('There is no connection around this part of the page.');
  return connection;
}

/** Connects what is below it to one project. */
export function Connected({ project, children }: { project: string | undefined; children: ReactNode }) {
  const [connection, setConnection] = useState<Connection | null>(null);
  useEffect(() => {
    const opened = openConnection(project);
    setConnection(opened);
    return () => {
      opened.live.stop();
      opened.page.close();
    };
  }, [project]);
  if (connection === null) return null;
  return (
    <ConnectionContext.Provider value={connection}>
      <QueryClientProvider client={connection.queries}>{children}</QueryClientProvider>
    </ConnectionContext.Provider>
  );
}

function openConnection(project: string | undefined): Connection {
  const page = connectPage({ origin: location.origin, project });
  const queries = createQueryClient();
  const live = new LiveBoard(page, queries);
  live.start();
  return { page, live, queries, trpc: createTRPCOptionsProxy<AppRouter>({ client: page.rpc, queryClient: queries }) };
}

/** Nothing goes stale by time alone: the live events say what does. The client itself repeats what may succeed later. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (count, error) => error instanceof ConnectionFailed && count < 5,
      },
      mutations: { networkMode: 'always' },
    },
  });
}
