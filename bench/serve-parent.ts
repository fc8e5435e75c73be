import type { Answer } from './child.ts';

/**
 * The other end of a Child: answers its questions until it disconnects, then closes and exits in order, so that a CPU
 * profile is written.
 */
export function serveParent<Question>(answer: (question: Question) => Promise<unknown>, close: () => Promise<void>): void {
  const reply = (value: Answer) => process.send?.(value);
  process.on('message', (question) => {
    // The parent sends questions of this script alone.
    answer(question as Question).then(
      (value) => reply({ ok: true, value }),
      (error: unknown) => reply({ ok: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.on('disconnect', () => {
    void close().finally(() => process.exit(0));
  });
}
