import { invariant } from '../../kernel/invariant.ts';
import type { Catalogue } from './catalogue.ts';
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
    Object.defineProperty(Handle.prototype, name, {
      value(this: Bound, params: Params) {
        return this.work.ask(plan, params);
      },
    });
  }
  return (work) => new Handle(work) as Handle & Port; // the loop above gave the prototype every method of the port
}
