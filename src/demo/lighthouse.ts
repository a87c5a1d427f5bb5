import type { INestApplicationContext } from '@nestjs/common';
import { addDays, daysBetween, type LocalDate } from '../kernel/local-date.js';
import { ClientsService, type Client } from '../modules/clients/index.js';
import { SettingsService } from '../modules/organisation/index.js';
import { MembersService } from '../modules/schedule/index.js';
import { sql } from '../platform/database/sql.js';
import type { Cast } from './cast.js';
import { setUpCentre, type DemoGroup } from './centre.js';
import { keepShop } from './counter.js';
import { planCosts } from './costs.js';
import { keepDesk, openDesk } from './desk.js';
import { family, householdOf, isSibling } from './families.js';
import { liveDay, sell } from './months.js';
import { PROMO_USES } from './offers.js';
import { keepBooks, openBooks, subscribeToMondays } from './office.js';
import { papersOf, writeTexts } from './papers.js';
import { season } from './season.js';
import { Stage } from './stage.js';
import { openShop } from './stockroom.js';
import { letGo, lookAhead, reviewTrail } from './today.js';

export { demoLogins } from './centre.js';

const FAMILIES = 150;
const DAYS_BEHIND = 91;

/**
 * The demo centre "Lighthouse": made through the same use cases as any other, with the clock set back three months and
 * led forward day by day. The same on every machine but for the day it is made on. It takes many transactions: whoever
 * calls this must see to it that one cut short is made anew.
 */
export async function makeLighthouse(
  app: INestApplicationContext,
  password: string,
  say: (line: string) => void,
): Promise<void> {
  const stage = new Stage(app);
  const today = stage.clock.today('Europe/Moscow');
  const firstDay = addDays(today, -DAYS_BEHIND);
  try {
    stage.clock.set(`${firstDay}T06:00:00Z`);
    const cast = await begin(stage, firstDay, password);
    say('demo centre: 2 branches, 4 rooms, 9 employees, 12 groups, a shop');
    for (let n = 0; n < FAMILIES; n += 1) await welcome(stage, cast, n, firstDay);
    say(`demo centre: ${String(FAMILIES)} children, each with a subscription`);
    const deskId = await liveSeason(stage, cast, { firstDay, today, say });
    stage.clock.set(null);
    await lookAhead(stage, cast);
    await letGo(stage, cast);
    await openDesk(stage, cast, deskId);
    await subscribeToMondays(stage);
    await reviewTrail(stage);
  } finally {
    stage.clock.set(null);
  }
  await tellLessons(stage, say);
}

async function begin(stage: Stage, on: LocalDate, password: string): Promise<Cast> {
  const parts = await stage.tx(async (tx): Promise<Pick<Cast, 'centre' | 'shop' | 'expenseCategories'>> => {
    const own = { scheduleHorizonWeeks: 2, absenceNoticeHours: 4 };
    await stage.get(SettingsService).change(tx, own, { version: null, ifMatch: '*' });
    await writeTexts(stage, tx, on);
    const centre = await setUpCentre(stage, tx, on, password);
    const [quay, hill] = centre.branches;
    const shop = await openShop(stage, tx, [quay.id, hill.id]);
    await planCosts(stage, tx, { centre, shop, on });
    return { centre, shop, expenseCategories: await openBooks(stage, tx) };
  });
  const nobody = { children: [], leads: [], slow: new Set<string>(), newcomerId: null };
  return { ...parts, ...nobody, forgotten: new Set(), promoLeft: PROMO_USES };
}

/** A child comes: registered with the family and its papers, taken into a group, and given a first subscription. */
async function welcome(stage: Stage, cast: Cast, n: number, today: LocalDate): Promise<void> {
  const group = cast.centre.groups[n % cast.centre.groups.length];
  if (group === undefined) return;
  const elder = isSibling(n) ? cast.children[n - 1] : undefined;
  const household = elder === undefined ? undefined : householdOf(elder);
  const newcomer = { branchId: group.branchId, today, household };
  const request = { ...family(n, newcomer), ...papersOf(n, group.offer.needsCertificate, today) };
  const client = await stage.tx(async (tx): Promise<Client> => {
    const registered = await stage.get(ClientsService).register(tx, request);
    await stage.get(MembersService).join(tx, group.id, { clientId: registered.id, joinedOn: today });
    return registered;
  });
  cast.children.push(client);
  await sell(stage, { clientId: client.id, plan: planOf(group), pays: true });
}

const planOf = ({ offer }: DemoGroup) => offer.eight;

/** Day by day up to yesterday, each with what happens on it; gives the desk that was kept on the last one. */
async function liveSeason(
  stage: Stage,
  cast: Cast,
  { firstDay, today, say }: { firstDay: LocalDate; today: LocalDate; say: (line: string) => void },
): Promise<string> {
  const yesterday = addDays(today, -1);
  let deskId = '';
  for (let day = firstDay; day < today; day = addDays(day, 1)) {
    stage.clock.set(`${day}T09:00:00Z`);
    for (const [daysAgo, happens] of season)
      if (addDays(today, -daysAgo) === day) await happens(stage, cast, day);
    await keepShop(stage, cast, day, daysBetween(day, today));
    await keepBooks(stage, cast, day);
    if (day === yesterday) deskId = await keepDesk(stage, cast, `${day}T06:00:00Z`);
    await liveDay(stage, cast, day);
    if (day.endsWith('-01')) say(`demo centre: lived up to ${day}`);
  }
  return deskId;
}

async function tellLessons(stage: Stage, say: (line: string) => void): Promise<void> {
  const [count] = await stage.db.query<{ done: number; planned: number }>(
    sql`select count(*) filter (where status = 'completed') as done, count(*) filter (where status = 'planned') as planned from lessons`,
  );
  say(`demo centre: ${String(count?.done)} lessons completed, ${String(count?.planned)} ahead`);
}
