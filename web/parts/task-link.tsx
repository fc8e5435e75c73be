import type { ReactNode } from 'react';
import { Link, useLocation, useSearch } from 'wouter';

/** The address that opens a task over the page that is shown, so that a link and the back button know it. */
export function useTaskHref(id: string): string {
  const [location] = useLocation();
  const params = new URLSearchParams(useSearch());
  params.set('task', id);
  return `${location}?${params}`;
}

interface TaskLinkProps {
  readonly id: string;
  readonly children?: ReactNode;
  readonly className?: string;
  readonly tabIndex?: number;
  /** What takes the focus of its row. */
  readonly 'data-focus'?: '';
}

/** A task by its id, or by what is given; opens it over the page. */
export function TaskLink({ id, children, className = 'mono', ...rest }: TaskLinkProps) {
  const href = useTaskHref(id);
  return (
    <Link href={href} className={className} {...rest}>
      {children ?? id}
    </Link>
  );
}
