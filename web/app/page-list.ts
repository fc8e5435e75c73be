import type { ComponentType } from 'react';
import { lazyChunk } from '../parts/lazy-chunk.ts';

export interface PageEntry {
  /** Below /dashboard; a path of a router, which may have parameters. */
  readonly path: string;
  /** Where its link leads. */
  readonly href: string;
  readonly title: string;
  /** Pressed after g. */
  readonly letter: string;
  readonly icon: string;
  /** Below the rule. */
  readonly below?: true;
  /** In the bar at the bottom of a phone. */
  readonly phone?: true;
  readonly Page: ComponentType;
}

/** The pages: seven, and below a rule three. No eighth without removing one. */
export const PAGES: readonly PageEntry[] = [
  {
    path: '/',
    href: '/',
    title: 'Now',
    letter: 'n',
    icon: 'M3 8h3l2-5 3 10 2-5h2',
    phone: true,
    Page: lazyChunk(() => import('../pages/now/now-page.tsx').then((m) => m.NowPage)),
  },
  {
    path: '/board',
    href: '/board',
    title: 'Board',
    letter: 'b',
    icon: 'M2 3h3v10H2zM6.5 3h3v6h-3zM11 3h3v8h-3z',
    Page: lazyChunk(() => import('../pages/board/board-page.tsx').then((m) => m.BoardPage)),
  },
  {
    path: '/tasks',
    href: '/tasks',
    title: 'Tasks',
    letter: 't',
    icon: 'M2 4h12M2 8h12M2 12h12',
    phone: true,
    Page: lazyChunk(() => import('../pages/tasks/tasks-page.tsx').then((m) => m.TasksPage)),
  },
  {
    path: '/review/:id?',
    href: '/review',
    title: 'Review',
    letter: 'r',
    icon: 'M3 8.5 6.5 12 13 4.5',
    phone: true,
    Page: lazyChunk(() => import('../pages/review/review-page.tsx').then((m) => m.ReviewPage)),
  },
  {
    path: '/agents/:name?',
    href: '/agents',
    title: 'Agents',
    letter: 'a',
    icon: 'M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 13.5c.5-3 2.5-4 5-4s4.5 1 5 4',
    phone: true,
    Page: lazyChunk(() => import('../pages/agents/agents-page.tsx').then((m) => m.AgentsPage)),
  },
  {
    path: '/inbox/:thread?',
    href: '/inbox',
    title: 'Inbox',
    letter: 'i',
    icon: 'M2 9h3.500l1 2h3l1-2H14M2 9l2-5.500h8L14 9v4H2z',
    Page: lazyChunk(() => import('../pages/inbox/inbox-page.tsx').then((m) => m.InboxPage)),
  },
  {
    path: '/activity',
    href: '/activity',
    title: 'Activity',
    letter: 'y',
    icon: 'M8 2v6l4 2M8 14A6 6 0 1 0 2 8',
    Page: lazyChunk(() => import('../pages/activity/activity-page.tsx').then((m) => m.ActivityPage)),
  },
  {
    path: '/insights',
    href: '/insights',
    title: 'Insights',
    letter: 's',
    icon: 'M2 13h12M4 13V9M8 13V4M12 13V7',
    below: true,
    Page: lazyChunk(() => import('../pages/insights/insights-page.tsx').then((m) => m.InsightsPage)),
  },
  {
    path: '/connect',
    href: '/connect',
    title: 'Connect',
    letter: 'c',
    icon: 'M6 10 10 6M5 7 3.5 8.500a2.8 2.8 0 0 0 4 4L9 11M11 9l1.5-1.500a2.8 2.8 0 0 0-4-4L7 5',
    below: true,
    Page: lazyChunk(() => import('../pages/connect/connect-page.tsx').then((m) => m.ConnectPage)),
  },
  {
    path: '/settings',
    href: '/settings',
    title: 'Settings',
    letter: 'e',
    icon: 'M2 5h7M12 5h2M10.5 3v4M2 11h2M7 11h7M5.5 9v4',
    below: true,
    Page: lazyChunk(() => import('../pages/settings/settings-page.tsx').then((m) => m.SettingsPage)),
  },
];
