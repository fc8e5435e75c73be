import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { BatonError } from '../../contract/errors.ts';
import type { HttpLimits } from './http-config.ts';
import { isTooDeep } from './json-depth.ts';

type BodyLimits = Pick<HttpLimits, 'bodyMaxBytes' | 'jsonMaxDepth'>;

const JSON_TYPE = /^application\/json[ \t]*(?:;[ \t]*charset=(?:utf-8|"utf-8")[ \t]*)?$/i;

/** The bytes of a JSON body, checked for type, size, encoding and depth, but not parsed. Empty when there is none. */
export async function readJsonBytes(incoming: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  const length = Number(incoming.headers['content-length'] ?? 0);
  if (length > limits.bodyMaxBytes) throw bodyTooLarge(limits);
  const type = incoming.headers['content-type'];
  if (type !== undefined && !JSON_TYPE.test(type)) throw wrongType(`The body is ${JSON.stringify(type.slice(0, 100))}.`);
  if (incoming.headers['content-encoding'] !== undefined) throw wrongType('The body has a content encoding.');
  const isEmpty = length === 0 && incoming.headers['transfer-encoding'] === undefined;
  if (isEmpty) return NOTHING;
  const bytes = await collect(incoming, limits);
  if (bytes.length > 0 && type === undefined) throw wrongType('The request does not say what its body is.');
  checkJsonBytes(bytes, limits.jsonMaxDepth);
  return bytes;
}

const NOTHING = Buffer.alloc(0);

/** Throws `bad_request` for bytes that are not UTF-8 or nest too deep: no parser should see them. */
export function checkJsonBytes(bytes: Buffer, jsonMaxDepth: number): void {
  if (!isUtf8(bytes)) throw badBody('The body is not UTF-8.');
  if (isTooDeep(bytes, jsonMaxDepth)) throw badBody(`The JSON nests deeper than ${jsonMaxDepth} levels.`);
}

/** The value that the bytes stand for. Throws `bad_request` with the place where they stop being JSON. */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw badBody(`The body is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : 'it cannot be parsed'}.`);
  }
}

function collect(incoming: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.bodyMaxBytes) finish(bodyTooLarge(limits));
      else chunks.push(chunk);
    };
    const onEnd = () => finish(null);
    const onClose = () => finish(badBody('The body ended before it was complete.'));
    incoming.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);

    function finish(error: BatonError | null): void {
      incoming.off('data', onData).off('end', onEnd).off('close', onClose);
      if (error !== null) reject(error);
      else resolve(chunks.length === 1 ? (chunks[0] ?? NOTHING) : Buffer.concat(chunks, size));
    }
  });
}

function bodyTooLarge(limits: BodyLimits): BatonError {
  return new BatonError('too_large', {
    detail: `The body is larger than ${limits.bodyMaxBytes} bytes.`,
    hint: 'Send less in one request: a batch in parts, long texts as a link.',
  });
}

function wrongType(detail: string): BatonError {
  return new BatonError('wrong_content_type', {
    detail,
    hint: 'Send JSON, uncompressed, with `Content-Type: application/json`.',
  });
}

function badBody(detail: string): BatonError {
  return new BatonError('bad_request', { detail, hint: 'Send one JSON object, as /openapi.json describes it.' });
}
