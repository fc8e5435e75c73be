import type { Rpc } from '../../../client/page/index.ts';

const PAGE_ITEMS = 200;

/** Reads the whole log as it is kept, and saves it as a file with one event a line. */
export async function saveLog(rpc: Rpc): Promise<void> {
  const pieces: string[] = [];
  let after: string | undefined;
  for (;;) {
    const { items, nextCursor } = await rpc.events.list.query({ ...(after === undefined ? {} : { after }), limit: PAGE_ITEMS });
    pieces.push(...items.map((event) => `${JSON.stringify(event)}\n`));
    if (items.length < PAGE_ITEMS) break;
    after = nextCursor;
  }
  const url = URL.createObjectURL(new Blob(pieces, { type: 'application/x-ndjson' }));
  Object.assign(document.createElement('a'), { href: url, download: 'batonpass-events.ndjson' }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
