import fc from 'fast-check';
import { DomainError } from '../../../src/kernel/errors.js';
import { addDays } from '../../../src/kernel/local-date.js';
import { ledgerChecks } from '../../../src/ledger-checks.js';
import { BillingService } from '../../../src/modules/billing/index.js';
import {
  CorrectionsService,
  FreezesService,
  LeftoversService,
  RenewalsService,
  SubscriptionRefundsService,
  TransfersService,
  VisitsService,
  type Plan,
} from '../../../src/modules/subscriptions/index.js';
import { translated } from '../../../src/platform/database/constraints.js';
import { sql } from '../../../src/platform/database/sql.js';
import type { Tx } from '../../../src/platform/database/tx.js';
import { SubscriptionsQueries } from '../../../src/modules/subscriptions/subscriptions.queries.js';
import { systemActor } from '../../../src/kernel/actor.js';
import { SINGLE_PRICE, TODAY, rub, startWorld, type World } from './world.js';

/**
 * Any sequence of what people and timers do to a family's subscriptions and money leaves every law of the ledgers
 * standing. Refusals are part of the game; a fault of the database is not.
 */

const KINDS = [
  ...['sale', 'hold', 'hold', 'hold', 'hold', 'undo', 'mark', 'freeze', 'lift', 'adjust', 'extend', 'refund'],
  ...['renew', 'autoRenew', 'settle', 'transfer', 'cancel', 'pay', 'unpay', 'days', 'days'],
] as const;
type Kind = (typeof KINDS)[number];
interface Step {
  kind: Kind;
  /** Which of those there are. */
  pick: number;
  size: number;
}

let world: World;
let plans: Plan[];
let runs = 0;
const done = new Map<Kind, number>();

beforeAll(async () => {
  world = await startWorld();
  const free = { freezeMaxDays: 20, freezeMaxTimes: 3, freezeBackdateDays: 5, isTransferable: true };
  const renewing = {
    autoRenew: 'same' as const,
    autoRenewDaysBefore: 2,
    leftovers: 'keep' as const,
    leftoversKeepDays: 5,
  };
  plans = [
    await world.plan({
      ...free,
      ...renewing,
      visits: 3,
      price: rub(100_01),
      validityCount: 10,
      validityUnit: 'day',
    }),
    await world.plan({
      ...free,
      visits: 7,
      price: rub(500_00),
      startRule: 'first_visit',
      refundMethod: 'single_price',
    }),
    await world.plan({ ...free, visits: null, price: rub(300_07), validityCount: 9, validityUnit: 'day' }),
    await world.plan({
      ...{ ...free, visits: 4, price: rub(400_03), maxPerDay: 1, maxPerWeek: 3 },
      ...{
        instalmentParts: 3,
        instalmentEvery: 5,
        instalmentUnit: 'day' as const,
        instalmentFirstPercent: 34,
      },
    }),
    await world.plan({
      ...{ ...free, visits: 5, validityUnit: 'dates' as const, validityCount: null },
      ...{ validFrom: '2026-11-20', validUntil: '2026-12-10', price: rub(7) },
    }),
  ];
});
afterAll(() => world.test.close());

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...KINDS),
  pick: fc.nat(1_000),
  size: fc.integer({ min: -3, max: 5 }),
});

it('keeps every law of the ledgers, whatever is done in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 14 }), async (steps) => {
      await new Family().live(steps);
      // The laws look at everything, also at what the runs before have left: asked seldom, they miss nothing.
      if ((runs += 1) % 5 !== 0) return;
      // Without figures about the tables their plans grow worse than the tables do.
      if (runs % 20 === 5) await world.test.db.query(sql`analyze`);
      expect(await broken()).toEqual([]);
    }),
    { numRuns: 220, seed: 20_261_123, endOnFailure: true },
  );
  // Each kind was not only tried: otherwise this would prove nothing.
  const seldom = [...new Set(KINDS)].filter((kind) => (done.get(kind) ?? 0) < 10);
  expect({ seldom, done: Object.fromEntries(done) }).toMatchObject({ seldom: [] });
}, 600_000);

it('shows each card as of every moment as it was shown at that moment', async () => {
  let cards = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 14 }), async (steps) => {
      const family = new Family(true);
      await family.live(steps);
      cards += family.seen.length;
      for (const { at: asOf, card } of family.seen)
        expect({ asOf, ...(await shown(card.id, asOf)) }).toEqual({ asOf, ...card });
    }),
    { numRuns: 60, seed: 20_261_124, endOnFailure: true },
  );
  expect(cards).toBeGreaterThan(300);
}, 600_000);

/** What a card says that may be asked as of a moment. */
async function shown(id: string, asOf?: string) {
  const card = await get(SubscriptionsQueries).getInReach(
    systemActor('test'),
    id,
    asOf === undefined ? {} : { asOf },
  );
  const {
    status,
    startsOn,
    endsOn,
    visitsLeft,
    visitsUsed,
    settledOn,
    cancelledOn,
    cancelReason,
    alert,
    paid,
    debt,
  } = card;
  const freezes = card.freezes.map((one) => ({ ...one, reason: null }));
  return {
    ...{ id, status, startsOn, endsOn, visitsLeft, visitsUsed, settledOn, cancelledOn, cancelReason },
    ...{ alert, paid, debt, freezes },
  };
}

/** Two children of one payer and one of another, with what they buy and attend. */
class Family {
  /** Every card before each command, when it was asked for. */
  readonly seen: { at: string; card: Awaited<ReturnType<typeof shown>> }[] = [];
  private seconds = 0;

  private clients: string[] = [];
  private today = TODAY;
  private readonly lessons: { id: string; onDate: string }[] = [];
  private readonly payments: string[] = [];

  constructor(private readonly isWatched = false) {}

  async live(steps: readonly Step[]): Promise<void> {
    const payer = await world.guardian();
    this.clients = [await world.client(payer), await world.client(payer), await world.client()];
    this.goTo(TODAY);
    await this.attempt({ kind: 'sale', pick: steps[0]?.pick ?? 0, size: 1 });
    for (const one of steps) await this.attempt(one);
  }

  private async attempt(one: Step): Promise<void> {
    if (this.isWatched) await this.look();
    try {
      if (await this.does(one)) done.set(one.kind, (done.get(one.kind) ?? 0) + 1);
    } catch (error) {
      if (!(error instanceof DomainError) && translated(error) === null) throw error;
    }
  }

  private goTo(day: string): void {
    this.today = day;
    world.test.clock.set(`${day}T09:00:00.000Z`);
  }

  /** Commands come one second after the other, so that each moment has one state. */
  private async look(): Promise<void> {
    const moment = `${this.today}T09:00:${String((this.seconds += 1)).padStart(2, '0')}.000Z`;
    world.test.clock.set(moment);
    const ids = await world.test.db.query<{ id: string }>(
      sql`select id from subscriptions where client_id = any (${this.clients}::uuid[]) order by id`,
    );
    for (const { id } of ids) this.seen.push({ at: moment, card: await shown(id) });
    world.test.clock.set(moment.replace('.000Z', '.500Z'));
  }

  private async does({ kind, pick, size }: Step): Promise<boolean> {
    const client = at(this.clients, pick);
    if (kind === 'days') {
      this.goTo(addDays(this.today, Math.abs(size) + 1));
      return true;
    }
    if (kind === 'sale') {
      const plan = at(plans, pick);
      const discount =
        size < 0 ? { discount: rub(Math.min(3, plan.price.amount)), discountReason: 'Model' } : {};
      const payment = size > 2 ? { payment: { amount: rub(pick + 1), method: 'card' as const } } : {};
      await world.sell(client, plan.id, { ...discount, ...payment });
      return true;
    }
    if (kind === 'pay') {
      this.payments.push((await world.pay(client, pick * 20 + 1)).id);
      return true;
    }
    if (kind === 'unpay') return this.unpay(pick);
    if (kind === 'hold' || kind === 'undo' || kind === 'mark') return this.lesson(kind, pick, size);
    return this.change(kind, pick, size);
  }

  private async unpay(pick: number): Promise<boolean> {
    const id = this.payments.splice(pick % Math.max(1, this.payments.length), 1)[0];
    if (id === undefined) return false;
    await tx((open) => get(BillingService).reversePayment(open, id, 'Model'));
    return true;
  }

  private async lesson(kind: 'hold' | 'undo' | 'mark', pick: number, size: number): Promise<boolean> {
    if (kind === 'hold') {
      const onDate = addDays(this.today, -(Math.abs(size) % 3));
      const id = await world.lesson(onDate);
      await world.hold(id, this.clients.slice(0, 1 + (pick % 3)), onDate);
      this.lessons.push({ id, onDate });
      return true;
    }
    const lesson = this.lessons[pick % Math.max(1, this.lessons.length)];
    if (lesson === undefined) return false;
    await tx(async (open) => {
      await get(VisitsService).reverse(open, lesson.id);
      if (kind === 'undo') return;
      const { branchId, activityId, groupId } = world;
      const visits = this.clients.map((clientId, index) => ({
        ...{ clientId, mark: 'present', price: SINGLE_PRICE },
        visits: (pick + index) % 2,
      }));
      const place = { lessonId: lesson.id, branchId, activityId, groupId };
      await get(VisitsService).charge(open, { ...lesson, ...place, visits });
    });
    return true;
  }

  private async change(kind: Kind, pick: number, size: number): Promise<boolean> {
    const ids = await world.test.db.query<{ id: string }>(
      sql`select id from subscriptions where client_id = any (${this.clients}::uuid[]) order by id`,
    );
    const id = ids[pick % Math.max(1, ids.length)]?.id;
    if (id === undefined) return false;
    const reason = 'Model';
    const works: Partial<Record<Kind, (open: Tx) => Promise<unknown>>> = {
      freeze: (open) =>
        get(FreezesService).freeze(open, id, {
          startsOn: addDays(this.today, size),
          endsOn: addDays(this.today, size + (pick % 4)),
        }),
      lift: async (open) => {
        const days = { startsOn: this.today, endsOn: addDays(this.today, 2) };
        if (size >= 0) await get(FreezesService).freeze(open, id, days);
        return get(FreezesService).lift(open, id);
      },
      adjust: (open) => get(CorrectionsService).adjust(open, id, { visits: size, reason }),
      extend: (open) => get(CorrectionsService).extend(open, id, { days: Math.abs(size) + 1, reason }),
      cancel: (open) => get(CorrectionsService).cancel(open, id, reason),
      renew: (open) => get(RenewalsService).renew(open, id, {}),
      autoRenew: (open) => get(RenewalsService).autoRenew(open, id),
      settle: (open) => get(LeftoversService).settle(open, id),
      transfer: (open) =>
        get(TransfersService).transfer(open, id, {
          clientId: at(this.clients, pick + size + 3),
          reason,
          ...(size > 0 ? { visits: size } : {}),
        }),
      refund: (open) =>
        get(SubscriptionRefundsService).refund(open, id, {
          reason,
          ...(size > 2 ? { payOut: { method: 'cash' as const } } : {}),
          ...(size < -1 ? { amount: rub(pick) } : {}),
        }),
    };
    const work = works[kind];
    if (work === undefined) return false;
    await tx(work);
    return true;
  }
}

const at = <T>(list: readonly T[], index: number): T => list[Math.abs(index) % list.length]!;
const get = <T>(service: abstract new (...args: never[]) => T): T =>
  world.test.app.get<T>(service, { strict: false });
const tx = <T>(work: (open: Tx) => Promise<T>): Promise<T> => world.test.tx(work);

/** The laws of every ledger but the timetable's, whose lessons are not completed here; and what refunds add up to. */
async function broken(): Promise<string[]> {
  const checks = ledgerChecks.filter(({ name }) => !name.startsWith('schedule:'));
  const found = await Promise.all(
    checks.map(async (check) => ({ name: check.name, rows: await world.test.db.query<object>(check.sql) })),
  );
  const faults = found.flatMap(({ name, rows }) =>
    rows.length > 0 ? `${name}: ${JSON.stringify(rows)}` : [],
  );
  const sums = await world.test.db.find<Record<string, number>>(sql`
    select (select coalesce(sum(credited), 0)::bigint from charges where kind = 'subscription') as credited,
           (select coalesce(sum(s.price - s.discount + w.moved - w.recognised), 0)::bigint from subscriptions s
            cross join lateral subscription_value(s.id) w where exists (select from subscription_refunds r where r.subscription_id = s.id)) as given,
           (select coalesce(sum(amount), 0)::bigint from charges where kind = 'subscription' and reversed_at is null) as charged,
           (select coalesce(sum(price - discount), 0)::bigint from subscriptions) as sold,
           (select coalesce(sum(value), 0)::bigint from visit_entries where kind = 'transfer') as moved`);
  if (sums?.['credited'] !== sums?.['given']) faults.push(`refunds: ${JSON.stringify(sums)}`);
  if (sums?.['charged'] !== sums?.['sold'] || sums?.['moved'] !== 0)
    faults.push(`sales: ${JSON.stringify(sums)}`);
  return faults;
}
