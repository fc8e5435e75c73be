import { useQuery } from '@tanstack/react-query';
import { Link, useRoute } from 'wouter';
import { useConnection } from '../board/connection.tsx';
import { PAGES, type PageEntry } from './page-list.ts';

/** The links to the pages; what waits on the person is counted at Now and Review. */
export function Nav() {
  const badges = useBadges();
  return (
    <>
      <nav className="nav" aria-label="Pages">
        {PAGES.filter(({ below }) => below !== true).map((page) => (
          <NavLink key={page.href} page={page} badge={badges[page.href]} />
        ))}
      </nav>
      <nav className="nav below" aria-label="More pages">
        {PAGES.filter(({ below }) => below === true).map((page) => (
          <NavLink key={page.href} page={page} badge={undefined} />
        ))}
      </nav>
    </>
  );
}

/** The bar at the bottom of a phone. */
export function PhoneBar({ onMore }: { onMore: () => void }) {
  const badges = useBadges();
  return (
    <nav className="bar" aria-label="Pages">
      {PAGES.filter(({ phone }) => phone === true).map((page) => (
        <NavLink key={page.href} page={page} badge={badges[page.href]} />
      ))}
      <button type="button" onClick={onMore}>
        <Icon path="M3 8h.01M8 8h.01M13 8h.01" />
        More
      </button>
    </nav>
  );
}

function useBadges(): Readonly<Record<string, number | undefined>> {
  const { trpc } = useConnection();
  const summary = useQuery(trpc.summary.queryOptions({}));
  return { '/': summary.data?.attention, '/review': summary.data?.reviews.waiting };
}

function NavLink({ page, badge = 0 }: { page: PageEntry; badge: number | undefined }) {
  const [isHere] = useRoute(page.path);
  return (
    <Link href={page.href} aria-current={isHere ? 'page' : undefined}>
      <Icon path={page.icon} />
      {page.title}
      {badge > 0 && (
        <span className="badge">
          {badge}
          <span className="sr-only"> waiting</span>
        </span>
      )}
    </Link>
  );
}

/** A drawing of 16 px in the colour of its text. */
function Icon({ path }: { path: string }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={path} />
    </svg>
  );
}
