import type { INestApplicationContext } from '@nestjs/common';
import type { LocalDate } from '../kernel/local-date.js';
import { UsersService } from '../modules/access/index.js';
import { ActivitiesService } from '../modules/catalogue/index.js';
import { BranchesService } from '../modules/organisation/index.js';
import { PaySchemesService } from '../modules/payroll/index.js';
import { GroupsService, RoomsService, SeriesService } from '../modules/schedule/index.js';
import { EmployeesService } from '../modules/staff/index.js';
import { PlansService, type Plan } from '../modules/subscriptions/index.js';
import type { Tx } from '../platform/database/tx.js';

export interface DemoGroup {
  id: string;
  branchId: string;
  activityId: string;
}

export type DemoPlan = Pick<Plan, 'id' | 'price'>;

/** What the families then belong to: groups, and the plans sold for each activity. */
export interface DemoCentre {
  groups: DemoGroup[];
  /** Eight visits a month, and a month without limit, by activity. */
  plans: Map<string, { eight: DemoPlan; unlimited: DemoPlan }>;
}

const BRANCHES = [
  { code: 'LH-MSK', name: 'Lighthouse on the Quay', timeZone: 'Europe/Moscow', rooms: ['Blue room', 'Hall'] },
  {
    code: 'LH-EKB',
    name: 'Lighthouse on the Hill',
    timeZone: 'Asia/Yekaterinburg',
    rooms: ['Green room', 'Studio'],
  },
];
const ACTIVITIES = [
  { name: 'Drawing', price: 90_000, month: 560_000 },
  { name: 'Robotics', price: 120_000, month: 800_000 },
  { name: 'English', price: 100_000, month: 640_000 },
];
/** Login, name, role, branch; every default role but the owner's, who is there already. */
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
const SLOTS = ['MO,WE', 'TU,TH'].flatMap((days) =>
  ['15:00', '16:15', '17:30'].map((start) => ({ days, start })),
);

const rub = (amount: number) => ({ amount, currency: 'RUB' });

/** Sets the centre up: branches, rooms, people with logins, activities, plans, twelve groups with their weekly lessons. */
export async function setUpCentre(
  app: INestApplicationContext,
  tx: Tx,
  on: LocalDate,
  password: string,
): Promise<DemoCentre> {
  const branches = [];
  for (const { rooms: names, ...branch } of BRANCHES) {
    const { id } = await app.get(BranchesService).create(tx, branch);
    const rooms = [];
    for (const name of names)
      rooms.push((await app.get(RoomsService).create(tx, { branchId: id, name, capacity: 14 })).id);
    branches.push({ id, rooms });
  }
  const branchIds = branches.map((branch) => branch.id);
  const teachers = await hire(app, tx, { branchIds, on, password });
  const { activityIds, plans } = await offer(app, tx);

  const groups: DemoGroup[] = [];
  for (const [at, branch] of branches.entries()) {
    for (const [n, slot] of SLOTS.entries()) {
      const activityId = activityIds[n % activityIds.length] ?? '';
      const name = `${ACTIVITIES[n % activityIds.length]?.name ?? ''} ${String.fromCharCode(65 + n)}`;
      const place = { branchId: branch.id, roomId: branch.rooms[n % 2] ?? '', teacherId: teachers[at] ?? '' };
      const { id } = await app
        .get(GroupsService)
        .create(tx, { ...place, name, activityId, capacity: 13, startsOn: on });
      const rule = `FREQ=WEEKLY;BYDAY=${slot.days}`;
      await app
        .get(SeriesService)
        .start(tx, { groupId: id, rule, startsOn: on, localStart: slot.start, minutes: 60 });
      groups.push({ id, branchId: branch.id, activityId });
    }
  }
  return { groups, plans };
}

/** Employees with logins; gives the teacher of each branch. */
async function hire(
  app: INestApplicationContext,
  tx: Tx,
  { branchIds, on, password }: { branchIds: string[]; on: LocalDate; password: string },
): Promise<string[]> {
  const teachers: string[] = [];
  for (const [login, lastName, firstName, position, at] of STAFF) {
    const branchId = branchIds[at] ?? '';
    const person = { branchId, lastName, firstName, position, engagement: 'staff', hiredOn: on } as const;
    const { id } = await app.get(EmployeesService).create(tx, person);
    const role = position.toLowerCase();
    const reached = role === 'director' || role === 'accountant' ? branchIds : [branchId];
    const name = `${firstName} ${lastName}`;
    await app
      .get(UsersService)
      .create(tx, { login, name, password, roles: [role], branchIds: reached, employeeId: id });
    if (role !== 'teacher') continue;
    teachers.push(id);
    const pay = at === 0 ? { basis: 'hour', rate: rub(90_000) } : { basis: 'attendee', rate: rub(12_000) };
    await app.get(PaySchemesService).create(tx, { employeeId: id, effectiveFrom: on, ...pay } as never);
  }
  return teachers;
}

async function offer(
  app: INestApplicationContext,
  tx: Tx,
): Promise<{ activityIds: string[]; plans: DemoCentre['plans'] }> {
  const plans: DemoCentre['plans'] = new Map();
  const terms = {
    validityCount: 1,
    validityUnit: 'month',
    startRule: 'sale',
    freezeMaxDays: 14,
    freezeMaxTimes: 2,
    freezeMinDays: 3,
  } as const;
  for (const { name, price, month } of ACTIVITIES) {
    const shape = { name, kind: 'course', ageFrom: 5, ageTo: 15, lessonMinutes: 60, capacity: 13 } as const;
    const { id } = await app
      .get(ActivitiesService)
      .create(tx, { ...shape, singlePrice: rub(price), trialPrice: rub(price / 2) });
    const make = (title: string, amount: number, visits: number | null) =>
      app
        .get(PlansService)
        .create(tx, { name: `${name}: ${title}`, activityIds: [id], price: rub(amount), visits, ...terms });
    const eight = await make('8 visits a month', month, 8);
    const unlimited = await make('a month without limit', month * 1.5, null);
    plans.set(id, { eight, unlimited });
  }
  return { activityIds: [...plans.keys()], plans };
}
