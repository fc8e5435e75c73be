import { type ToolSet, tool } from 'ai';
import type { Baton } from '../baton.ts';
import { batonToolsOf } from './baton-tools.ts';
import { Workbench } from './workbench.ts';

export { BatonToolError } from './say-error.ts';

/**
 * The tools of a board for the Vercel AI SDK: `generateText({ model, tools: batonTools(baton), … })`. What is claimed is renewed by the
 * client until it is settled, or the client is closed. A refusal is an error of the tool whose text is code, fact and next action.
 */
export function batonTools(baton: Baton): ToolSet {
  const tools = batonToolsOf(new Workbench(baton));
  const entries = tools.map(({ name, description, input, run }) => {
    return [name, tool({ description, inputSchema: input, execute: (given: unknown) => run(given) })] as const;
  });
  return Object.fromEntries(entries);
}
