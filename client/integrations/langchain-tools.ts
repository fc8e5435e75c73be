import { ToolMessage } from '@langchain/core/messages';
import { type StructuredToolInterface, tool } from '@langchain/core/tools';
import type { BatonTool } from './define-tool.ts';
import { BatonToolError } from './say-error.ts';

/** The tools as LangChain's own. A refusal answers the call of the model, as a ToolMessage of status `error`. */
export function toLangChain(tools: readonly BatonTool[]): StructuredToolInterface[] {
  return tools.map(({ name, description, input, run }) => {
    const act = async (given: unknown, config: { toolCall?: { id?: string } }) => {
      try {
        return await run(given);
      } catch (error) {
        const id = config.toolCall?.id;
        // Called by hand, without a call of a model, there is no message to answer with.
        if (!(error instanceof BatonToolError) || id === undefined) throw error;
        return new ToolMessage({ content: error.message, tool_call_id: id, name, status: 'error' });
      }
    };
    return tool(act, { name, description, schema: input });
  });
}
