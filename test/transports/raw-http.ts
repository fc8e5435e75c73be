import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends bytes as they are and reads what comes back until the answer is whole or the connection ends. */
export function sendRaw(port: number, ...parts: ReadonlyArray<string | Buffer>): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const finish = () => {
      socket.destroy();
      const answer = readAnswer(text);
      if (answer === null) reject(new Error(`no answer, only ${JSON.stringify(text.slice(0, 200))}`));
      else resolve(answer);
    };
    socket.on('connect', () => {
      for (const part of parts) socket.write(part);
    });
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (readAnswer(text) !== null) finish();
    });
    // A server that refuses may reset what is still under way; what counts is whether its answer came.
    socket.on('error', finish);
    socket.on('close', finish);
  });
}

/** A request with exactly these header lines. */
export function rawRequest(line: string, headers: readonly string[], body = ''): string {
  return `${line} HTTP/1.1\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n${body}`;
}

function readAnswer(text: string): RawAnswer | null {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const head = text.slice(0, end);
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  const body = text.slice(end + 4);
  return body.length < length ? null : { status: Number(head.split(' ')[1]), head, body };
}
