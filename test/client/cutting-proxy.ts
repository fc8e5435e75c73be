import { once } from 'node:events';
import { createServer, type Socket, connect as tcpConnect } from 'node:net';

export interface CuttingProxy extends AsyncDisposable {
  readonly port: number;
  readonly host: string;
  /** Where connections go; set once the server listens. */
  target: number;
  /** How many connections were cut. */
  readonly cuts: number;
  /** The next answer of the server is lost and its connection cut: what the server committed, the client does not hear of. */
  cutNextReply(): void;
  /** From now on no connection comes through, and those that are open are cut. */
  block(): void;
}

/** A wire between client and server that can be cut at the worst moment. */
export async function openCuttingProxy(): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const state = { target: 0, cuts: 0, armed: false, blocked: false };
  const server = createServer((near) => {
    if (state.blocked) {
      near.destroy();
      return;
    }
    const far = tcpConnect(state.target, '127.0.0.1');
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    near.pipe(far);
    far.on('data', (chunk) => {
      if (!state.armed) {
        near.write(chunk);
        return;
      }
      state.armed = false;
      state.cuts += 1;
      cut();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');
  const { port } = address;
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    host: `127.0.0.1:${port}`,
    get target() {
      return state.target;
    },
    set target(value) {
      state.target = value;
    },
    get cuts() {
      return state.cuts;
    },
    cutNextReply() {
      state.armed = true;
    },
    block() {
      state.blocked = true;
      cutAll();
    },
    async [Symbol.asyncDispose]() {
      cutAll();
      server.close();
      await once(server, 'close');
    },
  };
}
