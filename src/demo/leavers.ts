import { OtherChargesService } from '../modules/billing/other-charges.service.js';
import { ClientsService } from '../modules/clients/index.js';
import { MembersService } from '../modules/schedule/index.js';
import { GuestsService } from '../modules/schedule/lessons/guests.service.js';
import { SubscriptionRefundsService } from '../modules/subscriptions/index.js';
import { localDateOf } from '../platform/clock/clock.js';
import { sql } from '../platform/database/sql.js';
import { childOf, type Cast } from './cast.js';
import { nextLesson } from './incidents.js';
import { sell } from './months.js';
import { rub } from './offers.js';
import type { Stage } from './stage.js';

// Those who leave: one who came on trial and finds within weeks that dance is not for her, and two families that still owe.

/** The first group of dance on the Hill. */
const DANCE = 9;

/** A trial lesson; what it costs is asked for when it was held. */
export async function tryDance(stage: Stage, cast: Cast): Promise<void> {
  const [, hill] = cast.centre.branches;
  const group = cast.centre.groups[DANCE];
  const lesson = await nextLesson(stage, sql`l.group_id = ${group?.id ?? null}`);
  if (lesson === null) return;
  await stage.by('director', async (tx) => {
    const { id: clientId } = await stage.get(ClientsService).register(tx, {
      ...{ branchId: hill.id, lastName: 'Морозова', firstName: 'Алина', birthDate: '2017-08-21' },
      ...{ status: 'trial', source: 'friends', interests: ['dance'] },
      guardians: [{ lastName: 'Морозова', firstName: 'Инга', relation: 'mother', phones: ['+79035550119'] }],
    });
    await stage.get(GuestsService).book(tx, lesson.id, { clientId, kind: 'trial', note: 'подруга Насти' });
    cast.newcomerId = clientId;
  });
}

export async function joinDance(stage: Stage, cast: Cast): Promise<void> {
  const { newcomerId: clientId } = cast;
  const group = cast.centre.groups[DANCE];
  if (clientId === null || group === undefined) return;
  const [, { timeZone }] = cast.centre.branches;
  await stage.by('director', async (tx) => {
    const joining = { clientId, joinedOn: localDateOf(tx.now, timeZone) };
    await stage.get(MembersService).join(tx, group.id, joining);
    await stage
      .get(ClientsService)
      .change(tx, clientId, { status: 'active' }, { version: null, ifMatch: '*' });
  });
  await sell(stage, { clientId, plan: group.offer.eight, pays: true });
}

export async function leaveDance(stage: Stage, cast: Cast): Promise<void> {
  const { newcomerId: clientId } = cast;
  if (clientId === null) return;
  const [, { timeZone }] = cast.centre.branches;
  const who = { clientId, groupId: cast.centre.groups[DANCE]?.id ?? '', timeZone };
  await leave(stage, who, 'Не понравилось танцевать');
}

/** What two families left without paying for; nobody has reached them since. */
export const leaveCostume = (stage: Stage, cast: Cast): Promise<void> =>
  leaveOwing(stage, cast, { child: 63, amount: 350_000, description: 'Костюм к спектаклю' });
export const leaveMuseum = (stage: Stage, cast: Cast): Promise<void> =>
  leaveOwing(stage, cast, { child: 65, amount: 180_000, description: 'Поездка в музей роботов' });

async function leaveOwing(
  stage: Stage,
  cast: Cast,
  { child, amount, description }: { child: number; amount: number; description: string },
): Promise<void> {
  const { id: clientId } = childOf(cast, child);
  const [{ timeZone }] = cast.centre.branches;
  const groupId = cast.centre.groups[child % cast.centre.groups.length]?.id ?? '';
  const reason = 'Не отвечают на звонки';
  await stage.by('administrator', async (tx) => {
    await stage.get(OtherChargesService).make(tx, { clientId, amount: rub(amount), description });
    const leaving = { leftOn: localDateOf(tx.now, timeZone), reason };
    await stage.get(MembersService).leave(tx, groupId, clientId, leaving);
    const left = { status: 'left', statusReason: reason } as const;
    await stage.get(ClientsService).change(tx, clientId, left, { version: null, ifMatch: '*' });
  });
  cast.slow.add(clientId);
}

/** What was not used is given back, the place is free, and the family is no longer asked for anything. */
export async function leave(
  stage: Stage,
  { clientId, groupId, timeZone }: { clientId: string; groupId: string; timeZone: string },
  reason: string,
): Promise<void> {
  await stage.by('director', async (tx) => {
    const held = await tx.query<{ id: string }>(sql`
      select id from subscriptions where client_id = ${clientId} and cancelled_on is null and visits_left > 0 order by number for update`);
    for (const { id } of held)
      await stage.get(SubscriptionRefundsService).refund(tx, id, { reason, payOut: { method: 'card' } });
    const leaving = { leftOn: localDateOf(tx.now, timeZone), reason };
    await stage.get(MembersService).leave(tx, groupId, clientId, leaving);
    const left = { status: 'left', statusReason: reason } as const;
    await stage.get(ClientsService).change(tx, clientId, left, { version: null, ifMatch: '*' });
  });
}
