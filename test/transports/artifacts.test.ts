import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ARTIFACT_MAX_BYTES, ARTIFACT_NAME_MAX_CHARS, MEDIA_TYPE_MAX_CHARS } from '../../server/contract/artifacts.ts';
import { UPLOADS_MAX_PER_TOKEN } from '../../server/domain/artifacts/upload-seats.ts';
import { artifactPath, bytesOf, codeOf, get, kept, put } from '../support/artifact-calls.ts';
import { type RunningHttp, startHttp } from '../support/start-http.ts';
import { rawRequest, sendRaw } from './raw-http.ts';

let http: RunningHttp;
let token: string;

beforeAll(async () => {
  http = await startHttp();
  token = (await http.register('scout', { maxConcurrent: 100 })).token;
});
afterAll(() => http.close());

const newTask = async () => String((await http.call('POST', '/v1/tasks', { body: { title: 'x' } })).body.id);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const noise = (size: number, seed: number) => {
  const bytes = Buffer.alloc(size);
  for (let i = 0, x = seed; i < size; i += 4) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    bytes.writeUInt32LE(x, Math.min(i, Math.max(0, size - 4)));
  }
  return bytes;
};

async function* piecewise(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test('[AR1] what is attached comes back byte for byte, with what was said of it, and the task lists it', async () => {
  const id = await newTask();
  const bytes = Buffer.from([0, 255, 10, 13, 128, 195, 40, 0]);
  const claim = await http.call('POST', `/v1/tasks/${id}/claim`, { token, body: {} });
  const { epoch } = claim.body;
  const reply = await put(http, artifactPath(id, 'core.dump'), {
    token,
    query: `?epoch=${epoch}`,
    headers: { 'content-type': 'Application/X-Dump; v="1 \\" 2"' },
    body: bytes,
  });
  expect(reply.status).toBe(200);
  const artifact = {
    name: 'core.dump',
    size: 8,
    sha256: sha256(bytes),
    mediaType: 'Application/X-Dump; v="1 \\" 2"',
    by: 'scout',
    epoch,
    at: expect.stringMatching(/Z$/),
  };
  expect(await reply.json()).toEqual(artifact);
  const back = await get(http, artifactPath(id, 'core.dump'), { token });
  expect(await bytesOf(back)).toEqual(bytes);
  expect(back.headers.get('content-length')).toBe('8');
  expect(back.headers.get('baton-media-type')).toBe(artifact.mediaType);
  expect((await put(http, artifactPath(id, 'empty'), { body: '' })).status).toBe(200);
  expect((await bytesOf(await get(http, artifactPath(id, 'empty')))).length).toBe(0);
  const detail = await http.call('GET', `/v1/tasks/${id}`);
  expect(detail.body.artifacts).toEqual([
    artifact,
    expect.objectContaining({ name: 'empty', size: 0, by: 'admin', epoch: null }),
  ]);
});

test('[AR1] without Content-Type it is bytes, and a name that is used again means the new content', async () => {
  const id = await newTask();
  const path = artifactPath(id, 'report');
  for (const text of ['first', 'second']) {
    const reply = await put(http, path, { body: Buffer.from(text) });
    expect(await reply.json()).toMatchObject({ mediaType: 'application/octet-stream', size: text.length });
    expect((await bytesOf(await get(http, path))).toString()).toBe(text);
  }
  const { body } = await http.call('GET', `/v1/tasks/${id}/history`);
  const attached = body.items.filter(({ type }: { type: string }) => type === 'task.attached');
  expect(attached.map(({ data }: { data: unknown }) => data)).toEqual([
    expect.objectContaining({ name: 'report', size: 5, replaced: null, set: {} }),
    expect.objectContaining({ name: 'report', size: 6, replaced: sha256(Buffer.from('first')), set: {} }),
  ]);
});

test('[AR1] [ID1] the same sent again, with a key or without, changes nothing more', async () => {
  const id = await newTask();
  const path = artifactPath(id, 'once.txt');
  const first = await (await put(http, path, { body: 'once' })).json();
  expect(await (await put(http, path, { body: 'once' })).json()).toEqual(first);
  const headers = { 'idempotency-key': 'attach-1' };
  await put(http, path, { body: 'twice', headers });
  await put(http, path, { body: 'thrice' });
  const replayed = await put(http, path, { body: 'twice', headers });
  expect(replayed.headers.get('idempotency-replayed')).toBe('true');
  expect(await codeOf(await put(http, path, { body: 'other', headers }))).toBe('key_reused');
  expect((await bytesOf(await get(http, path))).toString()).toBe('thrice');
  const { body } = await http.call('GET', `/v1/tasks/${id}/history`);
  expect(body.items.map(({ type }: { type: string }) => type)).toEqual(['task.created', ...Array(3).fill('task.attached')]);
});

test('[SE6] an artifact of exactly the limit is kept, sent at once or in pieces; one byte more is refused either way', async () => {
  const id = await newTask();
  const most = noise(ARTIFACT_MAX_BYTES, 7);
  const path = artifactPath(id, 'most.bin');
  expect((await put(http, path, { body: most })).status).toBe(200);
  expect(sha256(await bytesOf(await get(http, path)))).toBe(sha256(most));
  const pieces = ReadableStream.from(piecewise(noise(ARTIFACT_MAX_BYTES, 8), 65_536));
  expect((await put(http, artifactPath(id, 'streamed.bin'), { body: pieces })).status).toBe(200);

  const before = await kept(http);
  const more = Buffer.concat([most, Buffer.from('x')]);
  expect(await codeOf(await put(http, artifactPath(id, 'more.bin'), { body: more }))).toBe('too_large');
  const streamed = await put(http, artifactPath(id, 'more.bin'), { body: ReadableStream.from(piecewise(more, 65_536)) });
  expect(streamed.status).toBe(413);
  expect(await codeOf(streamed)).toBe('too_large');
  expect(await kept(http)).toEqual(before);
});

test('[SE6] a length beyond the limit is refused before a byte of it is sent', async () => {
  const line = `PUT ${artifactPath(await newTask(), 'big')}`;
  const head = [`Host: ${http.host}:${http.port}`, `Authorization: Bearer ${http.adminToken}`];
  const refused = await sendRaw(http.port, rawRequest(line, [...head, `Content-Length: ${ARTIFACT_MAX_BYTES + 1}`]));
  expect(refused.status).toBe(413);
  expect(JSON.parse(refused.body)).toMatchObject({ code: 'too_large', detail: expect.stringContaining('10485760') });
  const endless = await sendRaw(http.port, rawRequest(line, [...head, 'Content-Length: 99999999999999999999999']));
  expect([400, 413]).toContain(endless.status);
});

test('[AR2] equal content is stored once, whoever attaches it to whatever', async () => {
  const before = await kept(http);
  const bytes = noise(3_000_000, 3);
  const ids = [await newTask(), await newTask()];
  const replies = await Promise.all(
    ids.flatMap((id) => ['a', 'b'].map((name) => put(http, artifactPath(id, name), { body: bytes }))),
  );
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const after = await kept(http);
  expect(after.blobs.filter((one) => !before.blobs.includes(one))).toEqual([sha256(bytes)]);
  expect(after.bytes.filter((one) => !before.bytes.includes(one))).toEqual([sha256(bytes)]);
  for (const id of ids) expect(sha256(await bytesOf(await get(http, artifactPath(id, 'b'))))).toBe(sha256(bytes));
});

test('[AR2] an upload that breaks off leaves nothing behind, and neither does one that is refused', async () => {
  const id = await newTask();
  const before = await kept(http);
  const refusals = async () => {
    const { body } = await http.call('GET', '/metrics');
    return Number(/operation="attachArtifact",status="400"[^}]*\} (\d+)/.exec(String(body))?.[1] ?? 0);
  };
  const counted = await refusals();
  for (const size of ['Content-Length: 200000', 'Transfer-Encoding: chunked']) {
    const socket = connect(http.port, '127.0.0.1');
    const head = [`Host: ${http.host}:${http.port}`, `Authorization: Bearer ${http.adminToken}`, size];
    socket.write(rawRequest(`PUT ${artifactPath(id, 'half')}`, head));
    const half = size.startsWith('T') ? `186a0\r\n${'x'.repeat(100_000)}\r\n` : 'x'.repeat(100_000);
    await new Promise((resolve) => socket.write(half, resolve));
    if (http.database.env['DATABASE_URL'] === undefined) {
      await vi.waitFor(async () => expect((await kept(http)).bytes.length).toBeGreaterThan(before.bytes.length));
    }
    socket.destroy();
  }
  await vi.waitFor(async () => expect(await refusals()).toBe(counted + 2));
  await vi.waitFor(async () => expect(await kept(http)).toEqual(before));
  for (const path of [artifactPath('T-9999', 'none'), artifactPath(id, '.hidden')]) await put(http, path, { body: 'x' });
  await put(http, artifactPath(id, 'x'), { token, body: 'x', query: '?epoch=7' });
  expect(await kept(http)).toEqual(before);
  expect((await get(http, artifactPath(id, 'half'))).status).toBe(404);
});

test('[AR3] no browser runs what comes back: it is saved, its type is not guessed, and types that could run are not named', async () => {
  const id = await newTask();
  for (const [mediaType, served] of [
    ['text/html; charset=utf-8', 'application/octet-stream'],
    ['TEXT/HTML', 'application/octet-stream'],
    ['image/svg+xml', 'application/octet-stream'],
    ['text/javascript', 'application/octet-stream'],
    ['application/xhtml+xml', 'application/octet-stream'],
    ['multipart/x-mixed-replace; boundary=x', 'application/octet-stream'],
    ['text/plain;charset=utf-8', 'text/plain;charset=utf-8'],
    ['image/png', 'image/png'],
  ] as const) {
    const path = artifactPath(id, 'page.html');
    await put(http, path, { headers: { 'content-type': mediaType }, body: '<script>alert(1)</script>' });
    const { status, headers } = await get(http, path);
    expect(status).toBe(200);
    expect(headers.get('content-type'), mediaType).toBe(served);
    expect(headers.get('baton-media-type')).toBe(mediaType);
    expect(headers.get('content-disposition')).toBe('attachment; filename="page.html"');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
  }
});

test('[AR3] the ETag is the hash of the content, and who has that content need not read it again', async () => {
  const path = artifactPath(await newTask(), 'a.txt');
  await put(http, path, { body: 'content' });
  const etag = (await get(http, path)).headers.get('etag') ?? '';
  expect(etag).toBe(`"${sha256(Buffer.from('content'))}"`);
  for (const tags of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const reply = await get(http, path, { headers: { 'if-none-match': tags } });
    expect(reply.status, tags).toBe(304);
    expect(await reply.text()).toBe('');
  }
  expect((await get(http, path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
});

test('[SE6] a name is one plain file name; any other is refused and says so', async () => {
  const id = await newTask();
  const longest = 'n'.repeat(ARTIFACT_NAME_MAX_CHARS);
  for (const name of ['a', 'A-1_b.c.tar.gz', 'consul.txt', '7', longest, 'file_']) {
    expect((await put(http, artifactPath(id, name), { body: 'x' })).status, name).toBe(200);
  }
  const hostile = [
    `${longest}n`,
    '.',
    '..',
    '.env',
    '-rf',
    'a.',
    'a b',
    ' a',
    'a/b',
    '../../etc/passwd',
    'a\\b',
    'a\u0000b',
    'a\nb',
    'a"b',
    "a'b",
    'a;b',
    'a%2fb',
    'ä',
    '\u202egpj.exe',
    'con',
    'NUL.txt',
    'com1.log',
    '<script>',
    'C:',
    'a*',
  ];
  for (const name of hostile) {
    const sent = encodeURIComponent(name).replaceAll('.', '%2E');
    const reply = await put(http, `/v1/tasks/${id}/artifacts/${sent}`, { body: 'x' });
    expect([400, 404], name).toContain(reply.status);
    if (reply.status === 400) expect(await reply.json()).toMatchObject({ code: 'bad_request', problems: [{ path: 'name' }] });
  }
  const { body } = await http.call('GET', `/v1/tasks/${id}`);
  expect(body.artifacts).toHaveLength(6);
});

test('[SE6] [SE2] a media type is one by its grammar and within its limit; bodies encoded on the way are refused', async () => {
  const id = await newTask();
  const path = artifactPath(id, 'typed');
  const attempt = (headers: Record<string, string>) => put(http, path, { headers, body: 'x' });
  const padded = (chars: number) => `text/${'x'.repeat(chars - 5)}`;
  expect((await attempt({ 'content-type': padded(MEDIA_TYPE_MAX_CHARS) })).status).toBe(200);
  expect((await attempt({ 'content-type': 'application/json' })).status).toBe(200);
  for (const type of [padded(MEDIA_TYPE_MAX_CHARS + 1), 'text', 'text/', '/plain', 'text/plain;', 'text/plain; a', 'a/b/c']) {
    const reply = await attempt({ 'content-type': type });
    expect(reply.status, type).toBe(415);
    expect(await codeOf(reply)).toBe('wrong_content_type');
  }
  expect(await codeOf(await attempt({ 'content-encoding': 'gzip' }))).toBe('wrong_content_type');
  const raw = rawRequest(
    `PUT ${path}`,
    [
      `Host: ${http.host}:${http.port}`,
      `Authorization: Bearer ${http.adminToken}`,
      'Content-Type: text/plain; a="\u00e9"',
      'Content-Length: 1',
    ],
    'x',
  );
  expect((await sendRaw(http.port, raw)).status).toBe(415);
});

test('[LAW1] [LE4] only the current epoch of the holding session attaches; what a former holder sends is kept as an orphan', async () => {
  const id = await newTask();
  const other = (await http.register('ada', { maxConcurrent: 9 })).token;
  const { epoch } = (await http.call('POST', `/v1/tasks/${id}/claim`, { token, body: {} })).body;
  const path = artifactPath(id, 'work.txt');
  expect(await codeOf(await put(http, path, { token, body: 'x' }))).toBe('epoch_required');
  expect(await codeOf(await put(http, path, { token: other, query: `?epoch=${epoch}`, body: 'x' }))).toBe('lease_lost');
  expect(await codeOf(await put(http, path, { token, query: `?epoch=${epoch + 1}`, body: 'x' }))).toBe('lease_lost');
  expect((await put(http, path, { token, query: `?epoch=${epoch}`, body: 'mine' })).status).toBe(200);
  await http.call('POST', `/v1/tasks/${id}/release`, { token, body: { epoch, reason: 'enough' } });
  const { epoch: next, handover } = (await http.call('POST', `/v1/tasks/${id}/claim`, { token: other, body: {} })).body;
  expect(handover.artifacts).toMatchObject([{ name: 'work.txt', by: 'scout', epoch }]);
  const late = await put(http, path, {
    token,
    query: `?epoch=${epoch}`,
    headers: { 'content-type': 'text/plain' },
    body: 'late',
  });
  expect(await late.json()).toMatchObject({ code: 'lease_lost', current: { holder: { agent: 'ada' } } });
  expect((await put(http, path, { token: other, query: `?epoch=${next}`, body: 'hers' })).status).toBe(200);
  const { body } = await http.call('GET', `/v1/tasks/${id}`);
  expect(body.artifacts).toMatchObject([{ name: 'work.txt', by: 'ada', epoch: next, size: 4 }]);
  const payload = { name: 'work.txt', mediaType: 'text/plain', size: 4, base64: Buffer.from('late').toString('base64') };
  expect(body.orphans).toMatchObject([{ agent: 'scout', epoch, operation: 'tasks.attach', payload }]);
});

test('[SE4] who may read the task reads its artifacts; a lead attaches without holding it; of another project nobody learns', async () => {
  const id = await newTask();
  const path = artifactPath(id, 'spec.md');
  const lead = (await http.register('boss', { role: 'lead' })).token;
  const viewer = (await http.register('watcher', { role: 'viewer' })).token;
  expect((await put(http, path, { token: lead, body: 'spec' })).status).toBe(200);
  expect((await get(http, path, { token: viewer })).status).toBe(200);
  expect(await codeOf(await put(http, path, { token: viewer, body: 'x' }))).toBe('forbidden');
  await http.call('POST', '/v1/projects', { body: { name: 'side' } });
  const { body } = await http.call('POST', '/v1/agents?project=side', { body: { name: 'foreign', role: 'lead' } });
  for (const query of ['', '?project=main']) {
    expect(await codeOf(await get(http, path, { token: body.token, query }))).toBe('not_found');
    expect(await codeOf(await put(http, path, { token: body.token, query, body: 'x' }))).toBe('not_found');
  }
  expect((await http.call('GET', path, { token: null })).body.code).toBe('unauthenticated');
  expect(await codeOf(await get(http, artifactPath(id, 'none')))).toBe('not_found');
  const { body: claim } = await http.call('POST', `/v1/tasks/${id}/claim`, { token, body: {} });
  expect(claim.handover.artifacts).toMatchObject([{ name: 'spec.md', by: 'boss', epoch: null }]);
});

test('[SE6] a token sends so many artifacts at once and not one more', async () => {
  const id = await newTask();
  const send: Array<() => void> = [];
  const body = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    send.push(resolve);
    return ReadableStream.from(
      (async function* () {
        yield Buffer.from('x');
        await promise;
      })(),
    );
  };
  const waiting = Array.from({ length: UPLOADS_MAX_PER_TOKEN }, (_, i) => put(http, artifactPath(id, `n${i}`), { body: body() }));
  await vi.waitFor(async () => {
    const one = await put(http, artifactPath(id, 'beyond'), { body: 'x' });
    expect(one.headers.get('retry-after')).toBe('1');
    expect(await codeOf(one)).toBe('rate_limited');
  });
  for (const go of send) go();
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(waiting.map(() => 200));
  expect((await put(http, artifactPath(id, 'beyond'), { body: 'x' })).status).toBe(200);
});
