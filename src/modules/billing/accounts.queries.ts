import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Clock } from '../../platform/clock/clock.js';
import { Db } from '../../platform/database/db.js';
import { reach } from '../../platform/database/reach.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { AccountQuery, MoneyEntry, OpenChargeShown, PayerAccount } from './payer-accounts.dto.js';
import { AccountNotFound } from './billing.errors.js';
import { Billing } from './billing.permissions.js';

/**
 * Every figure is added up from the ledgers up to an instant, so today's card and a past one are one statement. What is
 * prepaid then is money received less money allocated; what is owed, what stood of charges then less what had paid them.
 */
const account = (at: string): Sql => sql`
  select a.id, a.branch_id as "branchId", a.version,
         jsonb_build_object('kind', case when a.is_walk_in then 'walk_in' when a.guardian_id is null then 'client' else 'guardian' end,
                            'id', coalesce(a.guardian_id, a.client_id), 'name', h.last_name || ' ' || h.first_name) as holder,
         (select coalesce(jsonb_agg(p.client_id order by p.client_id), '[]') from payer_of_client p where p.account_id = a.id) as "clientIds",
         money(entered.balance) as balance, money(owed.due) as debt, money(entered.balance + owed.whole) as prepaid
  from payer_accounts a
  join branches b on b.id = a.branch_id
  left join lateral (
    select last_name, first_name from guardians where id = a.guardian_id
    union all
    select last_name, first_name from clients where id = a.client_id
  ) h on true
  cross join lateral (
    select coalesce(sum(e.amount), 0)::bigint as balance from money_entries e
    where e.payer_account_id = a.id and e.created_at <= ${at}
  ) entered
  cross join lateral (
    select coalesce(sum(e.stands - p.paid), 0)::bigint as whole,
           coalesce(sum(e.stands - p.paid) filter (where due_on_at(c, ${at}) <= (${at}::timestamptz at time zone b.time_zone)::date), 0)::bigint as due
    from charges c
    cross join lateral (
      select coalesce(-sum(m.amount), 0)::bigint as stands from money_entries m
      where m.charge_id = c.id and m.created_at <= ${at}
    ) e
    cross join lateral (
      select coalesce(sum(x.amount), 0)::bigint as paid from payment_allocations x
      where x.charge_id = c.id and x.created_at <= ${at}
    ) p
    where c.payer_account_id = a.id
  ) owed`;

const within = (actor: Actor): Sql => reach(actor, Billing.read, { branch: sql`a.branch_id` });

@Injectable()
export class AccountsQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async get(actor: Actor, id: string, query: AccountQuery): Promise<PayerAccount> {
    return this.card(sql`a.id = ${id} and ${within(actor)}`, id, query);
  }

  /** The account that pays for a client now. */
  async ofClient(actor: Actor, clientId: string, query: AccountQuery): Promise<PayerAccount> {
    const pays = sql`a.id in (select account_id from payer_of_client where client_id = ${clientId})`;
    return this.card(sql`${pays} and ${within(actor)}`, clientId, query);
  }

  private async card(where: Sql, id: string, { asOf, explain }: AccountQuery): Promise<PayerAccount> {
    const at = asOf ?? this.clock.now();
    const found = await this.db.find<PayerAccount>(sql`${account(at)} where ${where}`);
    if (found === null) throw AccountNotFound({ id });
    const card = { ...found, asOf: asOf ?? null };
    if (explain !== 'true') return card;
    const [entries, openCharges] = await Promise.all([
      this.entries(found.id, at),
      this.openCharges(found.id, at),
    ]);
    return { ...card, entries, openCharges };
  }

  private entries(accountId: string, at: string): Promise<MoneyEntry[]> {
    return this.db.query(sql`
      select e.id, e.kind, money(e.amount) as amount, money((sum(e.amount) over (order by e.id))::bigint) as balance,
             e.charge_id as "chargeId", e.payment_id as "paymentId",
             e.refund_id as "refundId", e.transfer_id as "transferId", e.reason, e.reverses_id as "reversesId",
             e.created_at as "createdAt", e.created_by as "createdBy"
      from money_entries e where e.payer_account_id = ${accountId} and e.created_at <= ${at}
      order by e.id`);
  }

  private openCharges(accountId: string, at: string): Promise<OpenChargeShown[]> {
    return this.db.query(sql`
      select c.id as "chargeId", c.client_id as "clientId", c.description, money(e.stands) as stands, money(p.paid) as paid,
             money(e.stands - p.paid) as open, d.due_on as "dueOn",
             d.due_on <= (${at}::timestamptz at time zone b.time_zone)::date as "isDue"
      from charges c
      join payer_accounts a on a.id = c.payer_account_id
      join branches b on b.id = a.branch_id
      cross join lateral (select due_on_at(c, ${at}) as due_on) d
      cross join lateral (
        select coalesce(-sum(m.amount), 0)::bigint as stands from money_entries m where m.charge_id = c.id and m.created_at <= ${at}
      ) e
      cross join lateral (
        select coalesce(sum(x.amount), 0)::bigint as paid from payment_allocations x where x.charge_id = c.id and x.created_at <= ${at}
      ) p
      where c.payer_account_id = ${accountId} and e.stands > p.paid
      order by d.due_on, c.id`);
  }
}
