import { Suspense, useEffect, useRef, useState } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { Link, Route, Switch, useLocation, useSearchParams } from 'wouter';
import { Help } from '../keys/help.tsx';
import { Palette } from '../keys/palette.tsx';
import { listenToKeys, type Shortcut, useShortcuts } from '../keys/shortcuts.ts';
import { Drawer } from '../parts/dialog.tsx';
import { ErrorFallback } from '../parts/error-fallback.tsx';
import { lazyChunk } from '../parts/lazy-chunk.ts';
import { Empty, Skeleton } from '../parts/states.tsx';
import { Toasts } from '../parts/toasts.tsx';
import { AttentionTitle } from './attention-title.tsx';
import { LiveNotice } from './live-notice.tsx';
import { PhoneBar } from './nav.tsx';
import { PAGES } from './page-list.ts';
import { Side } from './side.tsx';
import { SpokenEvents } from './spoken-events.tsx';
import { StandingNotices } from './standing-notices.tsx';

// A task has diffs, lanes and forms, which nobody needs before they open one.
const TaskDrawer = lazyChunk(() => import('../pages/task/task-drawer.tsx').then((m) => m.TaskDrawer));
const TaskPage = lazyChunk(() => import('../pages/task/task-page.tsx').then((m) => m.TaskPage));

/** What is around every page. */
export function Shell() {
  const [open, setOpen] = useState<'palette' | 'help' | null>(null);
  const [location, navigate] = useLocation();
  const main = useRef<HTMLElement>(null);
  useEffect(listenToKeys, []);
  useShortcuts(everywhere({ navigate, open: setOpen }));
  useFocusOnPage(main, location);
  return (
    <>
      <button type="button" className="skip-link" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <div className="shell">
        <Side onSearch={() => setOpen('palette')} onHelp={() => setOpen('help')} />
        <main id="main" className="main" tabIndex={-1} ref={main}>
          <LiveNotice />
          <StandingNotices />
          <ErrorBoundary FallbackComponent={ErrorFallback} resetKeys={[location]}>
            <Suspense fallback={<Skeleton lines={8} />}>
              <Pages />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <PhoneBar onMore={() => setOpen('palette')} />
      <Drawers />
      {open === 'palette' && <Palette onClose={() => setOpen(null)} />}
      {open === 'help' && <Help onClose={() => setOpen(null)} />}
      <AttentionTitle />
      <SpokenEvents />
      <Toasts />
    </>
  );
}

function Pages() {
  return (
    <Switch>
      {PAGES.map(({ path, Page }) => (
        <Route key={path} path={path}>
          <Page />
        </Route>
      ))}
      <Route path="/tasks/:id">{({ id }) => <TaskPage id={id} />}</Route>
      <Route>
        <div className="page">
          <Empty isPage title="There is no such page">
            <Link href="/">Go to Now</Link>
          </Empty>
        </div>
      </Route>
    </Switch>
  );
}

/** A task over any page: its id is in the query, so that a link and the back button know it. */
function Drawers() {
  const [params, setParams] = useSearchParams();
  const id = params.get('task');
  if (id === null) return null;
  const close = () =>
    setParams((old) => {
      const next = new URLSearchParams(old);
      next.delete('task');
      return next;
    });
  return (
    <ErrorBoundary
      resetKeys={[id]}
      fallbackRender={(failed) => (
        <Drawer title="This task cannot be shown" onClose={close}>
          <ErrorFallback {...failed} />
        </Drawer>
      )}
    >
      <Suspense fallback={null}>
        <TaskDrawer id={id} onClose={close} />
      </Suspense>
    </ErrorBoundary>
  );
}

function everywhere({
  navigate,
  open,
}: {
  navigate: (to: string) => void;
  open: (what: 'palette' | 'help') => void;
}): Shortcut[] {
  const pages = PAGES.map(
    ({ href, title, letter }): Shortcut => ({
      keys: `g ${letter}`,
      does: `Go to ${title}`,
      group: 'Go to',
      run: () => navigate(href),
    }),
  );
  return [
    ...pages,
    { keys: '?', does: 'Show the keys', group: 'Everywhere', run: () => open('help') },
    { keys: '/', does: 'Search', group: 'Everywhere', run: () => focusFilter() || open('palette') },
    { keys: 'Ctrl+k', does: 'Search tasks, agents and commands', group: 'Everywhere', run: () => open('palette') },
    { keys: 'Ctrl+Enter', does: 'Send what you wrote', group: 'Everywhere', run: null },
    { keys: 'Escape', does: 'Close what is open', group: 'Everywhere', run: null },
  ];
}

/** A page that has a filter of its own marks it; false: it has none. */
function focusFilter(): boolean {
  const filter = document.querySelector<HTMLInputElement>('[data-filter]');
  filter?.focus();
  return filter !== null;
}

/** Another page begins at its top, with the focus, so that a keyboard and a screen reader are there as well. */
function useFocusOnPage(main: React.RefObject<HTMLElement | null>, location: string): void {
  const before = useRef(location);
  useEffect(() => {
    if (before.current === location) return;
    const isSamePage = pageOf(before.current) === pageOf(location);
    before.current = location;
    window.scrollTo(0, 0);
    // In a list with one of it beside, whoever goes through the list stays in it, as long as it is there.
    if (!isSamePage || !isOnPage(document.activeElement)) main.current?.focus();
  }, [main, location]);
}

/** The page of the list at an address of one of it; else the address itself. */
function pageOf(location: string): string {
  const list = PAGES.find(({ path, href }) => path.endsWith('?') && location.startsWith(`${href}/`));
  return list?.href ?? location;
}

/** Whether the focus is on something that is still shown; without anything that has it, it is on the body. */
function isOnPage(focused: Element | null): boolean {
  return focused !== null && focused !== document.body && focused.getClientRects().length > 0;
}
