import type { INestApplicationContext } from '@nestjs/common';
import { systemActor } from '../kernel/actor.js';
import { addDays } from '../kernel/local-date.js';
import { ClientsService } from '../modules/clients/index.js';
import { SettingsService } from '../modules/organisation/index.js';
import { MembersService } from '../modules/schedule/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Db } from '../platform/database/db.js';
import { sql } from '../platform/database/sql.js';
import { setUpCentre } from './centre.js';
import { family } from './families.js';
import { liveDay, sell } from './months.js';

const demo = systemActor('demo');
const FAMILIES = 150;
const DAYS_BEHIND = 91;

/**
 * The demo centre "Lighthouse": made through the same use cases as any other, with the clock set back three months and
 * led forward day by day. The same on every machine but for the day it is made on.
 */
export async function makeLighthouse(
  app: INestApplicationContext,
  password: string,
  say: (line: string) => void,
): Promise<void> {
  const clock = app.get(Clock);
  const db = app.get(Db);
  const today = clock.today('Europe/Moscow');
  const firstDay = addDays(today, -DAYS_BEHIND);
  try {
    clock.set(`${firstDay}T06:00:00Z`);
    const centre = await db.tx(demo, async (tx) => {
      await app.get(SettingsService).change(tx, { scheduleHorizonWeeks: 2 }, { version: null, ifMatch: '*' });
      return setUpCentre(app, tx, firstDay, password);
    });
    say('demo centre: 2 branches, 4 rooms, 8 employees, 12 groups');
    for (let n = 0; n < FAMILIES; n += 1) {
      const group = centre.groups[n % centre.groups.length];
      const plans = centre.plans.get(group?.activityId ?? '');
      if (group === undefined || plans === undefined) continue;
      const clientId = await db.tx(demo, async (tx) => {
        const client = await app.get(ClientsService).register(tx, family(n, group.branchId, firstDay));
        await app.get(MembersService).join(tx, group.id, { clientId: client.id, joinedOn: firstDay });
        return client.id;
      });
      await sell(app, clientId, plans.eight, true);
    }
    say(`demo centre: ${String(FAMILIES)} families, each with a subscription`);
    for (let day = firstDay; day < today; day = addDays(day, 1)) {
      await liveDay(app, centre, day);
      if (day.endsWith('-01')) say(`demo centre: lived up to ${day}`);
    }
  } finally {
    clock.set(null);
  }
  const [count] = await db.query<{ done: number; planned: number }>(
    sql`select count(*) filter (where status = 'completed') as done, count(*) filter (where status = 'planned') as planned from lessons`,
  );
  say(`demo centre: ${String(count?.done)} lessons completed, ${String(count?.planned)} ahead`);
}
