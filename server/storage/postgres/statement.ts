import { Column, is, Param, Placeholder } from 'drizzle-orm';
import { InvariantError, invariant } from '../../kernel/invariant.ts';
import type { Query } from '../queries/query.ts';

export type Params = Readonly<Record<string, unknown>>;

/** One `$n` of a statement: what the caller names, or what the query says itself. */
export interface Slot {
  readonly name: string | null;
  readonly literal: unknown;
  readonly encode: ((value: unknown) => unknown) | undefined;
}

/** A query as Drizzle wrote it, taken apart so that it can also be asked for many callers at once. */
export interface Statement {
  readonly name: string;
  readonly kind: Query['kind'];
  readonly text: string;
  readonly slots: readonly Slot[];
  /** The keys of the rows that come back, in order. */
  readonly fields: readonly string[];
  /** Whether it only reads. */
  readonly reads: boolean;
}

/** Takes a query apart. Its text and its rows are the same as if Drizzle ran it. */
export function takeApart(name: string, query: Query): Statement {
  const { text, params, fields } = writtenByDrizzle(query);
  return {
    name,
    kind: query.kind,
    text,
    slots: params.map(toSlot),
    fields: fields.map(({ path }) => {
      const [key] = path;
      invariant(key !== undefined && path.length === 1, 'a query returns flat rows only');
      return key;
    }),
    reads: text.startsWith('select'),
  };
}

/** The values of a call in the order of the slots, each encoded for its column. */
export function slotValues(statement: Statement, params: Params): unknown[] {
  return statement.slots.map((slot) => slotValue(slot, params));
}

function slotValue(slot: Slot, params: Params): unknown {
  if (slot.name === null) return slot.literal;
  const value = params[slot.name];
  if (value === undefined) throw new InvariantError(`a query was called without its parameter "${slot.name}"`);
  return value === null || slot.encode === undefined ? value : slot.encode(value);
}

/** A row as the port has it, from the values of one that came back, beginning at `from`. */
export function toRow(statement: Statement, values: readonly unknown[], from = 0): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (let i = 0; i < statement.fields.length; i += 1) {
    const field = statement.fields[i];
    if (field !== undefined) row[field] = values[from + i];
  }
  return row;
}

// What is selected is private to Drizzle's prepared query, so a new version that names it otherwise must fail here and loudly.
function writtenByDrizzle(query: Query): { text: string; params: unknown[]; fields: ReadonlyArray<{ path: string[] }> } {
  const prepare = query.builder.prepare.bind(query.builder) as (name: string) => unknown; // for Postgres it takes a name
  const prepared = prepare('taken apart') as { query?: { sql?: unknown; params?: unknown }; fields?: unknown };
  const { sql: text, params } = prepared.query ?? {};
  invariant(typeof text === 'string' && Array.isArray(params), 'drizzle-orm no longer keeps its text in `query`');
  const fields = query.kind === 'run' ? [] : prepared.fields;
  invariant(Array.isArray(fields), 'drizzle-orm no longer keeps the selection in `fields`');
  return { text, params, fields };
}

function toSlot(param: unknown): Slot {
  if (is(param, Placeholder)) return { name: param.name, literal: null, encode: undefined };
  if (is(param, Param) && is(param.value, Placeholder)) {
    return { name: param.value.name, literal: null, encode: encoderOf(param.encoder) };
  }
  return { name: null, literal: is(param, Param) ? param.value : param, encode: undefined };
}

function encoderOf(encoder: Param['encoder']): Slot['encode'] {
  if (is(encoder, Column) && encoder.dataType !== 'json') return undefined;
  return (value) => encoder.mapToDriverValue(value);
}
