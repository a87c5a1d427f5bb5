import type { INestApplicationContext, Type } from '@nestjs/common';
import { systemActor, type Actor } from '../kernel/actor.js';
import { addDays, type LocalDate } from '../kernel/local-date.js';
import { Clock } from '../platform/clock/clock.js';
import { Db } from '../platform/database/db.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/tx.js';
import { ActorSource } from '../platform/operations/actor-source.js';

const demo = systemActor('demo');

/** What the demo centre is played on: the services of the application, its clock, and people who act on their own behalf. */
export class Stage {
  readonly db: Db;
  readonly clock: Clock;
  private readonly actors = new Map<string, Actor>();

  constructor(private readonly app: INestApplicationContext) {
    this.db = this.get(Db);
    this.clock = this.get(Clock);
  }

  get<T>(service: Type<T>): T {
    return this.app.get(service);
  }

  /** One transaction of the demo itself. */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.tx(demo, work);
  }

  /** One transaction on behalf of somebody of the staff, with what they may do and no more. */
  async by<T>(login: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const known = this.actors.get(login) ?? (await this.load(login));
    this.actors.set(login, known);
    return this.db.tx(known, work);
  }

  /** The first day from this one on that no closure of the branch takes. */
  async openDay(branchId: string, from: LocalDate): Promise<LocalDate> {
    const closure = await this.db.find<{ toOn: LocalDate }>(sql`
      select to_on as "toOn" from closures
      where lifted_at is null and (branch_id is null or branch_id = ${branchId}) and ${from}::date between from_on and to_on limit 1`);
    return closure === null ? from : this.openDay(branchId, addDays(closure.toOn, 1));
  }

  private async load(login: string): Promise<Actor> {
    const user = await this.db.find<{ id: string }>(sql`select id from users where login = ${login}`);
    const actor = user === null ? null : await this.get(ActorSource).find(user.id);
    if (actor === null) throw new Error(`the demo centre has no user ${login}`);
    return actor;
  }
}
