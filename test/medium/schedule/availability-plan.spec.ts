import { sql } from '../../../src/platform/database/sql.js';
import { systemActor } from '../../../src/kernel/actor.js';
import { availabilityStatement } from '../../../src/modules/schedule/availability/availability.queries.js';
import { startTestApp, type TestApp } from '../../support/app.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

/** 20 rooms with 500 lessons each, in two years. */
const FILL = `
  with b as (insert into branches (id, code, name, time_zone) values ('0190c1c5-0000-7000-8000-000000000001', 'A', 'A', 'Europe/Moscow') returning id),
  a as (insert into activities (id, name, kind, lesson_minutes, capacity, single_price, charging_policy) values (gen_random_uuid(), 'E', 'course', 60, 5, 1, '{}') returning id),
  n as (select n, gen_random_uuid() as room, gen_random_uuid() as teacher, gen_random_uuid() as team from generate_series(1, 20) n),
  r as (insert into rooms (id, branch_id, name, capacity) select n.room, b.id, 'Room ' || n.n, 5 from n, b),
  t as (insert into employees (id, branch_id, last_name, first_name, position, engagement, hired_on)
        select n.teacher, b.id, 'T' || n.n, 'A', 'teacher', 'staff', '2020-01-01' from n, b),
  g as (insert into groups (id, branch_id, name, activity_id, teacher_id, room_id, capacity, starts_on)
        select n.team, b.id, 'G' || n.n, a.id, n.teacher, n.room, 5, '2020-01-01' from n, b, a)
  insert into lessons (id, branch_id, group_id, activity_id, teacher_id, room_id, on_date, starts_at, ends_at, status)
  select gen_random_uuid(), b.id, n.team, a.id, n.teacher, n.room, '2026-01-01'::date + d, ('2026-01-01'::date + d + time '18:00') at time zone 'Europe/Moscow',
         ('2026-01-01'::date + d + time '19:00') at time zone 'Europe/Moscow', 'planned'
  from n, b, a, generate_series(0, 499) d`;

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  Plans?: Plan[];
}
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

describe('availability among 10,000 lessons', () => {
  it('reads the lessons of its days by index, and no others', async () => {
    const branchId = '0190c1c5-0000-7000-8000-000000000001';
    await test.tx(async (tx) => {
      const { client } = (
        tx as unknown as {
          pipeline: {
            client: { query: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }> };
          };
        }
      ).pipeline;
      await tx.run(sql`select 1`);
      await client.query(FILL);
      await client.query('analyze lessons');
      const { text, values } = availabilityStatement(systemActor('test'), {
        ...{ branchId, from: '2026-06-01', to: '2026-06-08', after: '08:00', before: '22:00' },
      }).compile();
      const { rows } = await client.query(`explain (analyze, format json) ${text}`, values);
      const [
        {
          'QUERY PLAN': [{ Plan: plan }],
        },
      ] = rows as [{ 'QUERY PLAN': [{ Plan: Plan }] }];
      const onLessons = nodes(plan).filter((node) => node['Relation Name'] === 'lessons');
      expect(onLessons.length).toBeGreaterThan(0);
      expect(onLessons.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([]);
      // 20 rooms and 20 teachers, each with the lessons of eight days.
      const read = onLessons.reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0);
      expect(read).toBeLessThanOrEqual(40 * 8);
      const [found] = (await client.query(text, values)).rows as { rooms: { free: unknown[] }[] }[];
      expect(found?.rooms).toHaveLength(20);
      expect(found?.rooms[0]?.free).toHaveLength(14);
    });
  });
});
