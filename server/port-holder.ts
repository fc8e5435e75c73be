import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const ASK_TIMEOUT_MS = 1_000;
const LISTENING = '0A';
const COMMAND_SHOWN_CHARS = 80;

/** Who listens on a port of this machine, in words: a Batonpass server, a process by name and id, or another program. */
export async function whoListens(host: string, port: number): Promise<string> {
  const [baton, process] = await Promise.all([askBaton(host, port), findProcess(port)]);
  const by = process === null ? '' : ` (process ${process})`;
  return baton === null ? (process === null ? 'another program' : `process ${process}`) : `${baton}${by}`;
}

async function askBaton(host: string, port: number): Promise<string | null> {
  try {
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/healthz`;
    const reply: unknown = await (await fetch(url, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) })).json();
    if (typeof reply !== 'object' || reply === null || !('service' in reply) || reply.service !== 'batonpass') return null;
    return `another Batonpass server${'version' in reply ? `, version ${reply.version}` : ''}`;
  } catch {
    return null;
  }
}

async function findProcess(port: number): Promise<string | null> {
  return (await findInProc(port)) ?? (await findByLsof(port));
}

/** Linux tells it without any tool: the listening socket's inode, and who has it open. */
async function findInProc(port: number): Promise<string | null> {
  const inodes = await listeningInodes(port);
  if (inodes.size === 0) return null;
  for (const pid of (await readdir('/proc')).filter((name) => /^[0-9]+$/.test(name))) {
    const fds = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const fd of fds) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
      if (!inodes.has(target)) continue;
      const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim();
      return `${pid}${command === '' ? '' : `: ${command.slice(0, COMMAND_SHOWN_CHARS)}`}`;
    }
  }
  return null;
}

async function listeningInodes(port: number): Promise<Set<string>> {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')));
  const rows = tables.flatMap((table) => table.split('\n').slice(1)).map((row) => row.trim().split(/\s+/));
  const listening = rows.filter(([, local, , state]) => state === LISTENING && local?.endsWith(`:${wanted}`) === true);
  return new Set(listening.map((row) => `socket:[${row[9]}]`));
}

async function findByLsof(port: number): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {
      timeout: ASK_TIMEOUT_MS,
    });
    const pid = /^p([0-9]+)$/m.exec(stdout)?.[1];
    const name = /^c(.+)$/m.exec(stdout)?.[1];
    return pid === undefined ? null : `${pid}${name === undefined ? '' : `: ${name}`}`;
  } catch {
    return null;
  }
}
