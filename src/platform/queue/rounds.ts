import { Logger } from '@nestjs/common';
import pg from 'pg';

const POLL_MS = 1_000;
const TOLD_AT = 3;

interface RoundsOptions {
  /** Name in the log. */
  name: string;
  databaseUrl: string;
  /** What PostgreSQL notifies when there may be something to do; without it there is the poll alone. */
  channel?: string;
  pollMs?: number;
  /** What is said once when rounds keep failing, and when they succeed again. */
  waiting: string;
  again?: string;
  /** Brings what is due to a queue; true when there may be more. */
  round: () => Promise<boolean>;
}

/**
 * Rounds over rows that are the truth: woken by the database at each commit, and by a slow poll behind it. One round at
 * a time; who asks during one gets one more, since what was committed meanwhile is not in it.
 */
export class Rounds {
  private readonly logger: Logger;
  private listener: pg.Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private isAsked = false;
  private isStopped = false;
  private failures = 0;

  constructor(private readonly options: RoundsOptions) {
    this.logger = new Logger(options.name);
  }

  async start(): Promise<void> {
    this.timer = setInterval(() => this.wake(), this.options.pollMs ?? POLL_MS);
    await this.listen();
    this.wake();
  }

  /** Begins no more rounds, and waits for the one that runs. */
  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
    await this.listener?.end().catch(() => undefined);
  }

  private wake(): void {
    if (this.isStopped) return;
    this.isAsked = true;
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
  }

  private async run(): Promise<void> {
    while (this.isAsked && !this.isStopped) {
      this.isAsked = false;
      try {
        if (await this.options.round()) this.isAsked = true;
        if (this.failures >= TOLD_AT && this.options.again !== undefined)
          this.logger.warn(this.options.again);
        this.failures = 0;
      } catch (error) {
        // Told once, and not for the moment in which a starting worker has no connection yet.
        this.failures += 1;
        if (this.failures === TOLD_AT)
          this.logger.warn(
            `${this.options.waiting}: ${error instanceof Error ? error.message : String(error)}`,
          );
        return;
      }
    }
  }

  /** LISTEN needs a connection of its own, past any pooler; the poll covers the time without one. */
  private async listen(): Promise<void> {
    const { channel } = this.options;
    if (this.isStopped || channel === undefined) return;
    const client = new pg.Client({ connectionString: this.options.databaseUrl });
    client.on('notification', () => this.wake());
    client.on('error', () => undefined);
    client.on('end', () => setTimeout(() => void this.listen(), POLL_MS).unref());
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      this.listener = client;
    } catch {
      await client.end().catch(() => undefined);
    }
  }
}
