import { setTimeout } from 'node:timers/promises';

const LONGEST_MS = 1_000;

/**
 * When the next run may begin: after a pause of `times` as long as the last one took, a second at most. Whoever works in the
 * API shares the database with a worker, and often the processors too, and is not to feel a queue of reports.
 */
export class Pace {
  private freeAt = 0;
  private readonly ending = new AbortController();

  constructor(private readonly times: number) {}

  /** One run, when it may begin; at once when the process goes down. */
  async run(work: () => Promise<void>): Promise<void> {
    const { signal } = this.ending;
    for (let pause = this.pause(); pause > 0 && !signal.aborted; pause = this.pause())
      await setTimeout(pause, undefined, { signal }).catch(() => undefined);
    const began = performance.now();
    try {
      await work();
    } finally {
      const ended = performance.now();
      this.freeAt = Math.max(this.freeAt, ended + Math.min(this.times * (ended - began), LONGEST_MS));
    }
  }

  end(): void {
    this.ending.abort();
  }

  private pause(): number {
    return this.freeAt - performance.now();
  }
}
