import { once } from 'node:events';
import { createServer, type Socket, connect as tcpConnect } from 'node:net';

export interface CuttingProxy extends AsyncDisposable {
  readonly port: number;
  readonly host: string;
  /** Where connections go; set once the server listens. */
  target: number;
  /** How many connections were cut. */
  readonly cuts: number;
  /** How many times it was sent something while it hung. */
  readonly swallowed: number;
  /** The next answer of the server is lost and its connection cut: what the server committed, the client does not hear of. */
  cutNextReply(): void;
  /** As a process that was killed: the port is closed, and so are all connections. */
  die(): Promise<void>;
  /** As a process that was stopped: connections are accepted, those that are open stay so, and nothing is answered. */
  hang(): Promise<void>;
  /** The end of either. What was sent meanwhile is gone, and so is each connection that hung. */
  recover(): Promise<void>;
}

/** A wire between client and server that can be cut, or fall silent, at the worst moment. */
export async function openCuttingProxy(): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const state = { target: 0, cuts: 0, swallowed: 0, armed: false, hanging: false };
  const server = createServer((near) => {
    const far = tcpConnect(state.target, '127.0.0.1');
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        // A stopped process closes nothing, whatever the server behind this wire does.
        if (socket === near || !state.hanging) cut();
      });
    }
    near.on('data', (chunk) => {
      if (state.hanging) state.swallowed += 1;
      else far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (state.hanging) return;
      if (!state.armed) {
        near.write(chunk);
        return;
      }
      state.armed = false;
      state.cuts += 1;
      cut();
    });
  });
  const port = await listenOn(server, 0);
  const listen = async () => {
    if (!server.listening) await listenOn(server, port);
  };
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const close = async () => {
    cutAll();
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
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
    get swallowed() {
      return state.swallowed;
    },
    cutNextReply() {
      state.armed = true;
    },
    die: close,
    hang() {
      state.hanging = true;
      return listen();
    },
    recover() {
      if (state.hanging) cutAll();
      state.hanging = false;
      return listen();
    },
    [Symbol.asyncDispose]: close,
  };
}

async function listenOn(server: ReturnType<typeof createServer>, wanted: number): Promise<number> {
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');
  return address.port;
}
