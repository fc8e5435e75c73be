import { useState } from 'react';
import { useMe } from '../../app/use-me.ts';
import { Button } from '../../parts/button.tsx';

interface View {
  readonly name: string;
  readonly q: string;
}

const SETTING = 'batonpass.views';
const OWN_VIEWS_MAX = 20;

/** Searches with a name: some that everybody has, and those that this browser keeps. */
export function SavedViews({ query, onPick }: { query: string; onPick: (q: string) => void }) {
  const me = useMe();
  const [own, setOwn] = useState(readViews);
  const given: View[] = [
    { name: 'All', q: '' },
    { name: 'Mine', q: `by:${me.name}` },
    { name: 'Stuck', q: 'is:stuck,blocked,silent,bounced' },
    { name: 'Waiting on review', q: 'status:validating' },
    { name: 'Unclaimed', q: 'is:claimable' },
    { name: 'Done today', q: 'status:done updated:<24h' },
  ];
  const isNamed = [...given, ...own].some(({ q }) => q === query);
  const keep = (views: View[]) => {
    localStorage.setItem(SETTING, JSON.stringify(views));
    setOwn(views);
  };
  return (
    <nav className="row wrap" aria-label="Saved views">
      {given.map((view) => (
        <ViewButton key={view.name} view={view} query={query} onPick={onPick} />
      ))}
      {own.map((view) => (
        <span key={view.q} className="row" style={{ gap: 0 }}>
          <ViewButton view={view} query={query} onPick={onPick} />
          {view.q === query && (
            <Button small plain onClick={() => keep(own.filter(({ q }) => q !== view.q))}>
              Forget
            </Button>
          )}
        </span>
      ))}
      {!isNamed && own.length < OWN_VIEWS_MAX && (
        <Button small plain onClick={() => keep([...own, { name: query, q: query }])}>
          Keep this search
        </Button>
      )}
    </nav>
  );
}

function ViewButton({ view, query, onPick }: { view: View; query: string; onPick: (q: string) => void }) {
  return (
    <Button small aria-pressed={view.q === query} className="view-button" onClick={() => onPick(view.q)}>
      {view.name}
    </Button>
  );
}

function readViews(): View[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(SETTING) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isView) : [];
  } catch {
    return [];
  }
}

function isView(value: unknown): value is View {
  return typeof value === 'object' && value !== null && 'name' in value && 'q' in value && typeof value.q === 'string';
}
