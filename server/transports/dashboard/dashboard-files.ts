import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** One file of the dashboard, as it is sent. */
export interface DashboardFile {
  readonly type: string;
  readonly etag: string;
  /** Whether its name changes with its content, so that a browser may keep it for ever. */
  readonly isHashed: boolean;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same, compressed, made when it is first asked for; null where that would make it no smaller. */
  readonly gzipped: () => Promise<Uint8Array<ArrayBuffer>> | null;
}

/** The dashboard as it was built: its page, and the files that the page asks for by their paths below `/dashboard/`. */
export interface DashboardFiles {
  readonly page: DashboardFile;
  readonly byPath: ReadonlyMap<string, DashboardFile>;
}

const PAGE = 'index.html';
/** Where the build puts what has a hash of its content in its name. */
const HASHED_FOLDER = 'assets/';
const compress = promisify(gzip);

const TYPES: Readonly<Record<string, { type: string; isText: boolean }>> = {
  '.html': { type: 'text/html; charset=utf-8', isText: true },
  '.js': { type: 'text/javascript; charset=utf-8', isText: true },
  '.css': { type: 'text/css; charset=utf-8', isText: true },
  '.svg': { type: 'image/svg+xml', isText: true },
  '.json': { type: 'application/json', isText: true },
  '.webmanifest': { type: 'application/manifest+json', isText: true },
  '.txt': { type: 'text/plain; charset=utf-8', isText: true },
  '.map': { type: 'application/json', isText: true },
  '.png': { type: 'image/png', isText: false },
  '.ico': { type: 'image/x-icon', isText: false },
  '.woff2': { type: 'font/woff2', isText: false },
};
const UNKNOWN_TYPE = { type: 'application/octet-stream', isText: false };

/**
 * Reads the built dashboard, once. What is not in the table that comes back is not on the disk either, as far as any request is
 * concerned. null where there is no page: a package may come without it.
 */
export async function readDashboard(folder: string): Promise<DashboardFiles | null> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(nothingThere);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    // What the build keeps for itself begins with a dot.
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')));
  const read = async (path: string) => [path, fileOf(path, new Uint8Array(await readFile(join(folder, path))))] as const;
  const byPath = new Map(await Promise.all(paths.map(read)));
  const page = byPath.get(PAGE);
  return page === undefined ? null : { page, byPath };
}

function fileOf(path: string, bytes: Uint8Array<ArrayBuffer>): DashboardFile {
  const { type, isText } = TYPES[extname(path)] ?? UNKNOWN_TYPE;
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`;
  let small: Promise<Uint8Array<ArrayBuffer>> | null = null;
  const gzipped = () => {
    if (!isText) return null;
    small ??= compress(bytes).then((buffer) => new Uint8Array(buffer));
    return small;
  };
  return { type, etag, isHashed: path.startsWith(HASHED_FOLDER), bytes, gzipped };
}

function nothingThere(error: unknown): [] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}
