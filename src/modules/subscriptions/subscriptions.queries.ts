import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Page } from '../../kernel/page.js';
import { Clock, type Instant } from '../../platform/clock/clock.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { PageQuery } from '../../platform/http/page.dto.js';
import type {
  Subscription,
  SubscriptionListQuery,
  SubscriptionQuery,
  VisitEntry,
} from './subscriptions.dto.js';
import { SubscriptionNotFound } from './subscriptions.errors.js';
import { Subscriptions } from './subscriptions.permissions.js';

/** Status and colour are of a day, the branch's today; both are functions of the database, so that lists can ask too. */
const select = (now: Instant): Sql => sql`
  select s.id, s.number, s.branch_id as "branchId", s.client_id as "clientId", s.plan_id as "planId",
         s.plan_name as "planName", s.activity_ids as "activityIds", subscription_status(s, d.today) as status,
         s.visits_total as "visitsTotal", s.visits_left as "visitsLeft", s.visits_used as "visitsUsed",
         s.sold_on as "soldOn", s.starts_on as "startsOn", s.ends_on as "endsOn", s.activate_by as "activateBy",
         money(s.price) as price, money(s.discount) as discount, s.discount_reason as "discountReason",
         subscription_alert(s, c, o, d.today) as alert,
         jsonb_build_object('id', c.id, 'payerAccountId', c.payer_account_id, 'amount', money(c.amount),
                            'paid', money(c.paid), 'dueOn', c.due_on) as charge,
         (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'startsOn', f.starts_on, 'endsOn', f.ends_on,
                                                       'reason', f.reason, 'liftedAt', utc(f.lifted_at)) order by f.starts_on), '[]')
          from freezes f where f.subscription_id = s.id) as freezes,
         s.cancelled_on as "cancelledOn", s.cancel_reason as "cancelReason", s.version,
         s.created_at as "createdAt", s.created_by as "createdBy", s.updated_at as "updatedAt", s.updated_by as "updatedBy"
  from subscriptions s
  join charges c on c.id = s.charge_id
  join branches b on b.id = s.branch_id
  cross join settings o
  cross join lateral (select (${now}::timestamptz at time zone b.time_zone)::date as today) d`;

/** The entries of one subscription, each with what was left after it. */
const entriesOf = (subscriptionId: string): Sql => sql`
  select e.id, e.kind, e.visits, e.balance, money(e.value) as value, e.on_date as "onDate", e.visit_id as "visitId",
         e.reverses_id as "reversesId", e.reason, e.created_at as "createdAt", e.created_by as "createdBy"
  from (
    select x.*, (sum(x.visits) over (order by x.created_at, x.id))::integer as balance
    from visit_entries x where x.subscription_id = ${subscriptionId}
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
    return keysetPage<Subscription>(this.db, {
      query,
      sorts: {
        createdAt: { column: sql`s.created_at`, type: 'timestamptz' },
        number: { column: sql`s.number`, type: 'bigint' },
      },
      defaultSort: '-createdAt',
      id: sql`s.id`,
      select: select(this.clock.now()),
      where: [
        subscriptionReach(actor, Subscriptions.read),
        clientId !== undefined && sql`s.client_id = ${clientId}`,
        branchId !== undefined && sql`s.branch_id = ${branchId}`,
        planId !== undefined && sql`s.plan_id = ${planId}`,
        status !== undefined && sql`subscription_status(s, d.today) = any (${status.split(',')}::text[])`,
        alert !== undefined && sql`alert_level(subscription_reasons(s, c, o, d.today)) = ${alert}`,
        q !== undefined && sql`s.number::text = ${q}`,
      ],
    });
  }

  /** The card as a command answers with it: whoever may act on it may see it. */
  async get(reader: Reader, id: string): Promise<Subscription> {
    return found(await reader.find<Subscription>(sql`${select(this.clock.now())} where s.id = ${id}`), id);
  }

  async getInReach(actor: Actor, id: string, { explain }: SubscriptionQuery = {}): Promise<Subscription> {
    const where = sql`s.id = ${id} and ${subscriptionReach(actor, Subscriptions.read)}`;
    const card = found(await this.db.find<Subscription>(sql`${select(this.clock.now())} where ${where}`), id);
    if (explain !== 'true') return card;
    return { ...card, entries: await this.db.query(sql`${entriesOf(id)} order by e.created_at, e.id`) };
  }

  async ledger(actor: Actor, id: string, query: PageQuery): Promise<Page<VisitEntry>> {
    await this.getInReach(actor, id);
    return keysetPage<VisitEntry>(this.db, {
      query,
      sorts: { createdAt: { column: sql`e.created_at`, type: 'timestamptz' } },
      defaultSort: 'createdAt',
      id: sql`e.id`,
      select: entriesOf(id),
      where: [],
    });
  }
}

function found(card: Subscription | null, id: string): Subscription {
  if (card === null) throw SubscriptionNotFound({ id });
  return card;
}
