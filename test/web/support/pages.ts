/** Every page of the dashboard, by its path and the heading that says where one is. */
export const PAGES = [
  { path: '/', title: 'Now' },
  { path: '/board', title: 'Board' },
  { path: '/tasks', title: 'Tasks' },
  { path: '/review', title: 'Review' },
  { path: '/agents', title: 'Agents' },
  { path: '/inbox', title: 'Inbox' },
  { path: '/activity', title: 'Activity' },
  { path: '/insights', title: 'Insights' },
  { path: '/connect', title: 'Connect' },
  { path: '/settings', title: 'Settings' },
] as const;

/** The same with the name of its picture. */
export const NAMED_PAGES = PAGES.map(({ path, title }) => ({ path, title, name: title.toLowerCase() }));
