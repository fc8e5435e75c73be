import { generateText, isStepCount } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { expect, test } from 'vitest';
import { batonTools } from '../../../client/integrations/ai-sdk.ts';
import { openBoard } from '../open-board.ts';

type Reply = Extract<NonNullable<ConstructorParameters<typeof MockLanguageModelV4>[0]>['doGenerate'], readonly unknown[]>[number];
type Call = readonly [name: string, input: object];

const STEPS_MAX = 12;

test('[SDK] a model of the AI SDK works, reviews and writes by tools, and reads a refusal with code and next action', async () => {
  await using board = await openBoard();
  const id = await board.task();
  const ada = await board.connect('ada');
  const adas = await ada.claim(await board.task());
  await adas.submit('The header is new.');
  const baton = await board.connect('scout', { agent: { role: 'reviewer' } });
  await ada.inbox.send('Mind the footer.', { to: { agent: 'scout' } });
  const model = scripted(
    ['task_claim', { id: adas.task.id }],
    ['inbox', { action: 'read' }],
    ['inbox', { action: 'ack', up_to: 1 }],
    ['inbox', { action: 'send', to: 'ada', body: 'I will.' }],
    ['task_claim', { labels: [], wait_s: 0 }],
    ['task_submit', { summary: 'Done.' }],
    ['review', { action: 'request_changes' }],
    ['review', { action: 'next' }],
    ['review', { action: 'approve' }],
  );
  const { steps, text } = await generateText({
    model,
    tools: batonTools(baton),
    prompt: 'Work.',
    stopWhen: isStepCount(STEPS_MAX),
  });
  const told = steps.flatMap(({ content }) =>
    content.flatMap((part) => {
      if (part.type === 'tool-error') return [`error ${part.error instanceof Error ? part.error.message : ''}`];
      return part.type === 'tool-result' ? [String(part.output)] : [];
    }),
  );
  expect(told).toEqual([
    expect.stringMatching(/^error not_claimable: .* Next: ./),
    expect.stringMatching(/from ada: Mind the footer\.$/),
    'Acknowledged up to 1.',
    expect.stringMatching(/^Sent as /),
    expect.stringContaining(`task: ${id}`),
    `${id} is handed in and validating now.`,
    expect.stringMatching(/^error not_held: You have no review in hand\./),
    expect.stringContaining('"summary":"The header is new."'),
    `${adas.task.id} is approved.`,
  ]);
  for (const line of told.filter((one) => one.startsWith('error'))) expect(line.length).toBeLessThanOrEqual(306);
  expect(text).toBe('All done.');
  // What the model itself was given after the first refusal, not only what the framework kept of it.
  expect(JSON.stringify(model.doGenerateCalls[1]?.prompt)).toContain('not_claimable: ');
  expect((await board.see(adas.task.id)).status).toBe('done');
  expect((await ada.inbox.read()).map(({ body }) => body)).toContain('I will.');
});

test('[SDK] what a model gives that is no input of the tool does not reach the board', async () => {
  await using board = await openBoard();
  const baton = await board.connect('scout');
  const model = scripted(['task_create', { title: 7 }]);
  const { steps } = await generateText({ model, tools: batonTools(baton), prompt: 'Work.', stopWhen: isStepCount(STEPS_MAX) });
  expect(steps[0]?.content.map(({ type }) => type)).toContain('tool-error');
  expect((await baton.rpc.tasks.list.query({})).items).toEqual([]);
});

/** A model that makes these calls, one a step, and is done. */
function scripted(...calls: readonly Call[]): MockLanguageModelV4 {
  const usage = {
    inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 1, text: 1, reasoning: 0 },
  };
  const replies: Reply[] = calls.map(([toolName, input], index) => ({
    content: [{ type: 'tool-call', toolCallId: `call-${index}`, toolName, input: JSON.stringify(input) }],
    finishReason: { unified: 'tool-calls', raw: undefined },
    usage,
    warnings: [],
  }));
  const last: Reply = {
    content: [{ type: 'text', text: 'All done.' }],
    finishReason: { unified: 'stop', raw: undefined },
    usage,
    warnings: [],
  };
  return new MockLanguageModelV4({ doGenerate: [...replies, last] });
}
