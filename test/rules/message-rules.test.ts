import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MENTIONS_MAX } from '../../server/contract/inbox.ts';
import { mentionedNames, toRanges } from '../../server/domain/inbox/message-rules.ts';

test('[IN2] a name after an @ is a mention, but not within an address or a path, and so many are looked for', () => {
  expect(mentionedNames('@ada: ask @bob-2, (@eve) and @eve again. @x_y.')).toEqual(['ada', 'bob-2', 'eve', 'x_y']);
  expect(mentionedNames('ada@example.org @Bob node_modules/@types a.@b --@c @@d @ e')).toEqual([]);
  expect(mentionedNames(' @v1.2... @a-\n@b')).toEqual(['v1.2', 'a', 'b']);
  const many = (count: number) => Array.from({ length: count }, (_, i) => `@n${i}`).join(' ');
  expect(mentionedNames(many(MENTIONS_MAX))).toHaveLength(MENTIONS_MAX);
  expect(mentionedNames(many(MENTIONS_MAX + 1))).toHaveLength(MENTIONS_MAX);
});

test('[IN1] ranges hold exactly the numbers that they were made of, in order, and no two touch', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), (numbers) => {
      const ranges = toRanges(numbers);
      const held = ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
      expect(held).toEqual(numbers.toSorted((left, right) => left - right));
      expect(ranges.every(([first], i) => i === 0 || first > (ranges[i - 1]?.[1] ?? 0) + 1)).toBe(true);
    }),
  );
});
