import { BatonError, ConnectionFailed } from '../baton-errors.ts';

/** What a model is told of a refusal: no more than this. */
export const TOLD_MAX_CHARS = 300;
/** The next action counts more than the details, so it gets its part first. */
const HINT_MAX_CHARS = 140;

/** A refusal of a tool of ours, in the words that the model reads: code, fact, next action, at most 300 characters. */
export class BatonToolError extends Error {
  override readonly name = 'BatonToolError';
  /** One of the error table's codes; or `not_held`, `connection_failed`. */
  readonly code: string;

  constructor(code: string, fact: string, next: string, options?: ErrorOptions) {
    super(tell(code, fact, next), options);
    this.code = code;
  }
}

/** A BatonToolError for what the client throws on purpose. Throws what it does not know: a mistake of ours is none of the model's. */
export function toToolError(error: unknown): BatonToolError {
  if (error instanceof BatonToolError) return error;
  if (error instanceof ConnectionFailed) {
    return new BatonToolError(error.code, error.message, 'Go on with what needs no server, then try again.', { cause: error });
  }
  if (error instanceof BatonError) {
    const [problem] = error.problems;
    const fact = problem === undefined ? error.message : `${problem.path}: ${problem.message}`;
    return new BatonToolError(error.code, fact, error.hint, { cause: error });
  }
  throw error;
}

function tell(code: string, fact: string, next: string): string {
  const hint = next === '' ? '' : ` Next: ${cut(next, HINT_MAX_CHARS)}`;
  return `${code}: ${cut(fact, TOLD_MAX_CHARS - code.length - hint.length - 2)}${hint}`;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}
