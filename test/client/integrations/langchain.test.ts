import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { fakeModel } from '@langchain/core/testing';
import { tool } from '@langchain/core/tools';
// LangChain brings it.
import { Command, interrupt, MemorySaver } from '@langchain/langgraph';
import { createAgent, createMiddleware } from 'langchain';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { connectBaton } from '../../../client/index.ts';
import { BatonToolError, batonMiddleware, batonTools } from '../../../client/integrations/langchain.ts';
import { openMendingProxy } from '../mending-proxy.ts';
import { openBoard } from '../open-board.ts';

const START = { messages: [new HumanMessage('Work.')] };

test('[SDK] an agent of LangChain claims, notes progress, attaches, hands in and asks, by tools, without an epoch of its own', async () => {
  await using board = await openBoard();
  const first = await board.task({ acceptance: ['It works'] });
  const second = await board.task({ priority: 3 });
  const baton = await board.connect('scout');
  const model = fakeModel()
    .respondWithTools([{ name: 'task_claim', args: {} }])
    .respondWithTools([
      { name: 'task_update', args: { progress: 'Half', percent: 50, artifact_name: 'a.md', artifact_text: '# A' } },
    ])
    .respondWithTools([{ name: 'task_submit', args: { summary: 'Done.', answers: [{ met: true }] } }])
    .respondWithTools([{ name: 'task_claim', args: { id: second } }])
    .respondWithTools([{ name: 'task_update', args: { blocked_kind: 'question', blocked_reason: 'Which port?' } }])
    .respondWithTools([{ name: 'task_create', args: { title: 'A third' } }])
    .respondWithTools([{ name: 'task_get', args: { id: first } }])
    .respond(new AIMessage('All done.'));
  const agent = createAgent({ model, tools: batonTools(baton) });
  const { messages } = await agent.invoke(START);
  const said = messages.filter((one) => ToolMessage.isInstance(one)).map((one) => [one.status ?? 'success', one.text]);
  expect(said).toEqual([
    ['success', expect.stringMatching(new RegExp(`^task: ${first}\\n[\\s\\S]*It works[\\s\\S]*is yours for [1-9][0-9]* s more`))],
    ['success', expect.stringMatching(/^Noted\. Attached a\.md, 3 bytes\./)],
    ['success', `${first} is handed in and validating now.`],
    ['success', expect.stringContaining(`task: ${second}`)],
    ['success', expect.stringContaining(`${second} waits now`)],
    ['success', 'T-3 is todo.'],
    ['success', expect.stringContaining('status: validating')],
  ]);
  expect(await board.see(first)).toMatchObject({ status: 'validating', summary: 'Done.' });
  expect(await board.see(second)).toMatchObject({ status: 'blocked', blocked: { kind: 'question', reason: 'Which port?' } });
});

test('[SDK] a refusal reaches the model as an error message of at most 300 characters, with code and next action', async () => {
  await using board = await openBoard();
  const id = await board.task({ title: 'x'.repeat(200) });
  await (await board.connect('ada')).claim(id);
  const baton = await board.connect('scout');
  const model = fakeModel()
    .respondWithTools([{ name: 'task_claim', args: { id } }])
    .respondWithTools([{ name: 'task_submit', args: { summary: 'Mine.' } }])
    .respondWithTools([{ name: 'inbox', args: { action: 'send', to: 'nobody', body: 'Hello' } }])
    .respond(new AIMessage('I give up.'));
  const { messages } = await createAgent({ model, tools: batonTools(baton) }).invoke(START);
  const refusals = messages.filter((one) => ToolMessage.isInstance(one));
  expect(refusals.map(({ status }) => status)).toEqual(['error', 'error', 'error']);
  expect(refusals.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^task_held: .*ada.* Next: ./),
    'not_held: You do not hold a task. Next: Call task_claim first.',
    expect.stringMatching(/^(invalid_input|not_found): .* Next: ./),
  ]);
  for (const { text } of refusals) expect(text.length).toBeLessThanOrEqual(300);
  const [claim] = batonTools(baton);
  await expect(claim?.invoke({ id })).rejects.toThrow(BatonToolError);
});

test('[SDK] the middleware shows unread messages before the model, and acknowledges them once it has answered', async () => {
  await using board = await openBoard();
  const baton = await board.connect('scout');
  const ada = await board.connect('ada');
  await ada.inbox.send('The header too.', { to: { agent: 'scout' } });
  const model = fakeModel()
    .respond(new Error('The model is down.'))
    .respond(new AIMessage('Yes.'))
    .respond(new AIMessage('Nothing new.'));
  const agent = createAgent({ model, middleware: [batonMiddleware(baton)] });
  await expect(agent.invoke(START)).rejects.toThrow('The model is down.');
  expect(await baton.inbox.read()).toHaveLength(1);
  await agent.invoke(START);
  expect(model.calls[1]?.messages.at(-1)?.text).toMatch(/from ada: The header too\.$/);
  expect(await baton.inbox.read()).toEqual([]);
  await agent.invoke(START);
  expect(model.calls[2]?.messages.at(-1)?.text).toBe('Work.');
});

test('[SDK] at the end the middleware hands in what the model said last, and gives back what cannot be handed in', async () => {
  await using board = await openBoard();
  const [plain, strict] = [await board.task(), await board.task({ acceptance: ['It works'] })];
  const baton = await board.connect('scout');
  const task = await baton.claim(plain);
  const model = fakeModel()
    .respond(new AIMessage('The footer has moved.'))
    .respondWithTools([{ name: 'task_claim', args: { id: strict } }])
    .respond(new AIMessage('It works.'));
  await createAgent({ model, middleware: [batonMiddleware(baton, { task })] }).invoke(START);
  expect(await board.see(plain)).toMatchObject({ status: 'validating', summary: 'The footer has moved.' });
  await createAgent({ model, middleware: [batonMiddleware(baton)] }).invoke(START);
  expect(await board.see(strict)).toMatchObject({
    status: 'todo',
    attemptLog: [{ outcome: 'released', reason: expect.stringContaining('acceptance criteria') }],
  });
});

test('[SDK] when the model or a tool throws, what is held goes back at once with that as the reason', async () => {
  await using board = await openBoard();
  const [mine, claimed] = [await board.task(), await board.task()];
  const baton = await board.connect('scout', { agent: { maxConcurrent: 2 } });
  const fail = async () => {
    throw new RangeError('The disk is full.');
  };
  const write = tool(fail, { name: 'write', description: 'Writes a file.', schema: z.object({}) });
  const model = fakeModel()
    .respondWithTools([{ name: 'task_claim', args: { id: claimed } }])
    .respond(new Error('The model is down.'))
    .respondWithTools([{ name: 'task_claim', args: { id: claimed } }])
    .respondWithTools([{ name: 'write', args: {} }]);
  const newAgent = (options = {}) => createAgent({ model, tools: [write], middleware: [batonMiddleware(baton, options)] });
  await expect(newAgent({ task: await baton.claim(mine) }).invoke(START)).rejects.toThrow('The model is down.');
  for (const id of [mine, claimed]) {
    expect(await board.see(id)).toMatchObject({ status: 'todo', attemptLog: [{ reason: 'Error: The model is down.' }] });
  }
  await expect(newAgent().invoke(START)).rejects.toThrow('The disk is full.');
  expect(await board.see(claimed)).toMatchObject({ status: 'todo', attempts: 2 });
  expect((await board.see(claimed)).attemptLog).toContainEqual(
    expect.objectContaining({ reason: 'RangeError: The disk is full.' }),
  );
});

test('[SDK] a tool that asks a person only pauses the run: what is held stays in hand', async () => {
  await using board = await openBoard();
  const id = await board.task();
  const baton = await board.connect('scout');
  const ask = tool(async () => String(interrupt('Shall I?')), { name: 'ask', description: 'Asks.', schema: z.object({}) });
  const model = fakeModel()
    .respondWithTools([{ name: 'ask', args: {} }])
    .respond(new AIMessage('It is done.'));
  const task = await baton.claim(id);
  const middleware = [batonMiddleware(baton, { task })];
  const agent = createAgent({ model, tools: [ask], middleware, checkpointer: new MemorySaver() });
  const thread = { configurable: { thread_id: '1' } };
  await agent.invoke(START, thread);
  expect((await board.see(id)).status).toBe('doing');
  await agent.invoke(new Command({ resume: 'yes' }), thread);
  expect(await board.see(id)).toMatchObject({ status: 'validating', summary: 'It is done.' });
});

test('[LE2] when the lease is lost while the model thinks, the agent stops without waiting for it and hands nothing in', async () => {
  await using board = await openBoard();
  const id = await board.task();
  const baton = await board.connect('scout');
  const task = await baton.claim(id);
  const model = new SleepingModel();
  const run = createAgent({ model, middleware: [batonMiddleware(baton, { task })] }).invoke(START);
  await model.asked;
  await board.server.call('POST', `/v1/tasks/${id}/cancel`, { body: { reason: 'no longer needed' } });
  // Any call of the holder tells it, sooner than the next heartbeat.
  await expect(task.progress('still at it')).rejects.toThrow();
  const { messages } = await run;
  expect(messages.at(-1)?.text).toMatch(new RegExp(`of ${id} is not yours .*I have stopped working on it\\.$`));
  expect((await board.see(id)).orphans).toEqual([expect.objectContaining({ operation: 'tasks.progress' })]);
});

test('[LE2] a tool that was asked for before the loss does not run after it, and the model is not asked again', async () => {
  await using board = await openBoard();
  const id = await board.task();
  const baton = await board.connect('scout');
  const task = await baton.claim(id);
  const ran = vi.fn(async () => 'ran');
  const write = tool(ran, { name: 'write', description: 'Writes a file.', schema: z.object({}) });
  const model = fakeModel()
    .respondWithTools([{ name: 'write', args: {} }])
    .respond(new AIMessage('not to be reached'));
  const losing = createMiddleware({
    name: 'Losing',
    async afterModel() {
      await board.server.call('POST', `/v1/tasks/${id}/cancel`, { body: { reason: 'no longer needed' } });
      await task.progress('half').catch(() => {});
    },
  });
  const middleware = [batonMiddleware(baton, { task }), losing];
  const { messages } = await createAgent({ model, tools: [write], middleware }).invoke(START);
  expect([task.outcome, ran.mock.calls.length, model.callCount]).toEqual(['lost', 0, 1]);
  const [refused, last] = messages.slice(-2);
  expect(refused).toMatchObject({ status: 'error', content: expect.stringMatching(/^lease_lost: /) });
  expect(last?.text).toContain('I have stopped working on it.');
});

test('[SDK] at the end all goes back where more than one task is held: nobody knows of which the model spoke last', async () => {
  await using board = await openBoard();
  const [mine, claimed] = [await board.task(), await board.task()];
  const baton = await board.connect('scout', { agent: { maxConcurrent: 2 } });
  const model = fakeModel()
    .respondWithTools([{ name: 'task_claim', args: { id: claimed } }])
    .respond(new AIMessage('It works.'));
  const task = await baton.claim(mine);
  await createAgent({ model, middleware: [batonMiddleware(baton, { task })] }).invoke(START);
  for (const id of [mine, claimed]) {
    expect(await board.see(id)).toMatchObject({ status: 'todo', summary: null, attemptLog: [{ reason: 'no result' }] });
  }
});

test.each(['wrapModelCall', 'afterModel'] as const)(
  '[LE2] when one of two tasks is lost in %s, the other goes back, and mail that no model answered to is not acknowledged',
  async (when) => {
    await using board = await openBoard();
    const [mine, claimed] = [await board.task(), await board.task({ reviewer: 'none' })];
    const baton = await board.connect('scout', { agent: { maxConcurrent: 2 } });
    const task = await baton.claim(mine);
    const model = fakeModel()
      .respondWithTools([{ name: 'task_claim', args: { id: claimed } }])
      .respondWithTools([{ name: 'task_get', args: { id: claimed } }])
      .respond(new AIMessage('not to be handed in'));
    const lose = async () => {
      await board.server.call('POST', `/v1/tasks/${mine}/cancel`, { body: { reason: 'no longer needed' } });
      await task.progress('half').catch(() => {});
    };
    let calls = 0;
    const losing = createMiddleware({
      name: 'Losing',
      async wrapModelCall(request, handler) {
        calls += 1;
        if (when === 'wrapModelCall' && calls === 2) await lose();
        return handler(request);
      },
      async afterModel() {
        if (calls === 1) await (await board.connect('ada')).inbox.send('Look again.', { to: { agent: 'scout' } });
        if (when === 'afterModel' && calls === 2) await lose();
      },
    });
    const { messages } = await createAgent({ model, middleware: [batonMiddleware(baton, { task }), losing] }).invoke(START);
    expect(messages.at(-1)?.text).toContain('I have stopped working on it.');
    expect(await board.see(claimed)).toMatchObject({
      status: 'todo',
      summary: null,
      attemptLog: [{ reason: `The agent lost ${mine}, and stopped.` }],
    });
    expect(await baton.inbox.read()).toHaveLength(when === 'wrapModelCall' ? 1 : 0);
  },
);

test.each(['inbox.list', 'inbox.ack'])('[SDK] where %s fails the agent works on, and its mail comes again', async (path) => {
  await using board = await openBoard();
  const id = await board.task();
  const { token } = await board.server.register('scout');
  await (await board.connect('ada')).inbox.send('The header too.', { to: { agent: 'scout' } });
  const refuses = (one: string) => one.includes(path);
  await using proxy = await openMendingProxy(board.server, (value) => value, { refuses });
  await using baton = await connectBaton({ url: proxy.url, token, transport: 'http' });
  const model = fakeModel().respond(new AIMessage('The footer has moved.'));
  const task = await baton.claim(id);
  await createAgent({ model, middleware: [batonMiddleware(baton, { task })] }).invoke(START);
  expect(await board.see(id)).toMatchObject({ status: 'validating', summary: 'The footer has moved.' });
  expect((await board.server.call('GET', '/v1/inbox', { token })).body.items).toHaveLength(1);
});

/** A model that never answers. */
class SleepingModel extends BaseChatModel {
  readonly asked: Promise<void>;
  #onAsked = () => {};

  constructor() {
    super({});
    this.asked = new Promise((resolve) => {
      this.#onAsked = resolve;
    });
  }

  override _llmType(): string {
    return 'sleeping';
  }

  override bindTools(): this {
    return this;
  }

  override _generate(): Promise<never> {
    this.#onAsked();
    return new Promise(() => {});
  }
}
