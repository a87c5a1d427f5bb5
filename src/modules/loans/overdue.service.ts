import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { Timers } from '../../platform/events/timers.js';
import { loanOverdue } from './loans.events.js';

interface Late {
  loanId: string;
  branchId: string;
  clientId: string;
  groupId: string | null;
  teacherId: string | null;
  itemId: string;
  others: number;
  dueOn: string;
}

/** Whoever is told begins their day at this hour by the branch's clock. */
const MORNING = 9;

/** Tells once that a loan is overdue; a day that was moved is a new one. */
@Injectable()
export class OverdueService implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly events: Events,
  ) {}

  /** Every hour, because morning comes to each branch at its own time. */
  onModuleInit(): void {
    this.timers.every('hour', 'loan.watched', async (tx) => {
      await this.tell(tx);
    });
  }

  /** Gives how many were told. */
  async tell(tx: Tx): Promise<number> {
    const late = (await this.late(tx)).map((loan) => ({ id: newId(), ...loan }));
    const rows = late.map(({ id, loanId, dueOn }) => ({ id, loanId, dueOn }));
    const noted = await tx.query<{ id: string }>(sql`
      insert into loan_notices (id, loan_id, due_on)
      select id, "loanId", "dueOn" from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "loanId" uuid, "dueOn" date)
      on conflict on constraint loan_notices_once_key do nothing
      returning id`);
    const told = new Set(noted.map(({ id }) => id));
    await this.events.recordMany(
      tx,
      late
        .filter(({ id }) => told.has(id))
        .map(({ loanId, branchId, clientId, groupId, teacherId, itemId, others, dueOn }) => ({
          event: loanOverdue({ loanId, clientId, groupId, teacherId, itemId, others, dueOn }),
          place: { subjectId: loanId, branchId },
        })),
    );
    return told.size;
  }

  private late(tx: Tx): Promise<Late[]> {
    return tx.query<Late>(sql`
      select l.id as "loanId", l.branch_id as "branchId", l.client_id as "clientId", l.group_id as "groupId",
             g.teacher_id as "teacherId", t.items[1] as "itemId", cardinality(t.items) - 1 as others, l.due_on as "dueOn"
      from loan_alerts(${tx.now}) a
      join loans_due l on l.id = a.subject_id
      join branches b on b.id = l.branch_id
      left join groups g on g.id = l.group_id
      cross join lateral (
        select array_agg(n.item_id order by i.name, i.id) as items
        from loan_lines n join items i on i.id = n.item_id where n.loan_id = l.id and n.out > 0) t
      where extract(hour from ${tx.now}::timestamptz at time zone b.time_zone) >= ${MORNING}
        and not exists (select from loan_notices x where x.loan_id = l.id and x.due_on = l.due_on)
      order by l.id`);
  }
}
