import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningHttp } from './start-http.ts';

export interface PutOptions {
  /** The admin's token when absent. */
  readonly token?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
}

export function artifactPath(taskId: string, name: string): string {
  return `/v1/tasks/${taskId}/artifacts/${encodeURIComponent(name)}`;
}

/** Attaches bytes over REST. */
export function put(
  http: RunningHttp,
  path: string,
  given: PutOptions & { body: NonNullable<RequestInit['body']> },
): Promise<Response> {
  const { token = http.adminToken, query = '', headers = {}, body } = given;
  const init = { method: 'PUT', headers: { authorization: `Bearer ${token}`, ...headers }, body, duplex: 'half' } as const;
  return fetch(`${http.url}${path}${query}`, init);
}

/** Reads an artifact over REST. */
export function get(http: RunningHttp, path: string, given: PutOptions = {}): Promise<Response> {
  const { token = http.adminToken, headers = {}, query = '' } = given;
  return fetch(`${http.url}${path}${query}`, { headers: { authorization: `Bearer ${token}`, ...headers } });
}

export async function bytesOf(reply: Response): Promise<Buffer> {
  return Buffer.from(await reply.arrayBuffer());
}

/** The code of a refusal. */
export async function codeOf(reply: Response): Promise<string> {
  return ((await reply.json()) as { code: string }).code; // a problem document: its shape has a test of its own
}

/** What is kept: the rows of blobs by their hash and, where bytes are files, the names of all files, those being received too. */
export async function kept(http: Pick<RunningHttp, 'folder' | 'database'>): Promise<{ blobs: string[]; bytes: string[] }> {
  const rows = await http.database.rows('select sha256 from blobs order by sha256');
  const blobs = rows.map((row) => String(row['sha256']));
  if (http.database.env['DATABASE_URL'] !== undefined) {
    const chunks = await http.database.rows('select distinct sha256 from blob_chunks order by sha256');
    return { blobs, bytes: chunks.map((row) => String(row['sha256'])) };
  }
  const entries = await readdir(join(http.folder, 'artifacts'), { recursive: true, withFileTypes: true }).catch(() => []);
  return {
    blobs,
    bytes: entries
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort(),
  };
}
