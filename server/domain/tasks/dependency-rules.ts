import { BatonError } from '../../contract/errors.ts';

interface BatchItem {
  readonly ref?: string | undefined;
  readonly dependsOn: readonly string[];
}

const TASK_ID = /^T-[0-9]+$/;

/** The indexes of a batch in an order in which each comes after those it depends on. Throws `cycle`, or `invalid_input` for a ref that is not there. */
export function orderByDependency(items: readonly BatchItem[]): number[] {
  const byRef = indexRefs(items);
  const state = new Map<number, 'visiting' | 'placed'>();
  const order: number[] = [];
  for (let start = 0; start < items.length; start += 1) place(start, items, { byRef, state, order });
  return order;
}

interface Placing {
  readonly byRef: ReadonlyMap<string, number>;
  readonly state: Map<number, 'visiting' | 'placed'>;
  readonly order: number[];
}

function place(start: number, items: readonly BatchItem[], { byRef, state, order }: Placing): void {
  // An explicit stack: a chain as long as the largest batch must not exhaust the call stack.
  const stack = [{ index: start, next: 0 }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    if (top === undefined) return;
    if (state.get(top.index) === 'placed') {
      stack.pop();
      continue;
    }
    state.set(top.index, 'visiting');
    const dependency = items[top.index]?.dependsOn[top.next];
    top.next += 1;
    if (dependency === undefined) {
      state.set(top.index, 'placed');
      order.push(top.index);
      stack.pop();
      continue;
    }
    const index = byRef.get(dependency);
    if (index === undefined) {
      if (TASK_ID.test(dependency)) continue;
      throw unknownRef(dependency);
    }
    if (state.get(index) === 'visiting') throw cycle([dependency]);
    if (state.get(index) !== 'placed') stack.push({ index, next: 0 });
  }
}

function indexRefs(items: readonly BatchItem[]): Map<string, number> {
  const byRef = new Map<string, number>();
  items.forEach(({ ref }, index) => {
    if (ref === undefined) return;
    if (byRef.has(ref)) {
      throw new BatonError('invalid_input', {
        detail: `The ref ${ref} is used twice.`,
        hint: 'Give each task of a batch its own ref.',
      });
    }
    byRef.set(ref, index);
  });
  return byRef;
}

/** Refuses a circle among dependencies, naming the tasks in it. */
export function cycle(ids: readonly string[]): BatonError {
  return new BatonError('cycle', {
    detail: `The dependencies would form a circle through ${ids.join(', ')}.`,
    hint: 'Take one of these dependencies out.',
  });
}

function unknownRef(ref: string): BatonError {
  return new BatonError('invalid_input', {
    detail: `dependsOn names ${ref}, which is neither a task id nor a ref of this batch.`,
    hint: 'Use ids like T-12, or the `ref` of another task of the same batch.',
  });
}
