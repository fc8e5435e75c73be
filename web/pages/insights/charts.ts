import type { InsightsBucket } from '../../../client/page/index.ts';
import type { GlyphName, Tone } from '../../parts/status-mark.tsx';

/** A line of a chart. Its dashes tell it from the others where colours do not. */
export interface Line {
  readonly name: string;
  readonly tone: Tone;
  readonly glyph: GlyphName;
  readonly dash: readonly number[];
  readonly of: (bucket: InsightsBucket) => number;
}

export interface Chart {
  readonly title: string;
  readonly about: string;
  /** Counts within a part of the time are steps; what was so at its end is a line. */
  readonly steps: boolean;
  readonly lines: readonly Line[];
}

const SOLID: readonly number[] = [];

export const CHARTS: readonly Chart[] = [
  {
    title: 'Open tasks',
    about: 'How many tasks had each status at the end of each part.',
    steps: false,
    lines: [
      { name: 'Todo', tone: 'todo', glyph: 'hollow', dash: SOLID, of: ({ depth }) => depth.todo },
      { name: 'Doing', tone: 'doing', glyph: 'half', dash: SOLID, of: ({ depth }) => depth.doing },
      { name: 'Validating', tone: 'validating', glyph: 'ring', dash: [6, 3], of: ({ depth }) => depth.validating },
      { name: 'Blocked', tone: 'blocked', glyph: 'octagon', dash: [2, 3], of: ({ depth }) => depth.blocked },
    ],
  },
  {
    title: 'Tasks that ended',
    about: 'How many came to each end within each part.',
    steps: true,
    lines: [
      { name: 'Done', tone: 'done', glyph: 'check', dash: SOLID, of: ({ ended }) => ended.done },
      { name: 'Failed', tone: 'failed', glyph: 'cross', dash: [6, 3], of: ({ ended }) => ended.failed },
      { name: 'Cancelled', tone: 'cancelled', glyph: 'bar', dash: [2, 3], of: ({ ended }) => ended.cancelled },
    ],
  },
  {
    title: 'Leases that ran out',
    about: 'How many holders fell silent within each part.',
    steps: true,
    lines: [
      { name: 'Of tasks', tone: 'expiring', glyph: 'wedge', dash: SOLID, of: ({ expiries }) => expiries.tasks },
      { name: 'Of reviews', tone: 'validating', glyph: 'ring', dash: [6, 3], of: ({ expiries }) => expiries.reviews },
    ],
  },
];
