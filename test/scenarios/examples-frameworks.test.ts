import { expect, test } from 'vitest';
import { runExample } from '../support/run-example.ts';

test('a LangChain agent, a CrewAI crew and a reviewer in TypeScript do four tasks on one board', async () => {
  const { code, lines, wrote } = await runExample('mixed-team');
  expect(lines.slice(-4), wrote).toEqual([
    'T-1 done: "Find out: Why bees dance" by researcher, reviewed by reviewer',
    'T-2 done: "Write: Why bees dance" by crew, reviewed by reviewer',
    'T-3 done: "Find out: How ants find home" by researcher, reviewed by reviewer',
    'T-4 done: "Write: How ants find home" by crew, reviewed by reviewer',
  ]);
  expect(code).toBe(0);
});

test('a LangGraph graph is sent back by a person, hands in again, and ends when it is approved', async () => {
  const { code, lines, wrote } = await runExample('langgraph-review');
  expect(lines.slice(-3), wrote).toEqual([
    expect.stringMatching(/^The graph ended: approved, with .*Say it in one line\./),
    'round 1: changes_requested by ada: Say it in one line.',
    'round 2: approved by ada: Good.',
  ]);
  expect(code).toBe(0);
});

test('a pool of Python processes does each task once', async () => {
  const { code, lines, wrote } = await runExample('python-workers');
  expect(
    lines.filter((line) => /^T-\d+ done: \d+ words, counted by process [123]$/.test(line)),
    wrote,
  ).toHaveLength(12);
  expect(code).toBe(0);
});

test('a script of a few lines does a task', async () => {
  const { code, lines, wrote } = await runExample('node-script');
  expect(lines, wrote).toEqual(['T-1 validating: The title has 8 characters.']);
  expect(code).toBe(0);
});
