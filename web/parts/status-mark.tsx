import type { TaskStatus } from '../../client/page/index.ts';

/** What is shown of a state: a glyph, a word and a colour, each of which says it alone. */
interface MarkLook {
  readonly word: string;
  readonly glyph: GlyphName;
  readonly tone: Tone;
}

export type Tone = 'todo' | 'doing' | 'validating' | 'done' | 'blocked' | 'expiring' | 'failed' | 'cancelled';
export type GlyphName = 'hollow' | 'half' | 'ring' | 'check' | 'octagon' | 'wedge' | 'cross' | 'bar';

const STATUS_LOOKS: Readonly<Record<TaskStatus, MarkLook>> = {
  todo: { word: 'Todo', glyph: 'hollow', tone: 'todo' },
  doing: { word: 'Doing', glyph: 'half', tone: 'doing' },
  validating: { word: 'Validating', glyph: 'ring', tone: 'validating' },
  done: { word: 'Done', glyph: 'check', tone: 'done' },
  blocked: { word: 'Blocked', glyph: 'octagon', tone: 'blocked' },
  failed: { word: 'Failed', glyph: 'cross', tone: 'failed' },
  cancelled: { word: 'Cancelled', glyph: 'bar', tone: 'cancelled' },
};

/** The look of a status; one that this page does not know yet is shown by its own name. */
export function statusLook(status: string): MarkLook {
  return (STATUS_LOOKS as Readonly<Record<string, MarkLook>>)[status] ?? { word: status, glyph: 'hollow', tone: 'cancelled' };
}

/** `bare`: without its ground, where it stands in a line of text. */
export function StatusMark({ status, bare = false }: { status: string; bare?: boolean }) {
  const { word, glyph, tone } = statusLook(status);
  return (
    <Mark tone={tone} glyph={glyph} bare={bare}>
      {word}
    </Mark>
  );
}

const HEALTH_LOOKS: Readonly<Record<string, MarkLook>> = {
  expiring: { word: 'Expiring', glyph: 'wedge', tone: 'expiring' },
  silent: { word: 'Silent', glyph: 'wedge', tone: 'expiring' },
  blocked: { word: 'Blocked', glyph: 'octagon', tone: 'blocked' },
  bounced: { word: 'Bounced', glyph: 'octagon', tone: 'blocked' },
  stuck: { word: 'Stuck', glyph: 'octagon', tone: 'failed' },
};

/** The health of a task; nothing where it is well. */
export function HealthMark({ state }: { state: string }) {
  if (state === 'ok') return null;
  const { word, glyph, tone } = HEALTH_LOOKS[state] ?? { word: state, glyph: 'octagon', tone: 'expiring' };
  return (
    <Mark tone={tone} glyph={glyph}>
      {word}
    </Mark>
  );
}

export function Mark(props: { tone: Tone; glyph: GlyphName; bare?: boolean; children: string }) {
  const { tone, glyph, bare = false, children } = props;
  return (
    <span className={bare ? 'mark bare' : 'mark'} style={{ color: `var(--${tone})`, background: `var(--${tone}-bg)` }}>
      <Glyph name={glyph} />
      {children}
    </span>
  );
}

const STROKE = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6 } as const;

/** The glyph of a state, 12 px, in the colour of its text. It says nothing to a screen reader: the word beside it does. */
export function Glyph({ name }: { name: GlyphName }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      {GLYPHS[name]}
    </svg>
  );
}

const GLYPHS: Readonly<Record<GlyphName, React.ReactNode>> = {
  hollow: <circle cx="6" cy="6" r="4.7" {...STROKE} />,
  half: (
    <>
      <circle cx="6" cy="6" r="4.7" {...STROKE} />
      <path d="M6 2.4a3.6 3.6 0 0 1 0 7.2z" fill="currentColor" />
    </>
  ),
  ring: (
    <>
      <circle cx="6" cy="6" r="4.7" {...STROKE} />
      <circle cx="6" cy="6" r="1.8" {...STROKE} />
    </>
  ),
  check: (
    <>
      <circle cx="6" cy="6" r="5.5" fill="currentColor" />
      <path d="m3.6 6.2 1.7 1.7 3.2-3.6" fill="none" stroke="var(--surface)" strokeWidth="1.5" />
    </>
  ),
  octagon: (
    <>
      <path d="M4 1h4l3 3v4l-3 3H4L1 8V4z" {...STROKE} strokeWidth="1.4" />
      <path d="M6 3.4v3.2M6 8v1" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  wedge: (
    <>
      <circle cx="6" cy="6" r="4.7" {...STROKE} />
      <path d="M6 6V1.6A4.4 4.4 0 0 1 10.4 6z" fill="currentColor" />
    </>
  ),
  cross: (
    <>
      <circle cx="6" cy="6" r="4.7" {...STROKE} />
      <path d="m4 4 4 4M8 4 4 8" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  bar: (
    <>
      <circle cx="6" cy="6" r="4.7" {...STROKE} />
      <path d="M3.5 6h5" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
};
