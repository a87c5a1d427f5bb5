import { Test } from '@nestjs/testing';
import pg from 'pg';
import { systemActor } from '../../../src/kernel/actor.js';
import { AuditModule, SealsService, VerificationService } from '../../../src/modules/audit/index.js';
import { ReviewsService } from '../../../src/modules/audit/reviews.service.js';
import { ConfigModule } from '../../../src/platform/config/config.module.js';
import { CryptoModule } from '../../../src/platform/crypto/crypto.module.js';
import { DatabaseModule } from '../../../src/platform/database/database.module.js';
import { Db } from '../../../src/platform/database/db.js';
import { newId } from '../../../src/platform/database/ids.js';
import { sql } from '../../../src/platform/database/sql.js';
import type { Tx } from '../../../src/platform/database/tx.js';
import { EventsModule } from '../../../src/platform/events/events.module.js';
import { HttpModule } from '../../../src/platform/http/http.module.js';
import { cloneDatabase } from '../../support/database.js';

const actor = systemActor('test');

/** A database with the audit module over it, worked with as the application and, for harm, as the owner. */
export interface TrailWorld {
  db: Db;
  seals: SealsService;
  verification: VerificationService;
  reviews: ReviewsService;
  owner: pg.Client;
  url: string;
  ownerUrl: string;
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** One committed change of the trail. */
  change(): Promise<void>;
  sealOnce(): Promise<number>;
  /** Until nothing waits: transaction ids are the whole server's, so writers of other databases delay a seal. */
  seal(): Promise<number>;
  close(): Promise<void>;
}

export async function trailWorld(): Promise<TrailWorld> {
  const database = await cloneDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    REDIS_URL: process.env['TEST_REDIS_URL'],
    DATABASE_POOL: '40',
    DATA_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  });
  const module = await Test.createTestingModule({
    imports: [ConfigModule, CryptoModule, DatabaseModule, EventsModule, HttpModule, AuditModule],
  }).compile();
  await module.init();
  const db = module.get(Db);
  const seals = module.get(SealsService);
  const owner = new pg.Client({
    connectionString: database.ownerUrl,
    options: '-c search_path=kruzhok,public',
  });
  await owner.connect();
  const tx = <T>(work: (open: Tx) => Promise<T>) => db.tx(actor, work);
  const sealOnce = async (): Promise<number> => {
    await seals.noteCeiling();
    return (await tx((open) => seals.seal(open))).sealed;
  };
  return {
    ...{ db, seals, owner, tx, url: database.url, ownerUrl: database.ownerUrl },
    verification: module.get(VerificationService),
    reviews: module.get(ReviewsService),
    change: () => tx((open) => addBranch(open)),
    sealOnce,
    async seal() {
      let sealed = 0;
      for (let attempt = 0; attempt < 300; attempt += 1) {
        sealed += await sealOnce();
        if ((await seals.standing(db)).waiting === 0) return sealed;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error('something never settles');
    },
    async close() {
      await owner.end();
      await module.close();
      await database.drop();
    },
  };
}

export async function addBranch(tx: Tx): Promise<void> {
  const id = newId();
  await tx.run(
    sql`insert into branches (id, code, name, time_zone) values (${id}, ${id.slice(-12)}, ${id}, 'UTC')`,
  );
}
