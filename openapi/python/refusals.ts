import { type ApiDocument, type Operation, operationsOf, refName } from './document.ts';

/** The codes with which an operation may be refused, by status. */
export function refusalsOf(document: ApiDocument, { responses }: Operation): ReadonlyMap<string, readonly string[]> {
  const refusals = new Map<string, readonly string[]>();
  for (const [status, response] of Object.entries(responses)) {
    const target = response.$ref === undefined ? response : document.components.responses?.[refName(response.$ref)];
    const codes = target?.['x-baton-codes'] ?? [];
    if (codes.length > 0) refusals.set(status, codes);
  }
  return refusals;
}

/** What most operations may be refused with, so that it is said once for all of them and not of each. */
export function commonCodes(document: ApiDocument): readonly string[] {
  const all = operationsOf(document).map(({ operation }) => [...refusalsOf(document, operation).values()].flat());
  const codes = document.components.schemas['ErrorCode']?.enum ?? [];
  return codes.filter((code) => all.filter((some) => some.includes(code)).length > all.length / 2);
}
