import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { Timers } from '../../platform/events/timers.js';
import { chargeDueSoon, chargeOverdue } from './billing.events.js';

interface Notice {
  id: string;
  chargeId: string;
  payerAccountId: string;
  branchId: string;
  kind: 'due_soon' | 'overdue';
  open: number;
  dueOn: string;
}

/** No family is told at night: a day's notices begin at this hour by the branch's clock. */
const MORNING = 9;

/** Tells once of each charge that it is soon due, and that it is late; a day that was moved is a new one. */
@Injectable()
export class NoticesService implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly events: Events,
  ) {}

  /** Every hour, because morning comes to each branch at its own time; what was told is not told again. */
  onModuleInit(): void {
    this.timers.every('hour', 'charge.watched', async (tx) => {
      await this.tell(tx);
    });
  }

  /** Gives how many were told. */
  async tell(tx: Tx): Promise<number> {
    const due = await this.due(tx);
    const told = await this.note(tx, due);
    await this.events.recordMany(
      tx,
      told.map(({ kind, chargeId, payerAccountId, open, dueOn, branchId }) => ({
        event: (kind === 'overdue' ? chargeOverdue : chargeDueSoon)({
          chargeId,
          payerAccountId,
          open,
          dueOn,
        }),
        place: { subjectId: chargeId, branchId },
      })),
    );
    return told.length;
  }

  /** A charge that became late untold that it was soon due is told that it is late only. */
  private async due(tx: Tx): Promise<Notice[]> {
    const rows = await tx.query<Omit<Notice, 'id'>>(sql`
      select c.id as "chargeId", c.payer_account_id as "payerAccountId", c.branch_id as "branchId", n.kind,
             c.amount - c.credited - c.paid as open, c.due_on as "dueOn"
      from charges c
      join branches b on b.id = c.branch_id
      cross join settings o
      cross join lateral (select ${tx.now}::timestamptz at time zone b.time_zone as clock) t
      cross join lateral (
        select case when is_overdue(c, t.clock::date) then 'overdue'
                    when c.due_on between t.clock::date and t.clock::date + o.payment_due_days then 'due_soon' end as kind
      ) n
      where c.reversed_at is null and c.paid + c.credited < c.amount and n.kind is not null
        and extract(hour from t.clock) >= ${MORNING}
        and not exists (select from charge_notices x where x.charge_id = c.id and x.kind = n.kind and x.due_on = c.due_on)
      order by c.id`);
    return rows.map((row) => ({ id: newId(), ...row }));
  }

  private async note(tx: Tx, due: readonly Notice[]): Promise<Notice[]> {
    const rows = due.map(({ id, chargeId, kind, dueOn }) => ({ id, chargeId, kind, dueOn }));
    const noted = await tx.query<{ id: string }>(sql`
      insert into charge_notices (id, charge_id, kind, due_on)
      select id, "chargeId", kind, "dueOn"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "chargeId" uuid, kind text, "dueOn" date)
      on conflict on constraint charge_notices_once_key do nothing
      returning id`);
    const ids = new Set(noted.map((notice) => notice.id));
    return due.filter((notice) => ids.has(notice.id));
  }
}
