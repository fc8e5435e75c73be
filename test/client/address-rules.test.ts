import { expect, test } from 'vitest';
import { AddressBook } from '../../client/address-book.ts';
import { beatTimeoutMs, HEARTBEAT_TIMEOUT_MS } from '../../client/heartbeat.ts';
import { createTokenFetch } from '../../client/http-line.ts';
import { connectBaton } from '../../client/index.ts';
import { BACKOFF_MAX_MS, isTurnOver } from '../../client/retry-rules.ts';
import { ADDRESSES_MAX, serverUrls } from '../../client/server-url.ts';
import { RECONNECT_MIN_MS, SOCKET_STEADY_MS, SocketPlace, USELESS_MEMORY_MS } from '../../client/socket-place.ts';
import { createManualClock } from './manual-clock.ts';

test('[SDK] an address is checked like a single one, counts once, and there are one to sixteen', () => {
  const check = (given: unknown) => serverUrls(given as string[], { insecureHttp: false });
  const many = (count: number) => Array.from({ length: count }, (_, i) => `http://127.0.0.1:${i + 1}`);
  expect(check('http://127.0.0.1:1').map(({ http }) => http)).toEqual(['http://127.0.0.1:1']);
  expect(check(['https://a.example/', 'https://b.example', 'https://a.example']).map(({ http }) => http)).toEqual([
    'https://a.example',
    'https://b.example',
  ]);
  expect(check(many(ADDRESSES_MAX)).length).toBe(16);
  expect(() => check(many(ADDRESSES_MAX + 1))).toThrow(TypeError);
  expect(() => check([])).toThrow(/empty/);
  expect(() => check(['board'])).toThrow('it looks like http://localhost:4445.');
  // Node asks the name servers for the second.
  expect(() => check(['http://localhost', 'http://board.localhost'])).toThrow('board.localhost is beyond this machine');
  for (const wrong of [[''], ['http://127.0.0.1:1', 'http://10.0.0.1'], ['ftp://127.0.0.1'], [undefined], [7]]) {
    expect(() => check(wrong), String(wrong)).toThrow(TypeError);
  }
});

test('[SDK] a connection is refused for addresses that cannot be, before anything is sent', async () => {
  for (const url of [[], ['http://127.0.0.1:1', 'http://a.example'], Array.from({ length: 17 }, () => 'http://127.0.0.1:1')]) {
    await expect(connectBaton({ url, token: 'bat_x' })).rejects.toThrow(TypeError);
  }
});

test('[SDK] clients differ in the order of their addresses, and of many failures at one address the first alone moves them', () => {
  const addresses = serverUrls(['http://127.0.0.1:1', 'http://127.0.0.1:2', 'http://127.0.0.1:3'], { insecureHttp: false });
  const random =
    (...values: number[]) =>
    () =>
      values.shift() ?? 0;
  const portsOf = (book: AddressBook) => book.all.map(({ http }) => http.at(-1)).join('');
  expect(portsOf(new AddressBook(addresses, random(0.1, 0.2, 0.3)))).toBe('123');
  const book = new AddressBook(addresses, random(0.9, 0.1, 0.5));
  expect(portsOf(book)).toBe('231');
  const [first, second, third] = book.all;
  if (first === undefined || second === undefined || third === undefined) throw new Error('there are three');
  expect(book.current).toBe(first);
  for (let i = 0; i < 5; i += 1) book.leave(first);
  expect(book.current).toBe(second);
  book.leave(second);
  expect(book.current).toBe(third);
  book.leave(third);
  expect(book.current).toBe(first);
  expect([1, 2, 3, 4, 5, 6].map((failures) => isTurnOver(failures, 3))).toEqual([false, false, true, false, false, true]);
});

test('[SDK] a heartbeat waits at one of several addresses for a sixth of the shortest lease, at a single one as ever', () => {
  expect(beatTimeoutMs(10_000, 1)).toBe(HEARTBEAT_TIMEOUT_MS);
  expect(beatTimeoutMs(12_000, 2)).toBe(2_000);
  expect(beatTimeoutMs(60_000, 2)).toBe(HEARTBEAT_TIMEOUT_MS);
  expect(beatTimeoutMs(Number.POSITIVE_INFINITY, 16)).toBe(HEARTBEAT_TIMEOUT_MS);
});

test('[SDK] the next socket is opened at once until all addresses failed, then after a wait that doubles up to 8 s', () => {
  const clock = createManualClock();
  const place = new SocketPlace(bookOf(2), clock);
  const fail = () => {
    place.next();
    place.gone();
    return place.waitMs(0);
  };
  expect([fail(), fail(), fail(), fail()]).toEqual([0, RECONNECT_MIN_MS, 0, 2 * RECONNECT_MIN_MS]);
  for (let i = 0; i < 40; i += 1) fail();
  expect([fail(), fail()]).toEqual([0, BACKOFF_MAX_MS]);
  // Sockets that open and are dropped again are no better; one that lived is.
  const live = (ms: number) => {
    place.next();
    place.opened();
    clock.advance(ms);
    place.gone();
    return place.waitMs(0);
  };
  expect([live(SOCKET_STEADY_MS - 1), live(SOCKET_STEADY_MS - 1)]).toEqual([0, BACKOFF_MAX_MS]);
  expect([live(SOCKET_STEADY_MS), fail()]).toEqual([0, RECONNECT_MIN_MS]);
  const alone = new SocketPlace(bookOf(1), clock);
  expect(alone.waitMs(0)).toBe(RECONNECT_MIN_MS);
  expect(alone.waitMs(0.999)).toBeGreaterThan(0.75 * RECONNECT_MIN_MS);
});

test('[SDK] an open socket of no use is left while another address may be better, and a single one never', () => {
  const clock = createManualClock();
  const abandonedOf = (place: SocketPlace) => {
    let abandoned = 0;
    const at = place.next();
    place.opening({
      abandon: () => {
        abandoned += 1;
        place.gone();
      },
    });
    place.useless(at);
    return abandoned;
  };
  const place = new SocketPlace(bookOf(2), clock);
  expect([abandonedOf(place), abandonedOf(place)]).toEqual([1, 0]);
  clock.advance(USELESS_MEMORY_MS - 1);
  place.useless(place.at ?? bookOf(1).current);
  expect(place.at).not.toBeNull();
  clock.advance(1);
  place.useless(place.at ?? bookOf(1).current);
  expect(place.at).toBeNull();
  expect(abandonedOf(new SocketPlace(bookOf(1), clock))).toBe(0);
});

test('[SDK] [SE5] the token goes to the addresses that were given and to no other', async () => {
  const tokenFetch = createTokenFetch(addressesOf(2), 'bat_x');
  for (const url of ['http://127.0.0.1:3/', 'https://127.0.0.1:1/', 'http://localhost:1/']) {
    await expect(tokenFetch(url), url).rejects.toThrow('its own servers only');
  }
});

function addressesOf(count: number) {
  return serverUrls(
    Array.from({ length: count }, (_, i) => `http://127.0.0.1:${i + 1}`),
    { insecureHttp: false },
  );
}

function bookOf(count: number): AddressBook {
  return new AddressBook(addressesOf(count), () => 0);
}
