import { expect, test } from 'vitest';
import { ConfigError, DEFAULT_PORT, readConfig } from '../../server/config.ts';

test('[SE3] the server listens beyond this machine only behind a proxy with TLS or with an explicit word', () => {
  expect(readConfig([], '1.0.0')).toMatchObject({ port: DEFAULT_PORT, host: '127.0.0.1', exposure: 'loopback' });
  for (const host of ['localhost', '::1', '127.0.0.1']) expect(readConfig(['--host', host], '1.0.0').exposure).toBe('loopback');
  for (const host of ['0.0.0.0', '::', '192.168.1.5', 'example.org', '127.0.0.2']) {
    expect(() => readConfig(['--host', host], '1.0.0')).toThrow(ConfigError);
  }
  expect(readConfig(['--host', '0.0.0.0', '--behind-proxy'], '1.0.0').exposure).toBe('behind-proxy');
  expect(readConfig(['--host', '0.0.0.0', '--insecure-http'], '1.0.0').exposure).toBe('insecure');
});

test('[SE2] further names are taken one by one or in a list, and the configuration cannot be changed', () => {
  const config = readConfig(['--allow-host', 'a.example,b.example', '--allow-host', 'c.example:8443'], '1.0.0');
  expect(config.allowedHosts).toEqual(['a.example', 'b.example', 'c.example:8443']);
  expect(Object.isFrozen(config)).toBe(true);
});

test('[MN1] the database is named by an address of its kind; no refusal repeats the password in it', () => {
  expect(readConfig([], '1.0.0').databaseUrl).toBeNull();
  const url = 'postgres://u:topsecret@db.example/board';
  expect(readConfig(['--database-url', url], '1.0.0').databaseUrl).toBe(url);
  for (const wrong of ['mysql://u:topsecret@db.example/board', 'topsecret', 'postgres://']) {
    const refused = () => readConfig(['--database-url', wrong], '1.0.0');
    expect(refused).toThrow(ConfigError);
    expect(refused).not.toThrow(/topsecret/);
  }
});

test('[SE5] whom the link of the start is for is said by a name as the board has them', () => {
  expect(readConfig([], '1.0.0').person).toBeNull();
  expect(readConfig(['--as', 'rob'], '1.0.0').person).toBe('rob');
});
