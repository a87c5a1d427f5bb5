import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import { newId } from '../../platform/database/ids.js';
import { reach } from '../../platform/database/reach.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { clientReach, groupReach, Groups, Schedule } from '../schedule/index.js';
import { CalendarRow } from './calendar.entity.js';
import type { Calendar, CalendarRequest } from './calendars.dto.js';
import { CalendarNotFound } from './calendars.errors.js';
import { calendarOpened, calendarRevoked } from './calendars.events.js';
import { calendarReach, CalendarsQueries } from './calendars.queries.js';
import { Calendars } from './calendars.permissions.js';

/** The secret of an address; only its hash is kept. */
export const newToken = (): string => randomBytes(32).toString('base64url');
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

@Injectable()
export class CalendarsService {
  constructor(
    private readonly queries: CalendarsQueries,
    private readonly events: Events,
  ) {}

  /** A feed shows what its maker may see, so the subject must be within their reach. */
  async open(tx: Tx, input: CalendarRequest, tokenHash: string): Promise<Calendar> {
    const subject = await tx.find<{ id: string; branchId: string }>(subjectOf(tx.actor, input));
    if (subject === null) throw invalid([unknownReference('/subjectId')]);
    const id = newId();
    await tx.insert(CalendarRow, {
      ...{ id, kind: input.kind, branchId: subject.branchId, tokenHash, userId: tx.actor.userId },
      ...{ [`${input.kind}Id`]: subject.id },
    });
    const place = { subjectId: id, branchId: subject.branchId };
    await this.events.record(tx, calendarOpened({ calendarId: id, kind: input.kind }), place);
    return this.queries.get(tx, id);
  }

  /** The address is dead from now on; one that is stays so. */
  async revoke(tx: Tx, id: string): Promise<void> {
    const found = await tx.find<{ branchId: string; revokedAt: string | null }>(sql`
      select k.branch_id as "branchId", k.revoked_at as "revokedAt" from calendars k
      where k.id = ${id} and ${calendarReach(tx.actor)} for update`);
    if (found === null) throw CalendarNotFound();
    if (found.revokedAt !== null) return;
    await tx.update(CalendarRow, id, { revokedAt: tx.now });
    const place = { subjectId: id, branchId: found.branchId };
    await this.events.record(tx, calendarRevoked({ calendarId: id }), place);
  }
}

/** The subject, when the actor may see its lessons. A teacher's feeds are of themselves, their groups and their clients. */
function subjectOf(actor: Actor, { kind, subjectId }: CalendarRequest): Sql {
  const within = (branch: Sql, own: Sql): Sql =>
    sql`${reach(actor, Calendars.write, { branch, own })} and ${reach(actor, Schedule.read, { branch, own })}`;
  switch (kind) {
    case 'room':
      return sql`select r.id, r.branch_id as "branchId" from rooms r where r.id = ${subjectId} and ${within(sql`r.branch_id`, sql`false`)}`;
    case 'teacher':
      return sql`select e.id, e.branch_id as "branchId" from employees e
        where e.id = ${subjectId} and ${within(sql`e.branch_id`, sql`e.id = ${actor.employeeId}`)}`;
    case 'group':
      return sql`select g.id, g.branch_id as "branchId" from groups g
        where g.id = ${subjectId} and ${groupReach(actor, Groups.read)} and ${within(sql`g.branch_id`, sql`true`)}`;
    case 'client':
      return sql`select c.id, c.branch_id as "branchId" from clients c
        where c.id = ${subjectId} and ${clientReach(actor)} and ${within(sql`c.branch_id`, sql`true`)}`;
  }
}
