import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Baton } from '../../client/baton.ts';
import { Forbidden, Unauthenticated } from '../../client/baton-errors.ts';
import type { ConnectOptions } from '../../client/connect-baton.ts';
import { connectBaton as connectAnywhere } from '../../client/connect-baton.ts';
import { connectAmong, connectBaton } from '../../client/node/connect-on-node.ts';
import { findSettings, type Surroundings } from '../../client/node/find-settings.ts';
import { type Board, openBoard } from './open-board.ts';

interface Home extends AsyncDisposable {
  readonly around: Surroundings & { env: Record<string, string | undefined> };
  readonly tokens: string;
  connect(options: ConnectOptions): Promise<Baton>;
  /** Writes a file below the home. */
  put(path: string, text: string): Promise<void>;
}

/** A user's home with a project in it, and nothing of the environment of these tests. */
async function openHome(env: Record<string, string> = {}): Promise<Home> {
  const home = await mkdtemp(join(tmpdir(), 'baton-home-'));
  const cwd = join(home, 'project', 'deep');
  await mkdir(cwd, { recursive: true });
  const around = { env: { ...env }, cwd, home };
  const open: Baton[] = [];
  return {
    around,
    tokens: join(home, '.local', 'state', 'batonpass', 'tokens'),
    async connect(options) {
      const baton = await connectAmong(options, around);
      open.push(baton);
      return baton;
    },
    async put(path, text) {
      await mkdir(join(home, path, '..'), { recursive: true });
      await writeFile(join(home, path), text);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(open.map((baton) => baton.close()));
      await rm(home, { recursive: true });
    },
  };
}

/** A home beside a server on this machine, whose key lies where that server keeps it. */
async function besideServer(board: Board): Promise<Home> {
  const home = await openHome({ BATON_URL: board.server.url });
  await home.put('.batonpass/admin.key', `${board.server.adminToken}\n`);
  return home;
}

async function keptFile(home: Home) {
  const [name = '', ...others] = await readdir(home.tokens);
  expect(others).toEqual([]);
  const path = join(home.tokens, name);
  return { name, path, value: JSON.parse(await readFile(path, 'utf8')) };
}

test('[SDK] with nothing but a name an agent is registered by the key of the local server, and works', async () => {
  await using board = await openBoard();
  await using home = await besideServer(board);
  const baton = await home.connect({ agent: 'scout' });
  expect(baton.agent).toBe('scout');
  const id = await board.task();
  expect((await baton.claim(id)).task.id).toBe(id);
});

test('[SDK] the token of the agent is kept for this user alone, and a second process uses the same, even without the key', async () => {
  await using board = await openBoard();
  await using home = await besideServer(board);
  await home.connect({ agent: 'scout' });
  const kept = await keptFile(home);
  expect(kept.value).toEqual({
    origin: board.server.url,
    project: 'main',
    agent: 'scout',
    token: expect.stringMatching(/^bat_agent_/),
  });
  expect(kept.name).toMatch(/^[0-9a-f]{64}\.json$/);
  expect([(await stat(kept.path)).mode & 0o777, (await stat(home.tokens)).mode & 0o777]).toEqual([0o600, 0o700]);
  await rm(join(home.around.home, '.batonpass'), { recursive: true });
  expect((await home.connect({ agent: 'scout' })).agent).toBe('scout');
  expect((await keptFile(home)).value).toEqual(kept.value);
});

test('[SDK] a kept token that is no longer good is replaced once, and without a key its error is the answer', async () => {
  await using board = await openBoard();
  await using home = await besideServer(board);
  await home.connect({ agent: 'scout' });
  const { path, value } = await keptFile(home);
  const stale = JSON.stringify({ ...value, token: `${value.token.slice(0, -8)}00000000` });
  await writeFile(path, stale);
  expect((await home.connect({ agent: 'scout' })).agent).toBe('scout');
  expect((await keptFile(home)).value.token).not.toBe(JSON.parse(stale).token);
  await writeFile(path, stale);
  await rm(join(home.around.home, '.batonpass'), { recursive: true });
  await expect(home.connect({ agent: 'scout' })).rejects.toThrow(Unauthenticated);
});

test("[SDK] an agent's own token is used as it is, and another agent's may not become this one", async () => {
  await using board = await openBoard();
  await using home = await openHome({ BATON_URL: board.server.url });
  const { token } = await board.server.register('scout');
  home.around.env['BATON_TOKEN'] = token;
  expect((await home.connect({ agent: 'scout' })).agent).toBe('scout');
  expect((await home.connect({})).agent).toBe('scout');
  await expect(home.connect({ agent: 'ada' })).rejects.toMatchObject({
    constructor: Forbidden,
    message: expect.stringContaining('BATON_TOKEN is not that of ada'),
    hint: expect.stringContaining('token of ada'),
  });
  expect(await readdir(home.tokens)).toEqual([]);
});

test('[SDK] arguments come before the environment, that before .baton.json, and that before the local server', async () => {
  await using home = await openHome();
  const find = (asked: Parameters<typeof findSettings>[0] = {}) => findSettings(asked, home.around);
  expect(await find()).toMatchObject({ url: 'http://localhost:4445', token: null });
  await home.put('.batonpass/admin.key', 'the-key\n');
  expect(await find()).toMatchObject({ url: 'http://localhost:4445', token: 'the-key' });
  await home.put('project/.baton.json', '{"url":"http://localhost:5000","token":"of-file"}');
  expect(await find()).toMatchObject({ url: 'http://localhost:5000', token: 'of-file' });
  Object.assign(home.around.env, { BATON_URL: 'http://localhost:6000', BATON_TOKEN: 'of-env' });
  expect(await find()).toMatchObject({ url: 'http://localhost:6000', token: 'of-env' });
  expect(await find({ url: 'http://localhost:7000', token: 'given' })).toMatchObject({
    url: 'http://localhost:7000',
    token: 'given',
  });
});

test('[SDK] no token goes to a server that it is not of', async () => {
  await using home = await openHome();
  await home.put('.batonpass/admin.key', 'the-key');
  await home.put('project/.baton.json', '{"url":"https://a.example","token":"of-file"}');
  const find = (asked: Parameters<typeof findSettings>[0] = {}) => findSettings(asked, home.around);
  expect(await find()).toMatchObject({ token: 'of-file' });
  // Neither the file's token nor the local key follows to another origin.
  expect(await find({ url: 'https://b.example' })).toMatchObject({ token: null });
  expect(await find({ url: 'http://localhost:4445' })).toMatchObject({ token: 'the-key' });
  home.around.env['BATON_TOKEN'] = 'of-env';
  await expect(find()).rejects.toThrow('set BATON_URL');
  expect(await find({ url: 'https://a.example' })).toMatchObject({ token: 'of-env' });
  await expect(find({ url: 'http://a.example' })).rejects.toThrow('use https');
  await home.put('project/.baton.json', '{"token": "secret');
  await expect(find()).rejects.toThrow(/cannot be read; it looks like(?!.*secret)/);
});

test('[SDK] of several addresses each must be one that a found token may go to', async () => {
  await using home = await openHome();
  await home.put('.batonpass/admin.key', 'the-key');
  await home.put('project/.baton.json', '{"url":"https://a.example","token":"of-file"}');
  const tokenFor = async (...url: string[]) => (await findSettings({ url }, home.around)).token;
  expect(await tokenFor('http://localhost:4445', 'http://127.0.0.1:4446')).toBe('the-key');
  expect(await tokenFor('http://localhost:4445', 'https://b.example')).toBeNull();
  expect(await tokenFor('https://localhost:4445', 'https://board.localhost')).toBeNull();
  expect(await tokenFor('https://a.example', 'https://a.example/board')).toBe('of-file');
  expect(await tokenFor('https://a.example', 'https://b.example')).toBeNull();
});

test('[SDK] a kept token goes to the addresses alone that it was made for, whatever their order', async () => {
  await using board = await openBoard();
  await using home = await openHome();
  await home.put('.batonpass/admin.key', board.server.adminToken);
  const { url } = board.server;
  const byName = url.replace('127.0.0.1', 'localhost');
  await home.connect({ agent: 'scout', url: [url, byName] });
  const kept = await keptFile(home);
  await home.connect({ agent: 'scout', url: [byName, url] });
  expect(await keptFile(home)).toEqual(kept);
  await home.connect({ agent: 'scout', url: byName });
  expect(await readdir(home.tokens)).toHaveLength(2);
});

test('[SDK] without a project an agent is of the board of the key that was found, and each board has its own kept token', async () => {
  await using board = await openBoard();
  await using home = await openHome({ BATON_URL: board.server.url });
  for (const project of ['alpha', 'beta']) {
    await board.server.call('POST', '/v1/projects', { body: { name: project } });
    const lead = { name: `lead-${project}`, role: 'lead' };
    const { body } = await board.server.call('POST', `/v1/agents?project=${project}`, { body: lead });
    home.around.env['BATON_TOKEN'] = body.token;
    const baton = await home.connect({ agent: 'scout' });
    expect(await baton.rpc.auth.me.query({})).toMatchObject({ agent: 'scout', project });
  }
  expect(await readdir(home.tokens)).toHaveLength(2);
});

test('[SDK] a kept token of another board or agent is not used', async () => {
  await using board = await openBoard();
  await using home = await besideServer(board);
  await home.connect({ agent: 'scout' });
  const { path, value } = await keptFile(home);
  const { token } = await board.server.register('other');
  await writeFile(path, JSON.stringify({ ...value, token }));
  expect((await home.connect({ agent: 'scout' })).agent).toBe('scout');
  expect((await keptFile(home)).value.token).not.toBe(token);
});

test('[SDK] nobody works under another name, on the standing session neither', async () => {
  await using board = await openBoard();
  await using home = await openHome({ BATON_URL: board.server.url });
  home.around.env['BATON_TOKEN'] = (await board.server.register('other')).token;
  await expect(home.connect({ agent: 'scout', session: 'standing' })).rejects.toThrow(Forbidden);
  expect(await home.connect({ agent: 'other', session: 'standing' })).toMatchObject({ agent: null });
});

test('[SDK] where no token can be kept that is said before an agent is registered', async () => {
  await using board = await openBoard();
  await using home = await besideServer(board);
  await home.put('.local/state', 'a file');
  await expect(home.connect({ agent: 'scout' })).rejects.toThrow(/tokens, which cannot be written \(.*set XDG_STATE_HOME/);
  expect((await board.server.call('GET', '/v1/agents/scout')).status).toBe(404);
});

test('[SDK] a user without a home connects with what it is given, and hears what to do where something must be found', async () => {
  await using board = await openBoard();
  const { url } = board.server;
  const { token } = await board.server.register('scout');
  for (const name of ['HOME', 'XDG_STATE_HOME', 'BATON_URL', 'BATON_TOKEN', 'BATON_DATA_DIR']) vi.stubEnv(name, '');
  onTestFinished(() => void vi.unstubAllEnvs());
  await using baton = await connectBaton({ url, token });
  expect(baton.agent).toBe('scout');
  await using same = await connectBaton({ url, token, agent: 'scout', project: 'main' });
  expect(same.agent).toBe('scout');
  await expect(connectBaton({ url, agent: 'scout' })).rejects.toThrow('no home folder to look into: set HOME');
});

test('[SDK] a token follows no redirect, neither when an agent is registered nor when it connects', async () => {
  const seen: string[] = [];
  const thief = createServer((request, response) => {
    seen.push(String(request.headers.authorization));
    response.end('{}');
  });
  const door = createServer((_, response) => {
    const { port } = thief.address() as AddressInfo;
    response.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end();
  });
  for (const one of [thief, door]) await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = door.address() as AddressInfo;
    await using home = await openHome({ BATON_URL: `http://127.0.0.1:${port}` });
    await home.put('.batonpass/admin.key', 'bat_admin_key');
    await expect(home.connect({ agent: 'scout', transport: 'http' })).rejects.toThrow('Tried');
    expect(seen).toEqual([]);
  } finally {
    thief.close();
    door.close();
  }
});

test('[SDK] what is missing is said with what to do, and outside Node nothing is looked for', async () => {
  await using home = await openHome();
  await expect(home.connect({ agent: 'scout' })).rejects.toThrow(
    /no token for http:\/\/localhost:4445.*admin\.key.*npx batonpass/,
  );
  await home.put('.batonpass/admin.key', 'bat_admin_key');
  await expect(home.connect({})).rejects.toThrow('pass `agent`');
  await expect(connectAnywhere({ agent: 'scout' })).rejects.toThrow('needs Node');
  await expect(connectAnywhere({ token: 'x' })).rejects.toThrow('Pass `url`');
  await expect(connectAnywhere({ url: 'http://localhost:1' })).rejects.toThrow('Pass `token`');
});
