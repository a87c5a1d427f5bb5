import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { systemActor } from '../../../kernel/actor.js';
import { Clock } from '../../../platform/clock/clock.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import type { Config } from '../../../platform/config/config.js';
import { Db } from '../../../platform/database/db.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Rounds } from '../../../platform/queue/rounds.js';
import { IN_TIME, readingSettings } from '../report-transaction.js';
import { foldBranches } from './memberships.sql.js';
import { foldDays, foldMonths } from './teaching.sql.js';

/** Days of branches: a batch is done in seconds, also where a day has a thousand marks and nothing of it is in memory. */
const CHANGES = 200;
const BRANCHES = 20;
const clerk = systemActor('rollups');

/** Keeps the rollups: what changed is rolled up anew, a batch to a transaction. */
@Injectable()
export class Rollups {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** One batch; true when there may be more. Of several workers one does it, the others pass. */
  async round(): Promise<boolean> {
    const waiting = await this.db.find(sql`
      select 1 where exists (select from teaching_changes) or exists (select from membership_changes)
        or exists (select from membership_folds where next_left_on <= (${this.clock.now()}::timestamptz + interval '1 day')::date)`);
    if (waiting === null) return false;
    return this.db.tx(clerk, async (tx) => {
      // Taken before the statements that read: each of them sees all that the holder before has committed.
      const turn = await tx.one<{ isMine: boolean }>(sql`
        select pg_try_advisory_xact_lock(hashtext('kruzhok rollups ' || current_schema())) as "isMine"`);
      if (!turn.isMine) return false;
      await tx.run(readingSettings(IN_TIME));
      const [days, branches] = [await this.foldDays(tx), await this.foldBranches(tx)];
      return days || branches;
    });
  }

  private async foldDays(tx: Tx): Promise<boolean> {
    const touched = await tx.query<{ branchId: string; month: string }>(foldDays(CHANGES));
    if (touched.length > 0) await tx.run(foldMonths(touched));
    return touched.length > 0;
  }

  private async foldBranches(tx: Tx): Promise<boolean> {
    const { branches } = await tx.one<{ branches: number }>(foldBranches(tx.now, BRANCHES));
    return branches > 0;
  }
}

/** Changes of some seconds are rolled up together; until then they are read from the ledgers, which costs little. */
const EVERY_MS = 5_000;

/** The rounds of a worker; any number of them may run. */
@Injectable()
export class RollupRounds implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds: Rounds;

  constructor(@Inject(CONFIG) config: Config, rollups: Rollups) {
    this.rounds = new Rounds({
      ...{ name: 'rollups', databaseUrl: config.DATABASE_URL, pollMs: EVERY_MS },
      ...{ waiting: 'rollups wait', again: 'rollups go on' },
      round: () => rollups.round(),
    });
  }

  onApplicationBootstrap(): Promise<void> {
    return this.rounds.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }
}
