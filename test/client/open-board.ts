import type { Baton } from '../../client/baton.ts';
import { type ConnectOptions, connectBaton } from '../../client/connect-baton.ts';
import { type RunningHttp, type StartHttpOptions, startHttp } from '../support/start-http.ts';

export const TRANSPORTS = ['ws', 'http'] as const;

export interface Board extends AsyncDisposable {
  readonly server: RunningHttp;
  /** Connects as a new agent of that name; closed with the board. */
  connect(name: string, options?: Omit<ConnectOptions, 'agent'> & { readonly agent?: Record<string, unknown> }): Promise<Baton>;
  /** Creates a task as the admin and gives its id. */
  task(fields?: Record<string, unknown>): Promise<string>;
  /** What the server says of a task. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where that is not so.
  see(taskId: string): Promise<any>;
}

/** A running server, and clients of it that a test need not close. */
export async function openBoard(options: StartHttpOptions = {}): Promise<Board> {
  const server = await startHttp(options);
  const open: Baton[] = [];
  return {
    server,
    async connect(name, { agent, ...more } = {}) {
      const { token } = await server.register(name, agent);
      const baton = await connectBaton({ url: server.url, token, ...more });
      open.push(baton);
      return baton;
    },
    async task(fields = {}) {
      const reply = await server.call('POST', '/v1/tasks', { body: { title: 'A task', ...fields } });
      if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
      return String(reply.body.id);
    },
    async see(taskId) {
      return (await server.call('GET', `/v1/tasks/${taskId}`)).body;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(open.map((baton) => baton.close()));
      await server.close();
    },
  };
}
