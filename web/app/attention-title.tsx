import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useConnection } from '../board/connection.tsx';
import { notifyOf } from './notify.ts';
import { PAGES } from './page-list.ts';

/** The title of the window: how much waits on this person, and where they are. New things that wait are told of, if they want. */
export function AttentionTitle() {
  const { trpc, live } = useConnection();
  const { data } = useQuery(trpc.attention.list.queryOptions({}));
  const [location, open] = useLocation();
  const page = PAGES.find(({ href }) => href === location || (href !== '/' && location.startsWith(href)));
  const count = data?.count ?? 0;
  useEffect(() => {
    document.title = `${count > 0 ? `(${count}) ` : ''}${page?.title ?? 'Batonpass'} · Batonpass`;
  }, [count, page]);
  useEffect(() => {
    if (data !== undefined) notifyOf(data.items, { of: live, open });
  }, [data, live, open]);
  return null;
}
