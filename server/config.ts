import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { Name } from './contract/common.ts';
import type { LogLevel } from './kernel/log.ts';
import type { OpenWish } from './open-browser.ts';

export const DEFAULT_PORT = 4445;
export const DEFAULT_HOST = '127.0.0.1';
/** Events kept per project; older ones are forgotten, and cursors before them expire (SPEC EV2). */
export const EVENTS_KEPT_DEFAULT = 1_000_000;
const EVENTS_KEPT_MIN = 1_000;
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '::1'];

/** What the program was asked to do: flags over environment over defaults, checked once. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Where the Postgres database is; null: a SQLite file in the data directory. It holds a password. */
  readonly databaseUrl: string | null;
  /** Further names under which the server may be addressed, with port where it is not the usual one. */
  readonly allowedHosts: readonly string[];
  /** Whether the server may be reached from other machines, and how that is protected. */
  readonly exposure: 'loopback' | 'behind-proxy' | 'insecure';
  readonly logLevel: LogLevel;
  readonly eventsKept: number;
  readonly open: OpenWish;
  /** As whom the printed link signs in: a person on the board; null: as the server's own key. */
  readonly person: string | null;
  /** Whether to run a board to throw away, with simulated agents. */
  readonly demo: boolean;
}

/** A mistake in how the program was started; its message says what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

interface Flags {
  port: number;
  host: string;
  dataDir: string;
  databaseUrl?: string;
  allowHost: string[];
  behindProxy: boolean;
  insecureHttp: boolean;
  logLevel: LogLevel;
  keepEvents: number;
  open?: boolean;
  as?: string;
  demo: boolean;
}

/** Reads flags and environment into one frozen object. Throws ConfigError; `--help` and usage errors are commander's. */
export function readConfig(argv: readonly string[], version: string): Config {
  const flags = parseFlags(argv, version);
  const exposure = exposureOf(flags);
  return Object.freeze({
    port: flags.port,
    host: flags.host,
    dataDir: isAbsolute(flags.dataDir) ? flags.dataDir : resolve(flags.dataDir),
    databaseUrl: databaseUrl(flags.databaseUrl),
    allowedHosts: Object.freeze([...flags.allowHost]),
    exposure,
    logLevel: flags.logLevel,
    eventsKept: flags.keepEvents,
    open: openWish(flags.open),
    person: flags.as ?? null,
    demo: flags.demo,
  });
}

function parseFlags(argv: readonly string[], version: string): Flags {
  const command = new Command('batonpass')
    .description('The coordination server for teams of AI agents.')
    .version(version)
    .addOption(
      new Option('--port <number>', 'port to listen on; 0: any free one')
        .env('BATON_PORT')
        .default(DEFAULT_PORT)
        .argParser(portNumber),
    )
    .addOption(new Option('--host <address>', 'address to listen on').env('BATON_HOST').default(DEFAULT_HOST))
    .addOption(
      new Option('--data-dir <dir>', 'where baton.db and admin.key are kept')
        .env('BATON_DATA_DIR')
        .default(join(homedir(), '.batonpass')),
    )
    .addOption(
      new Option(
        '--database-url <url>',
        'postgres://… of a database that several servers share, instead of a file; best said by environment',
      ).env('DATABASE_URL'),
    )
    .addOption(
      new Option('--allow-host <name>', 'a further host name to answer to; may be repeated')
        .env('BATON_ALLOW_HOST')
        .default([] as string[]) // the empty list says nothing of its items
        .argParser((value: string, before: string[]) => [...before, ...value.split(',')]),
    )
    .addOption(new Option('--behind-proxy', 'a proxy with TLS stands in front').env('BATON_BEHIND_PROXY').default(false))
    .addOption(new Option('--insecure-http', 'allow plain HTTP beyond this machine').env('BATON_INSECURE_HTTP').default(false))
    .addOption(
      new Option('--log-level <level>', 'what to log on standard error')
        .env('BATON_LOG_LEVEL')
        .choices(['debug', 'info', 'warn', 'error', 'silent'])
        .default('warn'),
    )
    .addOption(
      new Option('--keep-events <number>', 'events to keep per project')
        .env('BATON_KEEP_EVENTS')
        .default(EVENTS_KEPT_DEFAULT)
        .argParser(keptEvents),
    )
    .addOption(
      new Option('--demo', 'a board to look at, with simulated agents, in a folder that is removed at the end').default(false),
    )
    .addOption(asOption().conflicts('demo'))
    .addOption(new Option('--open', 'open the dashboard in a browser, wherever this runs (else: at a terminal with a display)'))
    .addOption(new Option('--no-open', 'open no browser').default(undefined))
    .allowExcessArguments(false)
    // A flag that was mistyped is repeated with what was given with it, which may be the address of the database.
    .configureOutput({ outputError: (text, write) => write(text.replaceAll(/:\/\/\S*@/g, '://…@')) })
    .addHelpText(
      'after',
      '\nA new link to sign in at a running server: batonpass link\nTo bring a board from its file to a database: batonpass migrate --help',
    );
  command.parse([...argv], { from: 'user' });
  return command.opts<Flags>();
}

/** Under which name a link signs in. */
export function asOption(): Option {
  return new Option('--as <name>', 'the person whom the link signs in; a lead, where there is nobody of that name').argParser(
    personName,
  );
}

function personName(text: string): string {
  const { success, error } = Name.safeParse(text);
  if (success) return text;
  throw new InvalidArgumentError(error.issues.map(({ message }) => message).join('; '));
}

function exposureOf(flags: Flags): Config['exposure'] {
  if (LOOPBACK.includes(flags.host)) return 'loopback';
  if (flags.behindProxy) return 'behind-proxy';
  if (flags.insecureHttp) return 'insecure';
  throw new ConfigError(
    `--host ${flags.host} lets other machines reach the server, and tokens would cross the network in clear. ` +
      'Put a proxy with TLS in front and say --behind-proxy --allow-host <its name>, or accept the risk with --insecure-http.',
  );
}

export function openWish(said: boolean | undefined): OpenWish {
  if (said === undefined) return 'auto';
  return said ? 'always' : 'never';
}

export function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('a port is a whole number from 0 to 65535.');
}

// Not while the flags are read, whose errors repeat the value: it holds a password.
function databaseUrl(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  if (/^postgres(ql)?:\/\/./.test(text)) return text;
  throw new ConfigError(
    'The database of --database-url (or DATABASE_URL) is named postgres://user:password@host:port/name, with special characters of ' +
      'the password written as %40 and so on. Without one the board is kept in a file.',
  );
}

function keptEvents(text: string): number {
  const kept = Number(text);
  if (Number.isInteger(kept) && kept >= EVENTS_KEPT_MIN) return kept;
  throw new InvalidArgumentError(`at least ${EVENTS_KEPT_MIN}.`);
}
