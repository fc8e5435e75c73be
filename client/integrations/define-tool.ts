import type { z } from 'zod';
import { toToolError } from './say-error.ts';

/** One tool as every framework can offer it. */
export interface BatonTool {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodObject;
  /** Takes what the model gave and answers with text for it. Rejects with BatonToolError for what the model can do something about. */
  run(input: unknown): Promise<string>;
}

interface Definition<Input extends z.ZodObject> {
  readonly name: string;
  readonly description: string;
  readonly input: Input;
  run(input: z.output<Input>): Promise<string>;
}

/** A tool whose input is read by its own schema, and whose errors are said as the model reads them. */
export function defineTool<Input extends z.ZodObject>(definition: Definition<Input>): BatonTool {
  const { name, description, input } = definition;
  return {
    name,
    description,
    input,
    async run(given) {
      try {
        return await definition.run(input.parse(given));
      } catch (error) {
        throw toToolError(error);
      }
    },
  };
}
