import type { Block } from '../../contract/blocking.ts';
import { isoTime, isoTimeOrNull } from '../../kernel/iso-time.ts';
import type { BlockRecord } from './blocking-records.ts';

/** The wire shape of one time that a task was blocked. */
export function toBlock(record: BlockRecord): Block {
  const { blocked, at, endedAt, endedBy, ending, answer } = record;
  return { ...blocked, at: isoTime(at), endedAt: isoTimeOrNull(endedAt), endedBy, ending, answer };
}
