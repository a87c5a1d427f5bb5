import Bull from 'bull';

const RECONNECT_MS = 2_000;

/** A Bull queue behind the only door to it: jobs carry ids, never personal data. */
export class Queue<T extends object> {
  private readonly bull: Bull.Queue<T>;

  constructor(name: string, settings: { redisUrl: string; prefix: string }) {
    this.bull = new Bull<T>(name, settings.redisUrl, {
      prefix: `${settings.prefix}:bull`,
      // Left alone, Bull asks for a Redis that came back only every 20 s.
      redis: { retryStrategy: (times: number) => Math.min(times * 100, RECONNECT_MS) },
      // An id that Bull still remembers cannot be added again: nothing may be remembered.
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
    });
    // Redis away is no fault of a job; the rows wait in PostgreSQL.
    this.bull.on('error', () => undefined);
  }

  /** Whether an `add` has somebody to talk to. */
  isReady(): boolean {
    return this.bull.client.status === 'ready';
  }

  process(concurrency: number, work: (data: T) => Promise<void>): void {
    void this.bull.process(concurrency, (job: Bull.Job<T>) => work(job.data)).catch(() => undefined);
  }

  /** Adds jobs; one whose id already waits is not added twice. Gives up when Redis does not answer in time. */
  async add(jobs: readonly { id: string; data: T }[]): Promise<void> {
    const added = this.bull.addBulk(jobs.map(({ id, data }) => ({ data, opts: { jobId: id } })));
    await within(added, 5_000);
  }

  async close(): Promise<void> {
    await within(this.bull.close(), 12_000).catch(() => undefined);
  }
}

function within<R>(work: Promise<R>, milliseconds: number): Promise<R> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Redis does not answer')), milliseconds);
  });
  work.catch(() => undefined);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
