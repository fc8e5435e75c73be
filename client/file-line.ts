import type { Artifact } from '../server/contract/artifacts.ts';
import type { AddressBook } from './address-book.ts';
import { BadRequest, ConnectionFailed } from './baton-errors.ts';
import type { ClientClock } from './client-clock.ts';
import type { TokenFetch } from './http-line.ts';
import { readError } from './read-error.ts';
import { endOfCall, repeatCall, type Sent } from './repeat-call.ts';
import { isOfAddress, RETRIES_DEFAULT } from './retry-rules.ts';
import type { Envelope } from './rpc-client.ts';
import { queryOf } from './server-url.ts';

/** How long one sending of an artifact, or one reading, may take. The server itself waits 20 s for all of one. */
export const FILE_TIMEOUT_MS = 60_000;
/** In every answer that is an artifact, and in no other. */
export const MEDIA_TYPE_HEADER = 'baton-media-type';
const PLAIN_TEXT = 'text/plain; charset=utf-8';
const BYTES = 'application/octet-stream';

/** What an artifact is made of. A stream can be read once, so what is sent of it is not sent again when the connection breaks. */
export type ArtifactSource = string | Uint8Array<ArrayBuffer> | Blob | ReadableStream<Uint8Array>;

/** What to attach, and where. */
export interface ArtifactUpload {
  readonly taskId: string;
  /** A file name: letters, digits, dot, dash and underscore, 128 characters at most. */
  readonly name: string;
  /** 10 MiB at most. */
  readonly content: ArtifactSource;
  /** Absent: that of a Blob, `text/plain; charset=utf-8` for a string, else bytes. */
  readonly mediaType?: string | undefined;
  /** The epoch of the holder; absent: as a lead. */
  readonly epoch?: number | undefined;
}

/** An artifact as it was read. Its bytes are those that its hash says. */
export interface FetchedArtifact {
  readonly name: string;
  /** What its author said that it is. */
  readonly mediaType: string;
  /** Of the content, in hex. */
  readonly sha256: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The bytes as text in UTF-8. */
  text(): string;
}

interface FileDeps {
  readonly book: AddressBook;
  readonly tokenFetch: TokenFetch;
  readonly clock: ClientClock;
  /** The session and project of the calls, as they are now. */
  readonly identity: () => Omit<Envelope, 'idempotencyKey'>;
  /** Fires when the client is closed. */
  readonly closing: AbortSignal;
}

interface FileCall {
  readonly method: 'PUT' | 'GET';
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: ArtifactSource;
}

/** Artifacts go over REST whatever the calls go over: as plain bytes, which no other way carries. */
export class FileLine {
  readonly #deps: FileDeps;

  constructor(deps: FileDeps) {
    this.#deps = deps;
  }

  /** Attaches an artifact; repeated after failures that may pass, unless it is a stream. */
  async put({ taskId, name, content, epoch, mediaType = typeOf(content) }: ArtifactUpload): Promise<Artifact> {
    const call: FileCall = {
      method: 'PUT',
      path: pathOf(taskId, name),
      query: { epoch: epoch?.toString() },
      // The same over all repeats: it is attached once (SPEC ID1).
      headers: { 'content-type': mediaType, 'idempotency-key': crypto.randomUUID() },
      body: content,
    };
    return this.#repeat(call, async (response) => {
      // The schema of the server made this.
      return (await response.json()) as Artifact;
    });
  }

  /** Reads an artifact, and looks that the bytes are those that were attached. */
  async get(taskId: string, name: string): Promise<FetchedArtifact> {
    const call: FileCall = { method: 'GET', path: pathOf(taskId, name), query: {}, headers: {} };
    return this.#repeat(call, async (response) => {
      const bytes = new Uint8Array(await response.arrayBuffer());
      const sha256 = hexOf(await crypto.subtle.digest('SHA-256', bytes));
      // Whatever stands between may have made it a weak one.
      if (response.headers.get('etag')?.replace(/^W\//, '') !== `"${sha256}"`) {
        throw new ConnectionFailed(`What came of ${name} of ${taskId} is not what was attached.`);
      }
      const mediaType = response.headers.get(MEDIA_TYPE_HEADER) ?? BYTES;
      return { name, mediaType, sha256, bytes, text: () => new TextDecoder().decode(bytes) };
    });
  }

  #repeat<T>(call: FileCall, read: (response: Response) => Promise<T>): Promise<T> {
    const { book, clock, closing } = this.#deps;
    const isOnce = call.body instanceof ReadableStream;
    return repeatCall({
      send: () => this.#send(call, read),
      failed(at, error) {
        if (isOfAddress(error)) book.leave(at);
      },
      addresses: isOnce ? [book.current] : book.all,
      retries: isOnce ? 0 : RETRIES_DEFAULT,
      clock,
      closing,
      stop: null,
    });
  }

  async #send<T>(call: FileCall, read: (response: Response) => Promise<T>): Promise<Sent<T>> {
    const { book, tokenFetch, clock, identity, closing } = this.#deps;
    const at = book.current;
    const { session, project } = identity();
    const end = endOfCall({ clock, timeoutMs: FILE_TIMEOUT_MS, closing, stop: null, path: call.path });
    end.sent();
    try {
      const response = await tokenFetch(`${at.http}${call.path}${queryOf({ ...call.query, project })}`, {
        method: call.method,
        headers: { ...call.headers, ...(session === undefined ? {} : { 'baton-session': session }) },
        signal: end.signal,
        ...bodyOf(call),
      });
      return { value: await read(response) };
    } catch (thrown) {
      // What an aborted request ends with says nothing; what counts is why it was aborted.
      return { error: end.signal.aborted ? end.signal.reason : readError(thrown), at };
    } finally {
      end.dispose();
    }
  }
}

function bodyOf({ body }: FileCall): RequestInit {
  if (body === undefined) return {};
  // Streams are sent while nothing is read yet, and fetch wants to be told that we know; its types do not know the word.
  return body instanceof ReadableStream ? ({ body, duplex: 'half' } as RequestInit) : { body };
}

function pathOf(taskId: string, name: string): string {
  return `/v1/tasks/${segmentOf(taskId)}/artifacts/${segmentOf(name)}`;
}

/** One segment of a path. A dot segment is refused: it would be resolved away, and another path be called. */
function segmentOf(text: string): string {
  if (!['', '.', '..'].includes(text)) return encodeURIComponent(text);
  const detail = `"${text}" is neither the id of a task nor the name of a file.`;
  const hint = 'Give the id of the task, like T-12, and the name of the file, like report.md.';
  throw new BadRequest({ code: 'bad_request', status: 400, detail, hint, retryable: false, requestId: null });
}

function typeOf(content: ArtifactSource): string {
  if (typeof content === 'string') return PLAIN_TEXT;
  return content instanceof Blob && content.type !== '' ? content.type : BYTES;
}

function hexOf(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
