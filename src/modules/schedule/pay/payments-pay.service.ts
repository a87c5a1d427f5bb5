import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { PayrollService } from '../../payroll/index.js';

/** Days back in which payments not told yet are looked for: who pays first may join a group later. */
const LOOK_BACK_DAYS = 31;

interface Attributed {
  workId: string;
  employeeId: string;
  branchId: string;
  onDate: string;
  sum: number;
  place: number;
  teachers: number;
}

/**
 * What clients paid for subscriptions, told to the pay of those who lead their groups. Each allocation of a payment to a
 * subscription is one fact; money taken off again is a fact below zero.
 */
@Injectable()
export class PaymentsPayService {
  constructor(private readonly payroll: PayrollService) {}

  /** Tells what was not told yet; gives how many entries there were to tell. */
  async attribute(tx: Tx): Promise<number> {
    const facts = await untold(tx);
    for (const { workId, employeeId, branchId, onDate, sum, place, teachers } of facts) {
      const share = teachers === 1 ? null : { from: place - 1, to: place, of: teachers };
      await this.payroll.accrueMoney(tx, {
        kind: 'payment',
        workId,
        employeeId,
        branchId,
        onDate,
        sum,
        share,
      });
    }
    return facts.length;
  }
}

/**
 * The teachers are those who lead the client's groups of an activity that the subscription covers, of which the client is a
 * member on the day of the payment or has become one since; several share it in equal parts. What takes money off a charge
 * goes to whom the money went.
 */
const untold = (tx: Tx): Promise<Attributed[]> =>
  tx.query<Attributed>(sql`
    with fresh as (
      select x.id, x.payment_id, x.charge_id, x.amount, x.created_at, p.branch_id, c.client_id, c.subject_id,
             (x.created_at at time zone b.time_zone)::date as on_date, (${tx.now}::timestamptz at time zone b.time_zone)::date as today
      from payment_allocations x
      join charges c on c.id = x.charge_id and c.kind = 'subscription'
      join payments p on p.id = x.payment_id join branches b on b.id = p.branch_id
      where x.created_at > ${tx.now}::timestamptz - make_interval(days => ${LOOK_BACK_DAYS})
        and exists (select from pay_schemes where basis = 'payments_percent')
        and not exists (select from accruals a where a.work_id = x.id and a.kind = 'payment')
    ), taught as (
      select distinct f.id, g.teacher_id
      from fresh f
      join subscriptions s on s.id = f.subject_id
      join group_members m on m.client_id = f.client_id and m.joined_on <= f.today and (m.left_on is null or m.left_on > f.on_date)
      join groups g on g.id = m.group_id and g.activity_id = any (s.activity_ids)
      where f.amount > 0
      union
      select f.id, a.employee_id
      from fresh f
      join payment_allocations o on o.payment_id = f.payment_id and o.charge_id = f.charge_id and o.amount > 0
      join accruals a on a.work_id = o.id and a.kind = 'payment'
      where f.amount < 0
    ), placed as (
      select id, teacher_id, row_number() over (partition by id order by teacher_id) as place, count(*) over (partition by id) as teachers
      from taught
    )
    select f.id as "workId", p.teacher_id as "employeeId", f.branch_id as "branchId", f.on_date as "onDate", f.amount as sum,
           p.place, p.teachers
    from placed p join fresh f on f.id = p.id
    join employees e on e.id = p.teacher_id
    where exists (select from pay_schemes s where s.basis = 'payments_percent' and s.effective_from <= f.on_date
      and (s.effective_to is null or s.effective_to > f.on_date)
      and (s.employee_id = e.id or (lower(s.position) = lower(e.position) and (s.branch_id is null or s.branch_id = e.branch_id))))
    order by f.created_at, f.id, p.place`);
