import { loadavg } from 'node:os';
import type { CpuMs } from './interleave.ts';
import type { Engine } from './options.ts';
import { rounded } from './stats.ts';

/** What a figure is compared with, and how far it should come. */
export interface Goal {
  readonly target: number;
  readonly stretch: number;
  /** Whether the ratio is to be large, or the value (or the ratio of times) small. */
  readonly better: 'higher' | 'lower';
}

export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Against the figure `of` of the same run; null where the value stands alone. */
  readonly ratio: number | null;
  readonly of: string | null;
  readonly goal: Goal | null;
  readonly clients: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly cpuMs?: CpuMs;
}

/** One line of the output. */
export interface Figure {
  readonly name: string;
  readonly engine: Engine;
  readonly value: number;
  readonly unit: string;
  readonly ratio: number | null;
  readonly of: string | null;
  readonly target: number | null;
  readonly stretch: number | null;
  readonly met: boolean | null;
  readonly stretchMet: boolean | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Processor time for each request: of the server, or of all its nodes; of Postgres, with all that it does by the way. */
  readonly serverCpuMs: number | null;
  readonly postgresCpuMs: number | null;
  readonly load: { readonly clients: number; readonly loadavg: number };
  readonly fsyncP50Ms: number;
}

export function toFigure(measured: Measured, { engine, fsyncP50Ms }: Pick<Figure, 'engine' | 'fsyncP50Ms'>): Figure {
  const { goal, ratio, value } = measured;
  const judged = ratio ?? value;
  return {
    name: measured.name,
    engine,
    value: rounded(value, 2),
    unit: measured.unit,
    ratio: ratio === null ? null : rounded(ratio, 3),
    of: measured.of,
    target: goal?.target ?? null,
    stretch: goal?.stretch ?? null,
    met: goal === null ? null : isMet(judged, goal.target, goal.better),
    stretchMet: goal === null ? null : isMet(judged, goal.stretch, goal.better),
    p50Ms: measured.p50Ms === undefined ? null : rounded(measured.p50Ms, 3),
    p99Ms: measured.p99Ms === undefined ? null : rounded(measured.p99Ms, 3),
    serverCpuMs: roundedOrNull(measured.cpuMs?.servers),
    postgresCpuMs: roundedOrNull(measured.cpuMs?.postgres),
    load: { clients: measured.clients, loadavg: rounded(loadavg()[0] ?? 0, 2) },
    fsyncP50Ms: rounded(fsyncP50Ms, 3),
  };
}

function roundedOrNull(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : rounded(value, 3);
}

function isMet(judged: number, wanted: number, better: Goal['better']): boolean {
  return better === 'higher' ? judged >= wanted : judged <= wanted;
}

/** The figures for people, a line each. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${figure.value} ${figure.unit}`,
    figure.ratio === null ? '' : `${figure.ratio} of ${figure.of}`,
    figure.p50Ms === null ? '' : `p50 ${figure.p50Ms} ms, p99 ${figure.p99Ms} ms`,
    cpuText(figure),
    figure.target === null ? '' : `target ${figure.target}, stretch ${figure.stretch}`,
    verdict(figure),
  ]);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cpuText({ serverCpuMs, postgresCpuMs }: Figure): string {
  const parts = [
    ...(serverCpuMs === null ? [] : [`server ${serverCpuMs}`]),
    ...(postgresCpuMs === null ? [] : [`postgres ${postgresCpuMs}`]),
  ];
  return parts.length === 0 ? '' : `cpu ${parts.join(', ')} ms`;
}

function verdict({ met, stretchMet }: Figure): string {
  if (met === null) return '';
  if (stretchMet === true) return 'stretch met';
  return met ? 'met' : 'MISSED';
}
