import { BatonError } from '../../contract/errors.ts';

export function sessionNotFound(session: string): BatonError {
  return new BatonError('not_found', {
    detail: `There is no session ${session} of this agent.`,
    hint: 'Start one with POST /v1/sessions and send its id as Baton-Session, or leave the header out.',
  });
}
