import type { WebSocket } from 'ws';

/** Cuts a socket whose other side no longer answers pings: its network may have gone without a word. */
export function keepAlive(socket: WebSocket, pingMs: number): void {
  let answered = true;
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, pingMs).unref();
  socket.on('pong', () => {
    answered = true;
  });
  socket.once('close', () => clearInterval(timer));
}
