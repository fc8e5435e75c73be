import { Command, CommanderError, Option } from 'commander';
import { BatonError } from './contract/errors.ts';
import { type CopyProgress, type CopyReport, copyBoard, isTargetUrl, noTarget } from './storage/copy/copy-board.ts';

const COPIED = 0;
const REFUSED = 1;
const MISUSED = 2;
/** How often a person at a terminal is told how far it is. */
const PROGRESS_EVERY_MS = 100;

interface Flags {
  readonly from: string;
  readonly to?: string;
}

/**
 * `baton migrate`: copies the board of a file to a database that several servers can share. The exit code is 0 when it was copied
 * and checked, 1 when it was not and nothing was kept, 2 when the command line makes no sense.
 */
export async function migrate(argv: readonly string[]): Promise<void> {
  process.exitCode = await run(argv);
}

async function run(argv: readonly string[]): Promise<number> {
  let flags: Flags;
  try {
    flags = parseFlags(argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? COPIED : MISUSED;
    throw error;
  }
  const { from, to = '' } = flags;
  if (from.includes('://') || !isTargetUrl(to)) {
    complain(from.includes('://') ? '--from is a file, not an address; the database is said with --to.' : describe(noTarget()));
    return MISUSED;
  }
  const startedAt = performance.now();
  const progress = new ProgressLine();
  try {
    const report = await copyBoard({ from, to, onProgress: (step) => progress.show(step) });
    progress.clear();
    process.stdout.write(describeReport(report, performance.now() - startedAt));
    return COPIED;
  } catch (error) {
    progress.clear();
    complain(describe(error));
    return REFUSED;
  }
}

function parseFlags(argv: readonly string[]): Flags {
  const command = new Command('baton migrate')
    .description(
      'Copies a board with its whole history from its file to an empty database, and checks the copy. ' +
        'The file is only read. Stop its server first.',
    )
    .requiredOption('--from <file>', 'the file of the board: baton.db in the data directory')
    .addOption(
      new Option(
        '--to <url>',
        'the database; best said by environment, since others see a command line and the password in it',
      ).env('DATABASE_URL'),
    )
    .allowExcessArguments(false)
    .configureOutput({ outputError: (text, write) => write(withoutPassword(text)) })
    .addHelpText('after', '\nExit codes: 0 copied and checked, 1 not copied, 2 misused.')
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  return command.opts<Flags>();
}

function describe(error: unknown): string {
  if (error instanceof BatonError) return `${error.message}\n${error.details.hint}`;
  if (!(error instanceof Error)) return String(error);
  // What the system says of a file people can mend; what is ours comes with its stack.
  return 'syscall' in error ? error.message : (error.stack ?? error.message);
}

function complain(text: string): void {
  process.stderr.write(`batonpass: ${text}\n`);
}

/** A message about a flag that was mistyped repeats what was given with it. */
function withoutPassword(text: string): string {
  return text.replaceAll(/:\/\/\S*@/g, '://…@').replaceAll(/password=[^\s&']*/gi, 'password=…');
}

function describeReport({ file, place, tables, contents, isAnalyzed }: CopyReport, elapsedMs: number): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const width = Math.max(...tables.map(({ name }) => name.length)) + 2;
  return [
    `Copied ${file} to the database ${place}, and compared every row.`,
    '',
    ...tables.map((table) => `  ${table.name.padEnd(width)}${counted(table.rows).padStart(12)}`),
    `  ${'together'.padEnd(width)}${counted(rows).padStart(12)} rows in ${(elapsedMs / 1_000).toFixed(1)} s`,
    ...(contents === 0
      ? []
      : [`  with the content of artifacts, ${counted(contents)} in all, whose hashes were worked out anew`]),
    '',
    'What to do next:',
    '  1. Start the servers with DATABASE_URL set to this database. All tokens, cursors and leases go on as they were.',
    '  2. The admin key stays valid too: it is in admin.key of the old data directory. A server with another --data-dir makes one',
    '     of its own there; copy the file to keep the old one.',
    `  3. Keep ${file} as a backup, with the folder artifacts beside it, and start no server on it any more: the two boards would part.`,
    ...(isAnalyzed
      ? []
      : ['  4. The database could not count its rows yet. Run `analyze` on it, or it is slow for some minutes.']),
    '',
  ].join('\n');
}

function counted(rows: number): string {
  return rows.toLocaleString('en-US');
}

/** How far it is, in one line of a terminal that is written over; nothing where nobody sits. */
class ProgressLine {
  readonly #isShown = process.stderr.isTTY === true;
  #shownAtMs = 0;

  show({ table, step, rows }: CopyProgress): void {
    const now = performance.now();
    if (!this.#isShown || now - this.#shownAtMs < PROGRESS_EVERY_MS) return;
    this.#shownAtMs = now;
    process.stderr.write(`\r\u001b[K${step === 'copy' ? 'copying' : 'checking'} ${table}: ${counted(rows)}`);
  }

  clear(): void {
    if (this.#isShown) process.stderr.write('\r\u001b[K');
  }
}
