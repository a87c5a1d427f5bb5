import type { Config } from '../config/config.js';
import { Queue } from './queue.js';
import { Rounds } from './rounds.js';

interface RowQueueOptions<Row, Job extends object> {
  /** Of the queue. */
  name: string;
  config: Config;
  rounds: Omit<ConstructorParameters<typeof Rounds>[0], 'databaseUrl' | 'round'>;
  atOnce: number;
  batch: number;
  /** Whether a full batch is followed by the next at once; else what did not fit waits for the next commit or poll. */
  isGreedy: boolean;
  /** Takes rows that are due, at most so many, for as long as a lease. */
  take: (limit: number) => Promise<Row[]>;
  jobOf: (row: Row) => { id: string; data: Job };
  carryOut: (job: Job) => Promise<void>;
  /** Gives back what was taken and could not be queued; without it the lease ends. */
  release?: (rows: Row[]) => Promise<void>;
}

/** A try is a job of its own: one that a dead worker left behind does not stand in the way of the next. */
export const jobOfTry = ({
  id,
  tries,
}: {
  id: string;
  tries: number;
}): { id: string; data: { id: string } } => ({ id: `${id}--${String(tries)}`, data: { id } });

/** Brings rows that are due to a Bull queue, and the jobs of that queue to whoever carries them out. The rows are the truth. */
export class RowQueue<Row, Job extends object> {
  private readonly queue: Queue<Job>;
  private readonly rounds: Rounds;

  constructor(private readonly options: RowQueueOptions<Row, Job>) {
    const { name, config, rounds } = options;
    this.queue = new Queue(name, { redisUrl: config.REDIS_URL, prefix: config.REDIS_PREFIX });
    this.rounds = new Rounds({ ...rounds, databaseUrl: config.DATABASE_URL, round: () => this.round() });
  }

  async start(): Promise<void> {
    this.queue.process(this.options.atOnce, this.options.carryOut);
    await this.rounds.start();
  }

  async stop(): Promise<void> {
    await this.rounds.stop();
    await this.queue.close();
  }

  /** One batch from the rows to the queue; whether there may be more. */
  private async round(): Promise<boolean> {
    const { batch, take, jobOf, release, isGreedy } = this.options;
    if (!this.queue.isReady()) throw new Error('Redis does not answer');
    const taken = await take(batch);
    if (taken.length === 0) return false;
    try {
      await this.queue.add(taken.map(jobOf));
    } catch (error) {
      await release?.(taken);
      throw error;
    }
    return isGreedy && taken.length === batch;
  }
}
