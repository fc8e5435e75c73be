import type { StructuredToolInterface } from '@langchain/core/tools';
import type { Baton } from '../baton.ts';
import { batonToolsOf } from './baton-tools.ts';
import { toLangChain } from './langchain-tools.ts';
import { Workbench } from './workbench.ts';

export { type BatonMiddlewareOptions, batonMiddleware } from './langchain-middleware.ts';
export { BatonToolError } from './say-error.ts';

/**
 * The tools of a board for LangChain.js. What is claimed is renewed by the client until it is settled, or the client is closed. A refusal
 * is a ToolMessage of status `error` with code, fact and next action. Agents of `createAgent` use `batonMiddleware`, which brings them.
 */
export function batonTools(baton: Baton): StructuredToolInterface[] {
  return toLangChain(batonToolsOf(new Workbench(baton)));
}
