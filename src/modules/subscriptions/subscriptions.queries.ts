import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { MONEY } from '../../kernel/field-groups.js';
import type { Page } from '../../kernel/page.js';
import { Clock, type Instant } from '../../platform/clock/clock.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { masked } from '../../platform/database/masked.js';
import { reach } from '../../platform/database/reach.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import type { AlertLevel } from './alerts.dto.js';
import type {
  LedgerQuery,
  Subscription,
  SubscriptionListQuery,
  SubscriptionQuery,
  VisitEntry,
} from './subscriptions.dto.js';
import { SubscriptionNotFound } from './subscriptions.errors.js';
import { Subscriptions } from './subscriptions.permissions.js';

/**
 * Status and colour are of a day, the branch's today; both are functions of the database, so that lists can ask too.
 * Of a past instant, all figures are as they had been recorded by then. Money is for those who may see it.
 */
const select = (actor: Actor, now: Instant, asOf?: Instant): Sql => sql`
  select s.id, s.number, s.branch_id as "branchId", s.client_id as "clientId", s.plan_id as "planId",
         s.plan_name as "planName", s.activity_ids as "activityIds", s.group_ids as "groupIds",
         ${asOf === undefined ? sql`subscription_status(s, d.today)` : sql`subscription_status_at(s, d.today, ${asOf}::timestamptz)`} as status,
         s.visits_total as "visitsTotal", s.visits_left as "visitsLeft", s.visits_used as "visitsUsed",
         s.max_per_day as "maxPerDay", s.max_per_week as "maxPerWeek",
         s.sold_on as "soldOn", s.starts_on as "startsOn", s.ends_on as "endsOn", s.activate_by as "activateBy",
         ${moneyOf(actor, sql`money(s.price)`)} as price, ${moneyOf(actor, sql`money(s.discount)`)} as discount,
         ${moneyOf(actor, sql`s.discount_reason`)} as "discountReason", ${moneyOf(actor, sql`s.discount_id`)} as "discountId",
         s.vat_code as "vatCode", ${moneyOf(actor, sql`money(m.paid)`)} as paid, ${moneyOf(actor, sql`money(m.debt)`)} as debt,
         ${moneyOf(actor, ALERT, WITHOUT_AMOUNTS)} as alert, ${moneyOf(actor, NEXT_CHARGE)} as charge,
         ${moneyOf(actor, CHARGES)} as instalments,
         (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'startsOn', f.starts_on, 'endsOn', f.ends_on,
                                                       'reason', f.reason, 'liftedAt', utc(f.lifted_at)) order by f.starts_on), '[]')
          from ${asOf === undefined ? sql`freezes f where f.subscription_id = s.id` : sql`freezes_at(s.id, ${asOf}::timestamptz) f`}) as freezes,
         s.leftovers, s.leftovers_keep_days as "leftoversKeepDays", s.auto_renew as "autoRenew",
         s.refund_method as "refundMethod", s.is_transferable as "isTransferable", s.renews_id as "renewsId",
         (select r.id from subscriptions r where r.renews_id = s.id and r.cancelled_on is null) as "renewedById",
         s.transferred_from_id as "transferredFromId", s.settled_on as "settledOn",
         s.cancelled_on as "cancelledOn", s.cancel_reason as "cancelReason", s.version,
         s.created_at as "createdAt", s.created_by as "createdBy", s.updated_at as "updatedAt", s.updated_by as "updatedBy"
  ${asOf === undefined ? present(now) : past(asOf)}`;

const moneyOf = (actor: Actor, value: Sql, otherwise?: Sql): Sql =>
  masked(actor, MONEY, value, (permission) => subscriptionReach(actor, permission), otherwise);

const ALERT = sql`subscription_alert(s, m.overdue, m.overdue_since, m.soon, m.soon_since, o, d.today)`;

/** The colour and every reason for it, but not how much is owed. */
const WITHOUT_AMOUNTS = sql`(
  select jsonb_build_object('level', q.alert -> 'level', 'reasons', coalesce((
    select jsonb_agg(r.reason || '{"amount": null}' order by r.place)
    from jsonb_array_elements(q.alert -> 'reasons') with ordinality r(reason, place)), '[]'))
  from (select ${ALERT} as alert) q)`;

const CHARGE = sql`jsonb_build_object('id', c.id, 'payerAccountId', c.payer_account_id, 'amount', money(c.amount),
  'credited', money(c.credited), 'paid', money(c.paid), 'dueOn', c.due_on)`;

const OF_SUBSCRIPTION = sql`from charges c where c.subject_id = s.id and c.kind = 'subscription' and c.reversed_at is null`;
const NEXT_CHARGE = sql`(select ${CHARGE} ${OF_SUBSCRIPTION}
  order by c.paid + c.credited >= c.amount, case when c.paid + c.credited < c.amount then c.due_on end, c.due_on desc, c.id limit 1)`;
const CHARGES = sql`(select coalesce(jsonb_agg(${CHARGE} order by c.due_on, c.id), '[]') ${OF_SUBSCRIPTION})`;

const present = (now: Instant): Sql => sql`
  from subscriptions s
  join branches b on b.id = s.branch_id
  cross join settings o
  cross join lateral (select (${now}::timestamptz at time zone b.time_zone)::date as today) d
  cross join lateral subscription_money(s.id, d.today, o.payment_due_days) m`;

const past = (asOf: Instant): Sql => sql`
  from subscriptions x
  join branches b on b.id = x.branch_id
  cross join settings o
  cross join lateral (select (${asOf}::timestamptz at time zone b.time_zone)::date as today) d
  cross join lateral subscription_at(x, ${asOf}::timestamptz, d.today) s
  cross join lateral subscription_money_at(s.id, d.today, o.payment_due_days, ${asOf}::timestamptz) m`;

/**
 * What could have a colour, by conditions that indexes answer; the exact rule then decides on few rows. A day more on
 * both sides covers every branch's zone.
 */
function couldBe(colour: AlertLevel, now: Instant): Sql {
  const last = sql`coalesce(s.ends_on, s.activate_by)`;
  const day = sql`${now}::timestamptz::date`;
  if (colour === 'green') return sql`(s.cancelled_on is not null or ${last} >= ${day} - 1)`;
  const owed = (days: Sql): Sql => sql`s.id in (
    select x.subject_id from charges x where x.kind = 'subscription' and x.reversed_at is null
      and x.paid + x.credited < x.amount and x.due_on <= ${day} + 1 + ${days})`;
  if (colour === 'red')
    return sql`((s.cancelled_on is null and s.visits_left <= 0) or (s.cancelled_on is null and ${last} <= ${day}) or ${owed(sql`0`)})`;
  const setting = (name: Sql): Sql => sql`(select ${name} from settings)`;
  return sql`((s.cancelled_on is null and s.visits_left between 1 and ${setting(sql`running_out_visits`)} and ${last} >= ${day} - 1)
    or (s.cancelled_on is null and ${last} between ${day} - 1 and ${day} + 1 + ${setting(sql`expiring_days`)})
    or ${owed(setting(sql`payment_due_days`))})`;
}

const valueOf = (actor: Actor, subscriptionId: string): Sql =>
  masked(
    actor,
    MONEY,
    sql`money(e.value)`,
    (permission) =>
      sql`exists (select from subscriptions s where s.id = ${subscriptionId} and ${subscriptionReach(actor, permission)})`,
  );

/** The entries of one subscription, each with what was left after it. */
const entriesOf = (actor: Actor, subscriptionId: string, asOf?: Instant): Sql => sql`
  select e.id, e.kind, e.visits, e.balance, ${valueOf(actor, subscriptionId)} as value, e.on_date as "onDate", e.visit_id as "visitId",
         (select v.lesson_id from visits v where v.id = e.visit_id) as "lessonId", e.reverses_id as "reversesId", e.transfer_id as "transferId", e.reason, e.created_at as "createdAt",
         e.created_by as "createdBy"
  from (
    select x.*, (sum(x.visits) over (order by x.created_at, x.id))::integer as balance
    from visit_entries x
    where x.subscription_id = ${subscriptionId} and x.created_at <= ${asOf ?? 'infinity'}::timestamptz
  ) e`;

/** Whom a subscription is shown to; `own` is a teacher's: the clients they teach. */
export const subscriptionReach = (actor: Actor, permission: string): Sql =>
  reach(actor, permission, {
    branch: sql`s.branch_id`,
    own: sql`exists (select from client_teachers t where t.client_id = s.client_id and t.employee_id = ${actor.employeeId})`,
  });

@Injectable()
export class SubscriptionsQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  list(actor: Actor, query: SubscriptionListQuery): Promise<Page<Subscription>> {
    const { clientId, branchId, planId, status, alert, q } = query;
    const now = this.clock.now();
    return keysetPage<Subscription>(this.db, {
      query,
      sorts: {
        createdAt: { column: sql`s.created_at`, type: 'timestamptz' },
        number: { column: sql`s.number`, type: 'bigint' },
      },
      defaultSort: '-createdAt',
      id: sql`s.id`,
      select: select(actor, now),
      where: [
        subscriptionReach(actor, Subscriptions.read),
        clientId !== undefined && sql`s.client_id = ${clientId}`,
        branchId !== undefined && sql`s.branch_id = ${branchId}`,
        planId !== undefined && sql`s.plan_id = ${planId}`,
        status !== undefined && sql`subscription_status(s, d.today) = any (${status.split(',')}::text[])`,
        alert !== undefined && couldBe(alert, now),
        alert !== undefined &&
          sql`alert_level(subscription_reasons(s, m.overdue, m.soon, o, d.today)) = ${alert}`,
        q !== undefined && sql`s.number::text = ${q}`,
      ],
      // Whether a colour is rare decides the plan, and only the values tell.
      planWithValues: alert !== undefined,
    });
  }

  /** The card as a command answers with it: whoever may act on it may see it, its money apart. */
  async get(tx: Tx, id: string): Promise<Subscription> {
    const card = select(tx.actor, this.clock.now());
    return found(await tx.find<Subscription>(sql`${card} where s.id = ${id}`), id);
  }

  async getInReach(
    actor: Actor,
    id: string,
    { explain, asOf }: SubscriptionQuery = {},
  ): Promise<Subscription> {
    const made = asOf === undefined ? sql`true` : sql`s.created_at <= ${asOf}::timestamptz`;
    const where = sql`s.id = ${id} and ${made} and ${subscriptionReach(actor, Subscriptions.read)}`;
    const statement = select(actor, this.clock.now(), asOf);
    const card = found(await this.db.findQuickly<Subscription>(sql`${statement} where ${where}`), id);
    if (explain !== 'true') return card;
    return {
      ...card,
      entries: await this.db.query(sql`${entriesOf(actor, id, asOf)} order by e.created_at, e.id`),
    };
  }

  async ledger(actor: Actor, id: string, { asOf, ...query }: LedgerQuery): Promise<Page<VisitEntry>> {
    await this.getInReach(actor, id);
    return keysetPage<VisitEntry>(this.db, {
      query,
      sorts: { createdAt: { column: sql`e.created_at`, type: 'timestamptz' } },
      defaultSort: 'createdAt',
      id: sql`e.id`,
      select: entriesOf(actor, id, asOf),
      where: [],
    });
  }
}

function found(card: Subscription | null, id: string): Subscription {
  if (card === null) throw SubscriptionNotFound({ id });
  return card;
}
