import type { LocalDate } from '../kernel/local-date.js';
import { addDays } from '../kernel/local-date.js';
import { UsersService } from '../modules/access/index.js';
import { BranchesService } from '../modules/organisation/index.js';
import { PaySchemesService, type PaySchemeRequest } from '../modules/payroll/index.js';
import { ClosingService } from '../modules/schedule/closures/closing.service.js';
import { GroupsService, RoomsService, SeriesService } from '../modules/schedule/index.js';
import type { OpeningHours } from '../modules/schedule/rooms/rooms.dto.js';
import { EmployeesService } from '../modules/staff/index.js';
import type { Tx } from '../platform/database/tx.js';
import { ACTIVITIES, offer, priceDifferently, rub, type DemoOffer, type DemoOffers } from './offers.js';
import type { Stage } from './stage.js';

export interface DemoGroup {
  id: string;
  branchId: string;
  offer: DemoOffer;
}

export interface DemoBranch {
  id: string;
  timeZone: string;
  /** A smaller room and a larger one. */
  rooms: [string, string];
  teacherId: string;
}

function open(weekdays: number[], from: string, to: string): OpeningHours[] {
  return weekdays.map((weekday) => ({ weekday, from, to }));
}

/** What the families then belong to. */
export interface DemoCentre {
  branches: [DemoBranch, DemoBranch];
  groups: DemoGroup[];
  offers: DemoOffers;
  /** Steps in for the teacher of the first branch, and is the second one of a group there; has no login. */
  substituteId: string;
}

const BRANCHES = [
  { code: 'LH-MSK', name: 'Lighthouse on the Quay', timeZone: 'Europe/Moscow', rooms: ['Blue room', 'Hall'] },
  {
    code: 'LH-EKB',
    name: 'Lighthouse on the Hill',
    timeZone: 'Asia/Yekaterinburg',
    rooms: ['Green room', 'Studio'],
  },
] as const;
const CAPACITIES = [14, 30] as const;
/** When the rooms of each branch are open: the smaller one and the larger one; the studio on the Hill always is. */
const HOURS: readonly [OpeningHours[], OpeningHours[] | null][] = [
  [
    [...open([1, 2, 3, 4, 5], '10:00', '20:00'), ...open([6, 7], '10:00', '16:00')],
    [...open([1, 2, 3, 4], '14:00', '20:00'), ...open([6], '10:00', '15:00')],
  ],
  [[...open([1, 2, 3, 4], '14:00', '19:30'), ...open([5], '14:00', '17:00')], null],
];
/** Login, name, role, branch; every default role but the owner's, who comes last. */
const STAFF = [
  ['director', 'Громова', 'Ирина', 'Director', 0],
  ['administrator', 'Белова', 'Алла', 'Administrator', 0],
  ['teacher', 'Orlova', 'Vera', 'Teacher', 0],
  ['teacher2', 'Титов', 'Глеб', 'Teacher', 1],
  ['accountant', 'Седова', 'Нина', 'Accountant', 0],
  ['storekeeper', 'Карпов', 'Олег', 'Storekeeper', 0],
  ['auditor', 'Hale', 'Martin', 'Auditor', 1],
  ['integrator', 'Лапин', 'Юрий', 'Integrator', 1],
] as const;
/** Who is paid by the month; the administrator gets something of what is sold besides. */
const SALARIES: Readonly<Record<string, number>> = {
  ...{ director: 12_000_000, administrator: 5_500_000, accountant: 8_000_000 },
  ...{ storekeeper: 5_000_000 },
};
const SALES_PERCENT = '3';
const SLOTS = ['MO,WE', 'TU,TH'].flatMap((days) =>
  ['15:00', '16:15', '17:30'].map((start) => ({ days, start })),
);

export const demoLogins: readonly string[] = STAFF.map(([login]) => login);

/** Sets the centre up: branches, rooms, people with logins, what is on sale, holidays, twelve groups with their weekly lessons. */
export async function setUpCentre(
  stage: Stage,
  tx: Tx,
  on: LocalDate,
  password: string,
): Promise<DemoCentre> {
  const places = [];
  for (const [n, { rooms: names, ...branch }] of BRANCHES.entries()) {
    const { id } = await stage.get(BranchesService).create(tx, branch);
    const room = async (at: 0 | 1) => {
      const hours = HOURS[n]?.[at] ?? null;
      const shape = { branchId: id, name: names[at], capacity: CAPACITIES[at], hours };
      return (await stage.get(RoomsService).create(tx, shape)).id;
    };
    places.push({ id, timeZone: branch.timeZone, rooms: [await room(0), await room(1)] as [string, string] });
  }
  const branchIds = places.map((place) => place.id);
  const { teacherIds, substituteId } = await hire(stage, tx, { branchIds, on, password });
  const branches = places.map((place, at) => ({ ...place, teacherId: teacherIds[at] ?? '' }));
  const [quay, hill] = branches;
  if (quay === undefined || hill === undefined) throw new Error('the demo centre has two branches');
  const offers = await offer(stage, tx, on);
  await priceDifferently(stage, tx, { list: offers.list, branchId: hill.id, on });
  await keepHolidays(stage, tx, on);
  const groups = [
    ...(await gather(stage, tx, { branch: quay, list: offers.list, on, secondId: substituteId })),
    ...(await gather(stage, tx, { branch: hill, list: offers.list, on })),
  ];
  return { branches: [quay, hill], groups, offers, substituteId };
}

/** Six groups of a branch, one after the other on two days a week; the last one has a second teacher, if there is one. */
async function gather(
  stage: Stage,
  tx: Tx,
  {
    branch,
    list,
    on,
    secondId = null,
  }: { branch: DemoBranch; list: readonly DemoOffer[]; on: LocalDate; secondId?: string | null },
): Promise<DemoGroup[]> {
  const groups: DemoGroup[] = [];
  for (const [n, slot] of SLOTS.entries()) {
    const taught = list[n % list.length];
    if (taught === undefined) continue;
    const { activityId } = taught;
    const name = `${ACTIVITIES[n % list.length]?.name ?? ''} ${String.fromCharCode(65 + n)}`;
    const place = { branchId: branch.id, roomId: branch.rooms[n % 2] ?? '', teacherId: branch.teacherId };
    const { id } = await stage.get(GroupsService).create(tx, {
      ...{ ...place, name, activityId, capacity: 13, startsOn: on },
      secondTeacherId: n === SLOTS.length - 1 ? secondId : null,
    });
    const rule = `FREQ=WEEKLY;BYDAY=${slot.days}`;
    await stage
      .get(SeriesService)
      .start(tx, { groupId: id, rule, startsOn: on, localStart: slot.start, minutes: 60 });
    groups.push({ id, branchId: branch.id, offer: taught });
  }
  return groups;
}

/** The public holidays of the season and of the months after it, New Year among them. */
async function keepHolidays(stage: Stage, tx: Tx, on: LocalDate): Promise<void> {
  const years = new Set([on, addDays(on, 180)].map((day) => Number(day.slice(0, 4))));
  for (const year of years) await stage.get(ClosingService).takeHolidays(tx, { country: 'RU', year });
}

/** Employees with logins; gives the teacher of each branch, and one who steps in. */
async function hire(
  stage: Stage,
  tx: Tx,
  { branchIds, on, password }: { branchIds: string[]; on: LocalDate; password: string },
): Promise<{ teacherIds: string[]; substituteId: string }> {
  const teacherIds: string[] = [];
  const employ = async (lastName: string, firstName: string, position: string, branchId: string) => {
    const person = { branchId, lastName, firstName, position, engagement: 'staff', hiredOn: on } as const;
    return (await stage.get(EmployeesService).create(tx, person)).id;
  };
  const pay = (employeeId: string, basis: PaySchemeRequest['basis'], rate: number) =>
    stage.get(PaySchemesService).create(tx, { employeeId, effectiveFrom: on, basis, rate: rub(rate) });
  for (const [login, lastName, firstName, position, at] of STAFF) {
    const branchId = branchIds[at] ?? '';
    const id = await employ(lastName, firstName, position, branchId);
    const role = position.toLowerCase();
    const reached = role === 'director' || role === 'accountant' ? branchIds : [branchId];
    const name = `${firstName} ${lastName}`;
    await stage
      .get(UsersService)
      .create(tx, { login, name, password, roles: [role], branchIds: reached, employeeId: id });
    await payMonthly(stage, tx, { employeeId: id, role, on });
    if (role !== 'teacher') continue;
    teacherIds.push(id);
    if (at === 0) await pay(id, 'hour', 90_000);
    else await pay(id, 'attendee', 12_000);
  }
  const substituteId = await employ('Кузьмина', 'Дарья', 'Teacher', branchIds[0] ?? '');
  await pay(substituteId, 'lesson', 80_000);
  return { teacherIds, substituteId };
}

async function payMonthly(
  stage: Stage,
  tx: Tx,
  { employeeId, role, on }: { employeeId: string; role: string; on: LocalDate },
): Promise<void> {
  const salary = SALARIES[role];
  if (salary === undefined) return;
  const terms = { employeeId, effectiveFrom: on };
  const schemes = stage.get(PaySchemesService);
  const monthly = { basis: 'salary', rate: rub(salary), proration: 'working_days' } as const;
  await schemes.create(tx, { ...terms, ...monthly });
  if (role !== 'administrator') return;
  await schemes.create(tx, { ...terms, basis: 'sales_percent', percent: SALES_PERCENT });
}
