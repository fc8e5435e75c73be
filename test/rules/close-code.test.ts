import { expect, test } from 'vitest';
import { BatonError, type ErrorCode } from '../../server/contract/errors.ts';
import { closeCode } from '../../server/transports/live/close-code.ts';

const refusedWith = (code: ErrorCode) => closeCode(new BatonError(code, { detail: 'd', hint: 'h' }));

test('[SE5] a socket is closed for good only for a token that is not good; what passes asks to come again', () => {
  expect(refusedWith('unauthenticated')).toBe(4401);
  expect(refusedWith('unavailable')).toBe(1013);
  expect(refusedWith('rate_limited')).toBe(1013);
  expect(refusedWith('invalid_input')).toBe(1008);
  expect(closeCode(new Error('ours'))).toBe(1013);
});
