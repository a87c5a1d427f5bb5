import type { Actor, Scope } from '../../../src/kernel/actor.js';
import { systemActor } from '../../../src/kernel/actor.js';
import { BillingService } from '../../../src/modules/billing/index.js';
import {
  teachersRows,
  teachersTotals,
  type Source,
  type TeachersQuestion,
} from '../../../src/modules/reports/catalogue/teachers.sql.js';
import { reportChecks } from '../../../src/modules/reports/reports.checks.js';
import { foldDays } from '../../../src/modules/reports/rollups/teaching.sql.js';
import { Rollups } from '../../../src/modules/reports/rollups/rollups.js';
import { Db } from '../../../src/platform/database/db.js';
import { newId } from '../../../src/platform/database/ids.js';
import { reach, type ReachColumns } from '../../../src/platform/database/reach.js';
import { sql } from '../../../src/platform/database/sql.js';
import type { Tx } from '../../../src/platform/database/tx.js';
import { startWorld, type World } from '../subscriptions/world.js';

/** Random histories; after any of them the rollups and the ledgers answer any question alike. */

const ZONES = ['Europe/Moscow', 'Asia/Kamchatka', 'America/Los_Angeles'];
const MARKS = ['present', 'late', 'absent', 'absent_excused', 'trial', 'free', 'frozen'];
const REASONS = ['moved', 'another club', null];

let world: World;
let rollups: Rollups;
let billing: BillingService;
let planId: string;
const branches: string[] = [];
const teachers: string[] = [];
const groups: { id: string; branchId: string; teacherId: string; roomId: string }[] = [];
const clients: string[] = [];
const held: { id: string; completionId: string; accrualId: string; isUndone: boolean }[] = [];
const members: string[] = [];
let hours = 0;

let seed = 20_261_129;
/** The same numbers each time. */
const below = (n: number): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
};
const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
const dayOf = (offset: number): string =>
  new Date(Date.parse('2026-01-01T00:00:00Z') + offset * 86_400_000).toISOString().slice(0, 10);

/** Passes some hours, so that things are recorded one after another over five months. */
let at = Date.parse('2026-02-01T08:00:00Z');
const moments: string[] = [];
function pass(): string {
  at += (1 + below(14)) * 3_600_000;
  const now = new Date(at).toISOString();
  world.test.clock.set(now);
  moments.push(now);
  return now.slice(0, 10);
}

beforeAll(async () => {
  world = await startWorld();
  rollups = world.test.app.get(Rollups);
  billing = world.test.app.get(BillingService, { strict: false });
  world.test.clock.set(new Date(at).toISOString());
  planId = (await world.plan({ visits: 4, validityCount: 300, validityUnit: 'day' })).id;
  await world.test.tx(async (tx) => {
    for (const [index, zone] of ZONES.entries()) {
      const id = index === 0 ? world.branchId : newId();
      branches.push(id);
      if (index > 0)
        await tx.run(
          sql`insert into branches (id, code, name, time_zone) values (${id}, ${`b${String(index)}`}, ${zone}, ${zone})`,
        );
      for (let n = 0; n < 2; n += 1) {
        teachers.push(newId());
        await tx.run(sql`insert into employees (id, branch_id, last_name, first_name, position, engagement, hired_on)
          values (${teachers.at(-1)}, ${id}, 'Teacher', ${String(teachers.length)}, 'Teacher', 'staff', '2020-01-01')`);
      }
      const roomId = newId();
      await tx.run(
        sql`insert into rooms (id, branch_id, name, capacity) values (${roomId}, ${id}, 'R', 100)`,
      );
      for (let n = 0; n < 3; n += 1) {
        // The first teacher has a group in every branch.
        const group = {
          id: newId(),
          branchId: id,
          teacherId: n === 0 ? (teachers[0] ?? '') : one(teachers),
          roomId,
        };
        groups.push(group);
        await tx.run(sql`
          insert into groups (id, branch_id, name, activity_id, teacher_id, room_id, capacity, starts_on)
          values (${group.id}, ${id}, ${`N${String(n)}`}, ${world.activityId}, ${group.teacherId}, ${roomId}, 100, '2020-01-01')`);
      }
    }
  });
  for (let n = 0; n < 14; n += 1) clients.push(await world.client());
});
afterAll(() => world.test.close());

const accrue = (
  tx: Tx,
  row: { id: string; branchId: string; employeeId: string; lessonId: string; onDate: string },
) =>
  tx.run(sql`
    insert into accruals (id, employee_id, branch_id, kind, work_id, lesson_id, on_date, amount, formula)
    values (${row.id}, ${row.employeeId}, ${row.branchId}, 'work', ${newId()}, ${row.lessonId}, ${row.onDate}, ${100 + below(900)}, '{}')`);
const unaccrue = (tx: Tx, id: string) =>
  tx.run(sql`
    insert into accruals (id, employee_id, branch_id, kind, work_id, lesson_id, on_date, amount, formula, reverses_id)
    select gen_random_uuid(), employee_id, branch_id, 'reversal', work_id, lesson_id, on_date, -amount, '{}', id from accruals a
    where id = ${id} and not exists (select from accruals r where r.reverses_id = a.id)`);

async function mark(
  tx: Tx,
  lessonId: string,
  completionId: string,
  clientIds: readonly string[],
): Promise<void> {
  for (const clientId of clientIds)
    await tx.run(sql`
      insert into attendances (id, completion_id, lesson_id, client_id, mark, charged, counts_for_pay, gives_make_up)
      values (${newId()}, ${completionId}, ${lessonId}, ${clientId}, ${one(MARKS)}, 'none', true, false)`);
}

const DEEDS: Record<string, (today: string) => Promise<unknown>> = {
  async complete() {
    const group = one(groups);
    const [id, completionId, accrualId, onDate] = [newId(), newId(), newId(), dayOf(below(170))];
    const [teacherId, hour, clientIds] = [one(teachers), (hours += 1), clients.filter(() => below(3) === 0)];
    // Every third lesson has a second teacher.
    const secondId = hour % 3 === 0 ? teachers[(teachers.indexOf(teacherId) + 1) % teachers.length] : null;
    await world.test.tx(async (tx) => {
      await tx.run(sql`
        insert into lessons (id, branch_id, group_id, activity_id, teacher_id, second_teacher_id, room_id, on_date, starts_at, ends_at, status)
        select ${id}, ${group.branchId}, ${group.id}, ${world.activityId}, ${teacherId}, ${secondId}, ${group.roomId}, ${onDate},
               timestamptz '2028-01-01' + make_interval(hours => ${hour}::integer),
               timestamptz '2028-01-01' + make_interval(hours => ${hour}::integer, mins => ${30 + below(30)}::integer), 'completed'`);
      await tx.run(
        sql`insert into completions (id, work_id, lesson_id, teacher_id, second_teacher_id)
            values (${completionId}, ${completionId}, ${id}, ${teacherId}, ${secondId})`,
      );
      await mark(tx, id, completionId, clientIds);
      await accrue(tx, {
        id: accrualId,
        branchId: group.branchId,
        employeeId: teacherId,
        lessonId: id,
        onDate,
      });
    });
    if (clientIds.length > 0) await world.hold(id, clientIds, onDate);
    held.push({ id, completionId, accrualId, isUndone: false });
  },
  async undo() {
    const lesson = one(held.filter(({ isUndone }) => !isUndone));
    if ((lesson as unknown) === undefined) return;
    lesson.isUndone = true;
    await world.undo(lesson.id);
    await world.test.tx(async (tx) => {
      await tx.run(
        sql`update attendances set reversed_at = ${tx.now} where lesson_id = ${lesson.id} and reversed_at is null`,
      );
      await tx.run(sql`update completions set undone_at = ${tx.now} where id = ${lesson.completionId}`);
      await unaccrue(tx, lesson.accrualId);
    });
  },
  /** By somebody else than the first time, perhaps. */
  async completeAgain() {
    const lesson = one(held.filter(({ isUndone }) => isUndone));
    if ((lesson as unknown) === undefined) return;
    Object.assign(lesson, { completionId: newId(), isUndone: false });
    await world.test.tx(async (tx) => {
      await tx.run(
        sql`insert into completions (id, work_id, lesson_id, teacher_id) values (${lesson.completionId}, ${lesson.completionId}, ${lesson.id}, ${one(teachers)})`,
      );
      await mark(tx, lesson.id, lesson.completionId, clients.slice(0, 4));
    });
  },
  async correct() {
    const lesson = one(held);
    await world.test.tx(async (tx) => {
      const gone = await tx.query<{ clientId: string }>(sql`
        update attendances set reversed_at = ${tx.now} where id in (
          select id from attendances where completion_id = ${lesson.completionId} and reversed_at is null limit 1)
        returning client_id as "clientId"`);
      if (!lesson.isUndone)
        await mark(
          tx,
          lesson.id,
          lesson.completionId,
          gone.map(({ clientId }) => clientId),
        );
    });
  },
  async credit() {
    const charges = await world.test.db.query<{ chargeId: string; stands: number }>(sql`
      select id as "chargeId", amount - credited as stands from charges
      where kind = 'visit' and reversed_at is null and amount > credited order by id limit 20`);
    if (charges.length === 0) return;
    const { chargeId, stands } = one(charges);
    await world.test.tx((tx) =>
      billing.credit(tx, [{ chargeId, amount: 1 + below(stands), reason: 'complaint' }]),
    );
  },
  /** Takes over unpaid visits of days that may long be rolled up. */
  sell: () => world.sell(one(clients), planId),
  bonus: () =>
    world.test.tx((tx) =>
      tx.run(sql`
        insert into accruals (id, employee_id, branch_id, kind, work_id, on_date, amount, formula, reason)
        values (${newId()}, ${one(teachers)}, ${one(branches)}, 'bonus', ${newId()}, ${dayOf(below(170))}, ${1 + below(500)}, '{}', 'well done')`),
    ),
  correctPay: () => world.test.tx((tx) => unaccrue(tx, one(held).accrualId)),
  move: () =>
    world.test.tx((tx) =>
      tx.run(
        sql`update lessons set on_date = ${dayOf(below(170))}, ends_at = ends_at - interval '1 minute' where id = ${one(held).id}`,
      ),
    ),
  async join() {
    const [id, group] = [newId(), one(groups)];
    const joinedOn = dayOf(below(170) - 60);
    await world.test.tx(async (tx) => {
      const free = await tx.find(sql`
        select 1 where not exists (select from group_members where group_id = ${group.id} and client_id = ${clients[below(3)] ?? null} and left_on is null)`);
      if (free === null) return;
      const made = await tx.run(sql`
        insert into group_members (id, group_id, client_id, joined_on, left_on, leave_reason)
        select ${id}, ${group.id}, c.id, ${joinedOn}::date, ${joinedOn}::date + ${below(100)}::integer, ${one(REASONS)}
        from clients c where c.id = ${one(clients)} and not exists (
          select from group_members m where m.group_id = ${group.id} and m.client_id = c.id
            and daterange(m.joined_on, m.left_on) && daterange(${joinedOn}::date, 'infinity'))`);
      if (made > 0) members.push(id);
    });
  },
  /** Some stay, some are to leave later. */
  leave: (today) =>
    world.test.tx((tx) =>
      tx.run(sql`
        update group_members m set left_on = greatest(m.joined_on, ${today}::date + ${below(60) - 30}::integer), leave_reason = ${one(REASONS)}
        where id = ${one(members) ?? null} and not exists (
          select from group_members n where n.id <> m.id and n.group_id = m.group_id and n.client_id = m.client_id
            and n.joined_on >= m.joined_on)`),
    ),
  stay: () =>
    world.test.tx((tx) =>
      tx.run(sql`
        update group_members m set left_on = null where id = ${one(members) ?? null} and not exists (
          select from group_members n where n.id <> m.id and n.group_id = m.group_id and n.client_id = m.client_id
            and n.joined_on >= m.joined_on)`),
    ),
  handOver: () =>
    world.test.tx((tx) =>
      tx.run(sql`update groups set teacher_id = ${one(teachers)} where id = ${one(groups).id}`),
    ),
  becomeAnother: () =>
    world.test.tx((tx) =>
      tx.run(sql`
        update group_members m set client_id = ${one(clients)} where id = ${one(members) ?? null} and not exists (
          select from group_members n where n.group_id = m.group_id and n.id <> m.id)`),
    ),
  /** Changes what every day costs, and no rollup. */
  setContributions: () =>
    world.test.tx((tx) =>
      tx.run(sql`
        insert into settings (id, pay_contributions_percent) values (${newId()}, ${below(40)})
        on conflict (only_row) do update set pay_contributions_percent = excluded.pay_contributions_percent`),
    ),
  roll: () => rollups.round(),
};
const COMMON = ['complete', 'complete', 'complete', 'complete', 'join', 'join', 'join', 'leave', 'roll'];
const did = new Map<string, number>();

async function live(steps: number): Promise<void> {
  for (let n = 0; n < steps; n += 1) {
    const kind = below(2) === 0 ? one(COMMON) : one(Object.keys(DEEDS));
    if (held.length === 0 && kind !== 'complete') continue;
    await DEEDS[kind]?.(pass());
    did.set(kind, (did.get(kind) ?? 0) + 1);
  }
}

const actorOf = (scope: Scope, more: Partial<Actor> = {}): Actor => ({
  ...systemActor('test'),
  kind: 'user',
  permissions: new Map([['reports:staff', scope]]),
  ...more,
});

function question(actor: Actor, more: Partial<TeachersQuestion> = {}): TeachersQuestion {
  const branchId = more.branchId ?? null;
  const permission = 'reports:staff';
  const within = (columns: ReachColumns) =>
    sql.and([reach(actor, permission, columns), branchId !== null && sql`${columns.branch} = ${branchId}`]);
  const parameters = { returnDays: 30, weeklyHours: 18 };
  return {
    ...{ actor, branchId, within, parameters, asOf: world.test.clock.now() },
    ...{ from: '2026-01-01', to: '2026-07-01' },
    ...more,
  };
}

const told = async (asked: TeachersQuestion, source: Source) => ({
  rows: await world.test.db.query<Record<string, unknown>>(teachersRows(asked, source)),
  totals: await world.test.db.find(teachersTotals(asked, source)),
});

const PERIODS: [string, string][] = [
  ['2026-01-01', '2026-07-01'],
  ['2026-03-01', '2026-05-01'],
  ['2026-02-01', '2026-03-01'],
  ['2025-11-01', '2026-02-01'],
  ['2026-01-17', '2026-05-09'],
  ['2026-03-04', '2026-03-11'],
  ['2026-03-01', '2026-03-11'],
  ['2026-02-20', '2026-04-01'],
];

/** Everything that may be asked, in some of its combinations; how many answers had anything in them. */
async function expectSameAnswers(questions: number): Promise<number> {
  let full = 0;
  for (let n = 0; n < questions; n += 1) {
    const [from, to] = one(PERIODS);
    const scope = one<Scope>(['all', 'all', 'branch', 'own']);
    const branchIds = branches.filter(() => below(2) === 0);
    const actor = actorOf(scope, { branchIds, employeeId: one(teachers) });
    const asked = question(actor, {
      ...{ from, to, branchId: below(3) === 0 ? one(branches) : null },
      ...(below(4) === 0 ? { asOf: one(moments) } : {}),
      ...(below(6) === 0 ? { parameters: { returnDays: below(60), weeklyHours: 18 } } : {}),
    });
    const shown = { ...asked, actor: scope, within: null };
    const answer = await told(asked, 'rollups');
    expect({ ...shown, ...answer }).toEqual({ ...shown, ...(await told(asked, 'ledgers')) });
    if (answer.rows.length > 0) full += 1;
  }
  return full;
}

/** What is paid on top of each entry of pay is that of the view which costs lessons, entry by entry. */
async function expectContributions(): Promise<void> {
  const asked = question(actorOf('all'));
  const { rows } = await told(asked, 'rollups');
  const entries = await world.test.db.query<{ employeeId: string; contributions: number }>(sql`
    select employee_id as "employeeId", sum(amount)::bigint as contributions from teaching_side_costs
    where kind = 'contributions' and on_date >= ${asked.from} and on_date < ${asked.to} group by 1 having sum(amount) <> 0 order by 1`);
  const shown = rows.map(({ employeeId, contributions }) => ({ employeeId, contributions }));
  const byEmployee = shown
    .filter(({ contributions }) => contributions !== 0)
    .sort((a, b) => String(a.employeeId).localeCompare(String(b.employeeId)));
  expect(byEmployee).toEqual(entries);
}

const broken = async (): Promise<string[]> => {
  const faults: string[] = [];
  for (const check of reportChecks) {
    const rows = await world.test.db.query<object>(check.sql);
    if (rows.length > 0) faults.push(`${check.name}: ${JSON.stringify(rows.slice(0, 3))}`);
  }
  return faults;
};
const rollAll = async (): Promise<void> => {
  while (await rollups.round());
};
const waiting = async (): Promise<number> =>
  (
    await world.test.db.find<{ n: number }>(
      sql`select (select count(*) from teaching_changes) + (select count(*) from membership_changes) as n`,
    )
  )?.n ?? 0;

it('answers as the ledgers do, whatever happens in whatever order, rolled up or not yet', async () => {
  let full = 0;
  for (let round = 0; round < 12; round += 1) {
    await live(35);
    full += await expectSameAnswers(5);
    expect(await broken()).toEqual([]);
    if (round % 3 !== 2) continue;
    await rollAll();
    expect(await waiting()).toBe(0);
    full += await expectSameAnswers(12);
    await expectContributions();
    expect(await broken()).toEqual([]);
  }
  expect(full).toBeGreaterThan(40);
  const seldom = Object.keys(DEEDS).filter((kind) => (did.get(kind) ?? 0) < 3);
  expect({ seldom, did: Object.fromEntries(did) }).toMatchObject({ seldom: [] });
  const kinds = await world.test.db.query<{ kind: string }>(
    sql`select distinct kind from membership_months order by kind`,
  );
  expect(kinds.map(({ kind }) => kind)).toEqual([
    'end',
    'lost',
    'new',
    'newcomer',
    'reason',
    'refusal',
    'start',
  ]);
}, 300_000);

it('reads no ledger for what is rolled up, and finds what was tampered with', async () => {
  await rollAll();
  const everybody = actorOf('all');
  const before = await told(question(everybody), 'rollups');
  const tampered: [string, string][] = [
    [
      'teaching_days',
      'update teaching_days set revenue = revenue + 1 where ctid = (select min(ctid) from teaching_days)',
    ],
    [
      'teaching_months',
      `update teaching_months set revenue = revenue + 1 where ctid = (select min(ctid) from teaching_months where month = '2026-03-01')`,
    ],
    [
      'teaching_folds',
      `update teaching_folds set recorded_until = recorded_until - interval '1 minute' where ctid = (select min(ctid) from teaching_folds)`,
    ],
    [
      'membership_months',
      `update membership_months set people = people + 1 where ctid = (select min(ctid) from membership_months where kind = 'start' and employee_id is not null)`,
    ],
    [
      'membership_months',
      'delete from membership_months where ctid = (select min(ctid) from membership_months)',
    ],
    ['roaming_clients', 'delete from roaming_clients where ctid = (select min(ctid) from roaming_clients)'],
  ];
  for (const [table, statement] of tampered) {
    await world.test.asSchemaOwner(statement);
    expect({ table, broken: (await broken()).length > 0 }).toEqual({ table, broken: true });
    // What is shown is what was rolled up: so the rollups were read.
    if (table === 'teaching_months') expect(await told(question(everybody), 'rollups')).not.toEqual(before);
    await world.test.asSchemaOwner('call roll_up_anew()');
    await rollAll();
    expect(await broken()).toEqual([]);
  }
  expect(await told(question(everybody), 'rollups')).toEqual(before);
}, 120_000);

it('loses no change: a worker killed half-way, two workers at once, a change between reading and committing', async () => {
  const db = world.test.app.get(Db);
  const clerk = systemActor('test');
  await live(12);
  const waited = await waiting();
  expect(waited).toBeGreaterThan(0);

  // Killed when the day was written and the month was not: nothing of it stands, every change still waits.
  await expect(
    db.tx(clerk, async (tx) => {
      await tx.query(foldDays(1_000));
      throw new Error('killed');
    }),
  ).rejects.toThrow('killed');
  expect(await waiting()).toBe(waited);
  await expectSameAnswers(6);

  // A completion that is written but not committed while the day is rolled up, and committed after it.
  const lesson = held.find(({ isUndone }) => !isUndone)?.id ?? '';
  let commit: () => void = () => undefined;
  const go = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let written: () => void = () => undefined;
  const isWritten = new Promise<void>((resolve) => {
    written = resolve;
  });
  const writer = db.tx(clerk, async (tx) => {
    await tx.run(
      sql`update attendances set reversed_at = ${tx.now} where lesson_id = ${lesson} and reversed_at is null`,
    );
    await tx.run(sql`update lessons set ends_at = ends_at - interval '2 minutes' where id = ${lesson}`);
    written();
    await go;
  });
  await isWritten;
  await rollAll();
  commit();
  await writer;
  expect(await waiting()).toBeGreaterThan(0);
  await expectSameAnswers(6);

  // One client taken in by two branches at once: neither sees the other, and one is rolled up before the other commits.
  await rollAll();
  const newcomer = await world.client();
  const take = (tx: Tx, branchId: string) =>
    tx.run(sql`
      insert into group_members (id, group_id, client_id, joined_on)
      select ${newId()}, id, ${newcomer}, '2026-03-05' from groups where branch_id = ${branchId} and name in ('N0', 'N1') limit 1`);
  await db.tx(clerk, async (slow) => {
    await take(slow, branches[1] ?? '');
    await db.tx(clerk, (tx) => take(tx, branches[2] ?? ''));
    await rollAll();
  });
  await expectSameAnswers(12);
  expect(await broken()).toEqual([]);
  await rollAll();
  await expectSameAnswers(12);
  expect(await broken()).toEqual([]);

  // Five workers and ten writers at once.
  const writers = Array.from({ length: 10 }, async () => {
    for (let n = 0; n < 3; n += 1) await DEEDS['complete']?.('');
  });
  const workers = Array.from({ length: 5 }, async () => {
    for (let n = 0; n < 12; n += 1) await rollups.round();
  });
  await Promise.all([...writers, ...workers]);
  await expectSameAnswers(6);
  expect(await broken()).toEqual([]);
  await rollAll();
  expect(await waiting()).toBe(0);
  expect(await broken()).toEqual([]);
  await expectSameAnswers(10);
}, 120_000);
