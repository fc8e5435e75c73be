import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HARNESSES } from '../../web/pages/connect/snippets.ts';
import { mistakesOf, programsFolder, runProgram, withoutTypes } from '../support/guide-programs.ts';
import { startHttp } from '../support/start-http.ts';

// What the dashboard shows to connect an agent with. The tests of the Python SDK run those in Python, that of Connect the one for curl.

const IN_TYPESCRIPT = ['typescript', 'ai-sdk'];
const REAL_MODEL = "'openai/gpt-5'";
/** A model that costs nothing: it claims and submits. */
const SCRIPTED_MODEL = `
import { MockLanguageModelV4 } from 'ai/test';
const usage = { inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 }, outputTokens: { total: 1, text: 1, reasoning: 0 } };
const use = (toolName, input) => ({
  content: [{ type: 'tool-call', toolCallId: toolName, toolName, input: JSON.stringify(input) }],
  finishReason: { unified: 'tool-calls' }, usage, warnings: [],
});
const said = { content: [{ type: 'text', text: 'Done.' }], finishReason: { unified: 'stop' }, usage, warnings: [] };
const scripted = new MockLanguageModelV4({ doGenerate: [use('task_claim', { wait_s: 5 }), use('task_submit', { summary: 'Hello.' }), said] });
`;

const programs = HARNESSES.filter(({ id }) => IN_TYPESCRIPT.includes(id));
let folder = '';
beforeAll(async () => {
  folder = await programsFolder();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('[SDK] the programs in TypeScript that Connect shows have no mistake of types', async () => {
  expect(programs.map(({ id }) => id)).toEqual(IN_TYPESCRIPT);
  expect(
    await mistakesOf(
      programs.map(({ program }) => program),
      folder,
    ),
  ).toEqual([]);
});

test.each(programs)('[SDK] the program that Connect shows for $title claims, works and hands in', async ({ program }) => {
  const server = await startHttp();
  try {
    const { token } = await server.register('new-1');
    const task = { title: 'Say hello', assignee: 'new-1', reviewer: 'none' };
    expect((await server.call('POST', '/v1/tasks', { body: task })).status).toBe(201);
    const code = program.includes(REAL_MODEL) ? SCRIPTED_MODEL + program.replace(REAL_MODEL, 'scripted') : program;
    await runProgram(withoutTypes(code), { folder, url: server.url, token });
    expect((await server.call('GET', '/v1/tasks/T-1')).body).toMatchObject({ status: 'done', summary: 'Hello.' });
  } finally {
    await server.close();
  }
});
