import type { Ids } from '../../kernel/ids.ts';

const CLIENT_REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** The id of a request: the client's own if it is a short plain word, else one of ours. */
export type RequestIds = (sent: string | string[] | undefined) => string;

/** One id for this process and a count: an id for each request costs nothing, and its order can be read. */
export function createRequestIds(ids: Ids): RequestIds {
  const base = ids.next('req');
  let count = 0;
  return (sent) => {
    if (typeof sent === 'string' && CLIENT_REQUEST_ID.test(sent)) return sent;
    count += 1;
    return `${base}-${count.toString(36)}`;
  };
}
