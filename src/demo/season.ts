import { addDays, type LocalDate } from '../kernel/local-date.js';
import { BillingService } from '../modules/billing/index.js';
import { ConsentsService } from '../modules/clients/consents/consents.service.js';
import { ClientsService } from '../modules/clients/index.js';
import { NotesService } from '../modules/clients/notes/notes.service.js';
import { acceptedFile } from '../modules/clients/results/accepted-file.js';
import { PhotosService } from '../modules/clients/results/photos.service.js';
import { ResultFilesService } from '../modules/clients/results/result-files.service.js';
import { ResultsService } from '../modules/clients/results/results.service.js';
import { WaitlistService } from '../modules/schedule/index.js';
import { FreezesService, SubscriptionsService } from '../modules/subscriptions/index.js';
import { sql } from '../platform/database/sql.js';
import { documentTypes, photoTypes } from '../platform/files/file-kinds.js';
import { childOf, type Cast } from './cast.js';
import { sellRobot, takeBackShirt } from './counter.js';
import {
  callOff,
  cutWater,
  fallIll,
  fillJournal,
  forgetAnother,
  forgetJournal,
  giveVisits,
  lookIn,
  makeUp,
  planAlone,
  planInVain,
  tellLate,
} from './incidents.js';
import { joinDance, leaveCostume, leaveDance, leaveMuseum, tryDance } from './leavers.js';
import { adjustPay } from './office.js';
import { diploma, lighthousePicture } from './pictures.js';
import type { Stage } from './stage.js';
import {
  approveOrder,
  cancelOrder,
  carryOver,
  confirmBooks,
  confirmOrder,
  countShelf,
  orderBooks,
  orderInVain,
  receiveOrder,
  restock,
  sendBack,
  useClay,
} from './stockroom.js';
import { bringKit, collectBooks, lendBooks, lendKits, loseBook } from './textbooks.js';

/** What happens once in the season, at noon of a day: how many days before today, and what. */
export const season: readonly [
  daysAgo: number,
  happens: (stage: Stage, cast: Cast, day: LocalDate) => Promise<void>,
][] = [
  [80, lendBooks],
  [70, lendKits],
  [66, leaveCostume],
  [62, useClay],
  [60, writeNotes],
  [50, bringKit],
  [48, restock],
  [47, tryDance],
  [46, sendBack],
  [45, giveDiplomas],
  [44, carryOver],
  [42, adjustPay],
  [41, sellInParts],
  [39, joinDance],
  [38, leaveMuseum],
  [36, cutWater],
  [34, makeUp],
  [33, approveOrder],
  [32, confirmOrder],
  [31, useClay],
  [30, loseBook],
  [28, receiveOrder],
  [27, tellLate],
  [26, tellLate],
  [25, tellLate],
  [24, tellLate],
  [24, fallIll],
  [23, planInVain],
  [22, callOff],
  [22, orderInVain],
  [21, cancelOrder],
  [20, registerTwice],
  [19, leaveDance],
  [18, makeUp],
  [16, countShelf],
  [17, forgetJournal],
  [15, revokePhotos],
  [14, giveVisits],
  [12, orderBooks],
  [11, confirmBooks],
  [10, takeBackShirt],
  [10, fillJournal],
  [8, paintAlone],
  [7, meetLeads],
  [7, collectBooks],
  [6, lookIn],
  [5, freezeOne],
  [5, forgetAnother],
  [4, waitForPlaces],
  [3, sellRobot],
];

async function writeNotes(stage: Stage, cast: Cast): Promise<void> {
  const notes = stage.get(NotesService);
  const [first, second, third] = [childOf(cast, 0).id, childOf(cast, 12).id, childOf(cast, 25).id];
  await stage.by('administrator', async (tx) => {
    const pickedUp = {
      type: 'instruction',
      text: 'Забирает бабушка, Нина Петровна; паспорт сверен.',
    } as const;
    await notes.pin(tx, first, (await notes.add(tx, first, pickedUp)).id);
    await notes.add(tx, first, {
      type: 'call',
      text: 'Мама просит писать в мессенджер: днём она на работе.',
    });
    const wish = {
      type: 'preference',
      text: 'Likes to sit by the window; paints with the left hand.',
    } as const;
    await notes.pin(tx, second, (await notes.add(tx, second, wish)).id);
    await notes.add(tx, third, { type: 'request', text: 'Просят напоминать о каждом платеже за три дня.' });
  });
  await stage.by('teacher', async (tx) => {
    await notes.add(tx, first, { type: 'behaviour', text: 'Помогает младшим, хорошо держит композицию.' });
  });
}

async function giveDiplomas(stage: Stage, cast: Cast, day: LocalDate): Promise<void> {
  const [painter, builder] = [childOf(cast, 0).id, childOf(cast, 1).id];
  const onDate = addDays(day, -1);
  const lines = ["The Lighthouse Children's Centre", 'First place', 'in the contest "Our sea"'];
  const paper = { name: 'Диплом.pdf', mediaType: 'application/pdf', bytes: diploma(lines) };
  const picture = { name: 'lighthouse.png', mediaType: 'image/png', bytes: lighthousePicture() };
  await stage.by('teacher', async (tx) => {
    const results = stage.get(ResultsService);
    const files = stage.get(ResultFilesService);
    const prize = {
      title: 'Первое место на конкурсе «Наше море»',
      issuer: 'Городской дом творчества',
      onDate,
    };
    const first = await results.add(tx, painter, { kind: 'achievement', ...prize });
    await files.attach(tx, painter, first.id, await acceptedFile(paper, documentTypes));
    const robot = { title: 'Built the first robot that finds its way', onDate };
    const second = await results.add(tx, builder, { kind: 'progress', ...robot });
    await files.attach(tx, builder, second.id, await acceptedFile(picture, documentTypes));
  });
  await stage.by('administrator', async (tx) => {
    await stage.get(PhotosService).put(tx, painter, await acceptedFile(picture, photoTypes));
  });
}

/** Three parts: the first is paid, the second is late. */
async function sellInParts(stage: Stage, cast: Cast): Promise<void> {
  const clientId = childOf(cast, 25).id;
  const { id: planId, price } = cast.centre.offers.inParts;
  const amount = { ...price, amount: price.amount / 3 };
  await stage.by('administrator', async (tx) => {
    await stage.get(SubscriptionsService).sell(tx, { clientId, planId });
    await stage.get(BillingService).pay(tx, { clientId, amount, method: 'card' });
  });
  cast.slow.add(clientId);
}

/** The father did not know that the mother had been there. */
async function registerTwice(stage: Stage, cast: Cast): Promise<void> {
  const { branchId, lastName, firstName, birthDate, sex } = childOf(cast, 0);
  const father = { lastName, firstName: 'Андрей', relation: 'father' as const, phones: ['+79031234567'] };
  await stage.by('administrator', async (tx) => {
    const child = { branchId, lastName, firstName, birthDate, sex, source: 'site', status: 'lead' } as const;
    await stage.get(ClientsService).register(tx, { ...child, guardians: [father], allowDuplicate: true });
  });
}

async function revokePhotos(stage: Stage, cast: Cast): Promise<void> {
  const clientIds = [childOf(cast, 36).id, childOf(cast, 40).id];
  await stage.by('administrator', async (tx) => {
    const consents = await tx.query<{ id: string; clientId: string }>(sql`
      select c.id, c.client_id as "clientId" from consents c join consent_purposes p on p.id = c.purpose_id
      where p.code = 'photo' and c.client_id = any (${clientIds}::uuid[]) order by c.id`);
    for (const { id, clientId } of consents)
      await stage.get(ConsentsService).revoke(tx, clientId, id, { reason: 'Семья передумала' });
  });
}

/** A lesson for one child alone, held two days later. */
async function paintAlone(stage: Stage, cast: Cast, day: LocalDate): Promise<void> {
  await planAlone(stage, cast, { clientId: childOf(cast, 48).id, from: addDays(day, 2) });
}

async function meetLeads(stage: Stage, { centre, leads }: Cast): Promise<void> {
  const people = [
    ['Ларина', 'Кира', 'Марина', 'lead'],
    ['Hill', 'Daisy', 'Ruth', 'lead'],
    ['Жуков', 'Гоша', 'Инна', 'trial'],
  ] as const;
  for (const [at, [lastName, firstName, mother, status]] of people.entries()) {
    // The one on trial goes to the branch where a place is free.
    const branch = centre.branches[status === 'trial' ? 1 : 0];
    const phones = [`+7903555010${String(at)}`];
    const guardians = [{ lastName, firstName: mother, relation: 'mother', phones }] as const;
    const who = { branchId: branch.id, lastName, firstName, birthDate: '2018-04-1' + String(at), status };
    const register = { ...who, source: 'open day', interests: ['drawing'], guardians: [...guardians] };
    leads.push(await stage.by('director', (tx) => stage.get(ClientsService).register(tx, register)));
  }
}

/** Two weeks by the sea: the first of the group who may. */
async function freezeOne(stage: Stage, cast: Cast, day: LocalDate): Promise<void> {
  const group = cast.centre.groups[1];
  await stage.by('administrator', async (tx) => {
    const found = await tx.find<{ id: string; clientId: string }>(sql`
      select s.id, s.client_id as "clientId" from subscriptions s join group_members m on m.client_id = s.client_id
      where m.group_id = ${group?.id ?? null} and m.left_on is null and s.cancelled_on is null and s.visits_left > 0
        and s.starts_on <= ${day} and s.ends_on > ${addDays(day, 2)} order by s.number limit 1`);
    if (found === null) return;
    const period = { startsOn: day, endsOn: addDays(day, 13), reason: 'Две недели на море' };
    await stage.get(FreezesService).freeze(tx, found.id, period);
    const paused = { status: 'paused', statusReason: 'Вернутся через две недели' } as const;
    await stage.get(ClientsService).change(tx, found.clientId, paused, { version: null, ifMatch: '*' });
  });
}

async function waitForPlaces(stage: Stage, { centre, leads }: Cast): Promise<void> {
  const group = centre.groups[0];
  for (const { id: clientId } of leads.slice(0, 2)) {
    const wish = { clientId, wish: 'после школы, рядом с домом' };
    await stage.by('administrator', (tx) => stage.get(WaitlistService).join(tx, group?.id ?? '', wish));
  }
}
