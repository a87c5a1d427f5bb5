import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from '../database/sql.js';
import { Timers } from './timers.js';

/** What the platform itself must do every day: partitions of the trail ahead, answers and ticks of long ago away. */
@Injectable()
export class Housekeeping implements OnModuleInit {
  constructor(private readonly timers: Timers) {}

  onModuleInit(): void {
    this.timers.every('day', 'housekeeping.due', async (tx) => {
      await tx.run(sql`delete from idempotency_keys where created_at < now() - interval '72 hours'`);
      await tx.run(sql`delete from timer_runs where tick < now() - interval '40 days'`);
      // Making a partition locks the trail: better to fail and be tried again than to make every writer wait behind it.
      await tx.run(sql`set local lock_timeout = '2s'`);
      await tx.run(sql`select create_audit_partitions(3)`);
    });
  }
}
