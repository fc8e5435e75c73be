import type { ReadQueries } from '../../domain/store.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Catalogue, Plan } from './catalogue.ts';
import type { RunningWork } from './running-work.ts';
import type { Params } from './statement.ts';

/** Makes what a work holds of its queries. */
export type NewHandle<Port> = (work: RunningWork) => Port;

interface Bound {
  readonly work: RunningWork;
}

/** Binds the queries of these names. A work that writes holds what it finds (see `Storage`), one that reads holds nothing. */
export function bindQueries<Port>(catalogue: Catalogue, names: readonly string[]): NewHandle<Port> {
  // The methods stand on a prototype: a handle for each work then costs one small object rather than eighty closures.
  class Handle implements Bound {
    readonly work: RunningWork;
    constructor(work: RunningWork) {
      this.work = work;
    }
  }
  for (const name of names) {
    const plan = catalogue[name];
    invariant(plan !== undefined, `there is a plan for ${name}`);
    const isHolding = name === 'claimant' && catalogue['findAgent']?.manner.kind === 'held-find';
    Object.defineProperty(Handle.prototype, name, {
      value(this: Bound, params: Params) {
        return isHolding ? claimantHeld(this, plan, params) : this.work.ask(plan, params);
      },
    });
  }
  return (work) => new Handle(work) as Handle & Port; // the loop above gave the prototype every method of the port
}

/**
 * Counts what an agent holds only after nobody else can grant it more: two claims at once would else each count the same (SPEC CL7).
 * Two statements, because a statement sees what was there when it began, not when it had waited for its lock.
 */
async function claimantHeld(handle: Bound, plan: Plan, params: Params): Promise<unknown> {
  const { findAgent } = handle as Bound & Pick<ReadQueries, 'findAgent'>;
  await findAgent.call(handle, { project: String(params['project']), name: String(params['agent']) });
  return handle.work.ask(plan, params);
}
