/** What is to be ended when the program ends, the last first; also what is still being started in that moment. */
export class Endings {
  readonly #endings: Array<() => Promise<void>> = [];
  #ended: Promise<void> = Promise.resolve();

  add(end: () => Promise<void>): void {
    this.#endings.push(end);
  }

  endAll(): Promise<void> {
    this.#ended = this.#ended.then(() => this.#endAll());
    return this.#ended;
  }

  async #endAll(): Promise<void> {
    for (let end = this.#endings.pop(); end !== undefined; end = this.#endings.pop()) await end();
  }
}
