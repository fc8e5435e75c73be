import { checkBoard } from './check-board.ts';
import { type CopiedTable, copiedTables } from './copied-tables.ts';
import { compareBlobs, copyBlobs } from './copy-blobs.ts';
import { refusal, undone } from './copy-refusals.ts';
import { RowDigest } from './row-digest.ts';
import { SourceBoard } from './source-board.ts';
import { TargetBoard } from './target-board.ts';

export interface CopyProgress {
  readonly table: string;
  readonly step: 'copy' | 'check';
  /** How many rows of the table so far. */
  readonly rows: number;
}

export interface CopyOptions {
  /** The SQLite file. */
  readonly from: string;
  /** `postgres://…`: the database, which must be empty. It holds a password. */
  readonly to: string;
  /** Called often; it must be quick. */
  readonly onProgress?: (progress: CopyProgress) => void;
}

export interface CopyReport {
  /** The file, by its one name. */
  readonly file: string;
  /** The database, without its password. */
  readonly place: string;
  readonly tables: ReadonlyArray<{ readonly name: string; readonly rows: number }>;
  /** Of how many artifacts the content was copied, equal content counted once. */
  readonly contents: number;
  /** Whether the database has counted its new rows; if not it does so by itself, but later. */
  readonly isAnalyzed: boolean;
}

/** Whether a text names a database that a board can be copied to. */
export function isTargetUrl(text: string): boolean {
  return /^postgres(ql)?:\/\/./.test(text);
}

/**
 * Copies a board with its whole history from a SQLite file to an empty Postgres database, in one transaction, and compares every row
 * before it commits. Throws a BatonError `unavailable` that says why it was not done; nothing is kept then. The file is only read.
 */
export async function copyBoard(options: CopyOptions): Promise<CopyReport> {
  const tables = copiedTables();
  const source = SourceBoard.open(options.from);
  try {
    const target = await TargetBoard.open(options.to, tables);
    try {
      return await copyInto(target, { source, tables, onProgress: options.onProgress ?? (() => undefined) });
    } finally {
      await target.close();
    }
  } finally {
    source.close();
  }
}

interface Parts {
  readonly source: SourceBoard;
  readonly tables: readonly CopiedTable[];
  readonly onProgress: (progress: CopyProgress) => void;
}

/** What was read of a table and sent. */
interface Sent {
  readonly table: CopiedTable;
  readonly rows: number;
  readonly digest: string;
  /** How many rows went together, so that they are read back in portions as bearable. */
  readonly sizes: readonly number[];
}

async function copyInto(target: TargetBoard, parts: Parts): Promise<CopyReport> {
  await target.begin();
  const sent: Sent[] = [];
  for (const table of parts.tables) sent.push(await copyTable(target, table, parts));
  const used = parts.source.usedBlobs();
  const onCopied = (rows: number) => parts.onProgress({ table: 'the content of artifacts', step: 'copy', rows });
  await copyBlobs(target, { file: parts.source.file, used, onCopied });
  await target.setLeaseClock();
  for (const one of sent) await compareTable(target, one, parts);
  await compareBlobs(target);
  await checkBoard(target);
  await target.commit();
  return {
    file: parts.source.file,
    place: target.place,
    tables: sent.map(({ table, rows }) => ({ name: table.name, rows })),
    contents: used.length,
    isAnalyzed: await target.analyze(),
  };
}

async function copyTable(target: TargetBoard, table: CopiedTable, { source, onProgress }: Parts): Promise<Sent> {
  const digest = new RowDigest();
  const sizes: number[] = [];
  // While the database works on one portion the next is read.
  let underWay = Promise.resolve();
  for (const rows of source.portions(table)) {
    digest.add(rows);
    sizes.push(rows.length);
    await underWay;
    underWay = target.insert(table, rows);
    underWay.catch(() => undefined); // it is awaited in the next round, unless reading fails first
    onProgress({ table: table.name, step: 'copy', rows: digest.rows });
  }
  await underWay;
  return { table, rows: digest.rows, digest: digest.finish(), sizes };
}

async function compareTable(target: TargetBoard, sent: Sent, { onProgress }: Parts): Promise<void> {
  const { table, rows, sizes } = sent;
  const digest = new RowDigest();
  for await (const portion of target.portions(table, sizes)) {
    digest.add(portion);
    onProgress({ table: table.name, step: 'check', rows: digest.rows });
  }
  if (digest.rows !== rows) throw differs(`The copy of ${table.name} has other rows than the file, which has ${rows}.`);
  if (digest.finish() !== sent.digest)
    throw differs(`The rows of ${table.name} say something else in the copy than in the file.`);
}

function differs(detail: string) {
  return undone(detail, 'Has the database triggers or rules of somebody else? Name an empty one.');
}

/** Says what is wrong with the address of a target, without repeating it. */
export function noTarget() {
  return refusal(
    'The database of --to (or DATABASE_URL) is named postgres://user:password@host:port/name.',
    'Special characters of the password are written as %40 and so on.',
  );
}
