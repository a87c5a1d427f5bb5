import { seedStore } from './seed-store.mjs';

// A centre of any size, made by a dozen statements. Scale 1 is 10,000 clients and 200,000 attendances; every branch is
// the same, so a bigger scale is more branches. Triggers are off while it is loaded, so the trail knows nothing of it.
const BRANCHES_OF_SCALE = 5;
const CLIENTS = 2_000;
const ROOMS = 12;
const GROUPS = 160;
const MEMBERS = 12;
/** Weeks back that lessons were completed; the two last weeks are still to be completed, two weeks lie ahead. */
const WEEKS_DONE = 11;
/** What a teacher is paid for a lesson by the scheme they all have. */
const FORMULA = JSON.stringify({
  ...{ max: null, min: null, rate: 80_000, basis: 'lesson', steps: [{ step: 'computed', amount: 80_000 }] },
  ...{ amount: 80_000, computed: 80_000 },
});
/** What grows to millions: loaded without its indexes, which are made after. */
const BULKY = ['visits', 'visit_entries', 'attendances', 'accruals', 'completions'];

/** The same id for the same words, of the form of a UUID. */
const UID = `create function pg_temp.uid(words text) returns uuid language sql immutable as
  $$ select overlay(overlay(md5(words) placing '7' from 13) placing '8' from 17)::uuid $$`;
const id = (kind, n) => `pg_temp.uid('${kind}' || (${n}))`;
const stamps = `1, now(), '{"login":"bench","name":"Bench"}'::jsonb, now(), '{"login":"bench","name":"Bench"}'::jsonb`;
const stampColumns = 'version, created_at, created_by, updated_at, updated_by';
const entryStamps = `now(), '{"login":"bench","name":"Bench"}'::jsonb`;

const lastNames = `array['ivanov','smirnov','kuznetsov','popov','vasilev','petrov','sokolov','mihailov','novikov','fedorov','morozov','volkov','alekseev','lebedev','semenov','egorov','pavlov','kozlov','stepanov','nikolaev','orlov','andreev','makarov','nikitin','zaharov','zaitsev','solovev','borisov','iakovlev','grigorev']`;
const firstNames = `array['anna','maria','sofia','daria','polina','alisa','viktoria','varvara','aleksandr','mihail','maksim','artem','ivan','dmitri','kiril','matvei','timofei','lev','egor','mark']`;

/** Weekday (0 Monday) and hour of a group's two lessons a week: fifteen slots, a room each, nobody in two places. */
const slot = (group) => `((${group}) / ${ROOMS})`;
const day = (group) => `((${slot(group)} % 3))`;
const hour = (group) => `(array[9, 11, 14, 16, 18])[1 + ${slot(group)} / 3]`;

/** `weeks` of completed lessons in `branches`; by default as many as the scale says. */
export async function seed(client, scale, say = () => undefined, shape = {}) {
  const { weeks = WEEKS_DONE, branches = BRANCHES_OF_SCALE * scale } = shape;
  const credits = weeks * 2 + 18;
  const run = async (name, text) => {
    const began = Date.now();
    const { rowCount } = await client.query(text);
    say(`${name}: ${rowCount ?? 0} rows, ${((Date.now() - began) / 1000).toFixed(1)} s`);
  };
  await client.query(UID);
  await client.query(
    "set session_replication_role = replica; set work_mem = '256MB'; set synchronous_commit = off",
  );
  await run(
    'branches',
    `insert into branches (id, code, name, time_zone, ${stampColumns})
    select ${id('branch', 'b')}, 'B' || b, 'Branch ' || b, 'Europe/Moscow', ${stamps} from generate_series(1, ${branches}) b`,
  );
  await run(
    'employees',
    `insert into employees (id, branch_id, last_name, first_name, position, engagement, hired_on, ${stampColumns})
    select ${id('employee', `b || '-' || t`)}, ${id('branch', 'b')}, initcap((${lastNames})[1 + t]), 'Teacher ' || t, 'Teacher', 'staff', '2020-01-01', ${stamps}
    from generate_series(1, ${branches}) b, generate_series(0, ${ROOMS - 1}) t`,
  );
  await run(
    'pay schemes',
    `insert into pay_schemes (id, employee_id, basis, rate, effective_from, ${stampColumns})
    select gen_random_uuid(), e.id, 'lesson', 80000, '2020-01-01', ${stamps} from employees e`,
  );
  await run(
    'activities',
    `insert into activities (id, name, kind, lesson_minutes, capacity, single_price, charging_policy, ${stampColumns})
    select ${id('activity', 'a')}, 'Activity ' || a, 'course', 60, 15, 90000,
      (select jsonb_object_agg(mark, jsonb_build_object('visits', (v[1])::int, 'moneyPercent', (v[2])::int, 'countsForPay', v[3] = '1', 'givesMakeUp', v[4] = '1'))
       from (values ('present', '{1,100,1,0}'::text[]), ('late', '{1,100,1,0}'), ('absent', '{1,100,0,0}'), ('absent_excused', '{0,0,0,1}'),
             ('not_marked', '{1,100,1,0}'), ('trial', '{0,100,0,0}'), ('make_up', '{1,100,0,0}'), ('free', '{0,0,1,0}'), ('frozen', '{0,0,0,0}')) m(mark, v)), ${stamps}
    from generate_series(0, 9) a`,
  );
  await run(
    'rooms',
    `insert into rooms (id, branch_id, name, capacity, ${stampColumns})
    select ${id('room', `b || '-' || r`)}, ${id('branch', 'b')}, 'Room ' || r, 15, ${stamps}
    from generate_series(1, ${branches}) b, generate_series(0, ${ROOMS - 1}) r`,
  );
  await run(
    'clients',
    `insert into clients (id, branch_id, last_name, first_name, birth_date, phones, status, tags, search_text, ${stampColumns})
    select ${id('client', `b || '-' || c`)}, ${id('branch', 'b')}, initcap(l.name), initcap(f.name) || ' ' || c, date '2010-01-01' + (c * 37 % 3000),
      array['+79' || lpad((b::bigint * ${CLIENTS} + c)::text, 9, '0')], 'active', array['tag' || c % 20],
      l.name || ' ' || f.name || ' ' || c || ' 79' || lpad((b::bigint * ${CLIENTS} + c)::text, 9, '0') || ' ', ${stamps}
    from generate_series(1, ${branches}) b, generate_series(1, ${CLIENTS}) c,
      lateral (select (${lastNames})[1 + (b * 7 + c) % 30] as name) l, lateral (select (${firstNames})[1 + (c / 30) % 20] as name) f`,
  );
  await run(
    'guardians',
    `insert into guardians (id, branch_id, last_name, first_name, phones, search_text, ${stampColumns})
    select pg_temp.uid('guardian' || c.id), c.branch_id, c.last_name, 'Guardian', c.phones, lower(c.last_name) || ' guardian ' || substr(c.phones[1], 2) || ' ', ${stamps} from clients c`,
  );
  await run(
    'links',
    `insert into client_guardians (id, client_id, guardian_id, relation, is_payer, is_legal_representative, may_pick_up, ${stampColumns})
    select gen_random_uuid(), c.id, pg_temp.uid('guardian' || c.id), 'mother', true, true, true, ${stamps} from clients c`,
  );
  await run(
    'search',
    `insert into client_search (client_id, words) select client_id, words from client_search_said`,
  );
  await run(
    'accounts',
    `insert into payer_accounts (id, branch_id, guardian_id, balance, ${stampColumns})
    select pg_temp.uid('account' || c.id), c.branch_id, pg_temp.uid('guardian' || c.id), case when n % 10 = 0 then -1600000 else 0 end, ${stamps}
    from (select c.*, row_number() over (order by c.id) as n from clients c) c`,
  );
  await run(
    'plans',
    `insert into plans (id, name, activity_ids, price, visits, validity_count, validity_unit, start_rule, ${stampColumns})
    select ${id('plan', 'a')}, 'Plan ' || a, array[${id('activity', 'a')}], 1600000, ${credits}, 12, 'month', 'sale', ${stamps} from generate_series(0, 9) a`,
  );
  await run(
    'groups',
    `insert into groups (id, branch_id, name, activity_id, teacher_id, room_id, capacity, starts_on, ${stampColumns})
    select ${id('group', `b || '-' || g`)}, ${id('branch', 'b')}, 'Group ' || g, ${id('activity', 'g % 10')}, ${id('employee', `b || '-' || (g % ${ROOMS})`)},
      ${id('room', `b || '-' || (g % ${ROOMS})`)}, 15, '2020-01-01', ${stamps}
    from generate_series(1, ${branches}) b, generate_series(0, ${GROUPS - 1}) g`,
  );
  // Twelve of the branch's clients in each group: 1,920 of its 2,000 belong to one.
  await run(
    'members',
    `insert into group_members (id, group_id, client_id, joined_on, ${stampColumns})
    select gen_random_uuid(), ${id('group', `b || '-' || g`)}, ${id('client', `b || '-' || (g * ${MEMBERS} + m)`)}, current_date - ${weeks * 7 + 123}, ${stamps}
    from generate_series(1, ${branches}) b, generate_series(0, ${GROUPS - 1}) g, generate_series(1, ${MEMBERS}) m`,
  );
  await run(
    'subscriptions',
    `insert into subscriptions (id, branch_id, client_id, plan_id, plan_name, activity_ids, price, visits_total, visits_left,
      visits_used, sold_on, starts_on, ends_on, validity_count, validity_unit, freeze_max_days, freeze_max_times, freeze_min_days, ${stampColumns})
    select pg_temp.uid('subscription' || m.client_id), g.branch_id, m.client_id, p.id, p.name, p.activity_ids, p.price, ${credits},
      ${credits - weeks * 2}, ${weeks * 2}, current_date - ${weeks * 7 + 43}, current_date - ${weeks * 7 + 43}, current_date + 200, ${weeks * 7 + 43 + 201}, 'day', 0, 0, 1, ${stamps}
    from group_members m join groups g on g.id = m.group_id join plans p on p.activity_ids[1] = g.activity_id`,
  );
  await run(
    'charges',
    `insert into charges (id, payer_account_id, client_id, branch_id, kind, subject_id, description, amount, paid, due_on, ${stampColumns})
    select pg_temp.uid('charge' || s.client_id), pg_temp.uid('account' || s.client_id), s.client_id, s.branch_id, 'subscription', s.id, s.plan_name, s.price,
      case when a.balance < 0 then 0 else s.price end, s.sold_on, ${stamps} from subscriptions s join payer_accounts a on a.id = pg_temp.uid('account' || s.client_id)`,
  );
  await client.query(
    `update payer_accounts a set balance = 0 where balance <> 0 and not exists (select from charges c where c.payer_account_id = a.id)`,
  );
  await run(
    'payments',
    `insert into payments (id, payer_account_id, branch_id, amount, allocated, method, received_at, ${stampColumns})
    select pg_temp.uid('payment' || c.client_id), c.payer_account_id, c.branch_id, c.amount, c.amount, 'card', now() - interval '119 days', ${stamps} from charges c where c.paid > 0`,
  );
  await run(
    'allocations',
    `insert into payment_allocations (id, payment_id, charge_id, amount, created_at, created_by)
    select gen_random_uuid(), pg_temp.uid('payment' || c.client_id), c.id, c.paid, ${entryStamps} from charges c where c.paid > 0`,
  );
  await run(
    'money entries',
    `insert into money_entries (id, payer_account_id, kind, amount, charge_id, payment_id, created_at, created_by)
    select gen_random_uuid(), c.payer_account_id, 'charge', -c.amount, c.id, null::uuid, ${entryStamps} from charges c
    union all select gen_random_uuid(), p.payer_account_id, 'payment', p.amount, null, p.id, ${entryStamps} from payments p`,
  );
  const { rows: indexes } = await client.query(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
     where i.indrelid = any ($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [BULKY],
  );
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  await run(
    'lessons',
    `insert into lessons (id, branch_id, group_id, group_ids, activity_id, teacher_id, room_id, on_date, starts_at, ends_at, status, ${stampColumns})
    select pg_temp.uid('lesson' || g.id || w || h), g.branch_id, g.id, array[g.id], g.activity_id, g.teacher_id, g.room_id, d.day, t.at, t.at + interval '1 hour',
      case when w < -2 then 'completed' else 'planned' end, ${stamps}
    from (select *, substr(name, 7)::integer as n from groups) g, generate_series(${-weeks - 2}, 1) w, generate_series(0, 1) h,
      lateral (select date_trunc('week', current_date)::date + w * 7 + ${day('g.n')} + h * 3 as day) d,
      lateral (select (d.day + make_time(${hour('g.n')}, 0, 0)) at time zone 'Europe/Moscow' as at) t`,
  );
  await run(
    'groups of lessons',
    `insert into lesson_groups (lesson_id, group_id, starts_at, ends_at, is_standing) select id, group_id, starts_at, ends_at, true from lessons`,
  );
  await run(
    'teachers of lessons',
    `insert into lesson_teachers (lesson_id, role, teacher_id, starts_at, ends_at, is_standing, overlap_id)
    select id, 'lead', teacher_id, starts_at, ends_at, true, teacher_overlap_id from lessons`,
  );
  await run(
    'completions',
    `insert into completions (id, work_id, lesson_id, teacher_id, ${stampColumns})
    select pg_temp.uid('completion' || l.id), pg_temp.uid('completion' || l.id), l.id, l.teacher_id, ${stamps} from lessons l where l.status = 'completed'`,
  );
  await run(
    'visits',
    `insert into visits (id, branch_id, client_id, activity_id, lesson_id, on_date, mark, credits, value, subscription_id, ${stampColumns})
    select uuidv7(), l.branch_id, m.client_id, l.activity_id, l.id, l.on_date, 'present', 1, 40000, pg_temp.uid('subscription' || m.client_id), ${stamps}
    from lessons l join group_members m on m.group_id = l.group_id where l.status = 'completed'`,
  );
  await run(
    'visit entries',
    `insert into visit_entries (id, subscription_id, kind, visits, value, on_date, visit_id, created_at, created_by)
    select uuidv7(), s.id, 'grant', ${credits}, 0, s.sold_on, null::uuid, ${entryStamps} from subscriptions s
    union all select uuidv7(), v.subscription_id, 'charge', -1, v.value, v.on_date, v.id, ${entryStamps} from visits v`,
  );
  await run(
    'attendances',
    `insert into attendances (id, completion_id, lesson_id, client_id, mark, charged, visit_id, counts_for_pay, gives_make_up, ${stampColumns})
    select uuidv7(), pg_temp.uid('completion' || v.lesson_id), v.lesson_id, v.client_id, v.mark, 'subscription', v.id, true, false, ${stamps} from visits v`,
  );
  await run(
    'accruals',
    `insert into accruals (id, employee_id, branch_id, kind, work_id, lesson_id, on_date, amount, scheme_id, formula, created_at, created_by)
    select uuidv7(), l.teacher_id, l.branch_id, 'work', pg_temp.uid('completion' || l.id), l.id, l.on_date, 80000, p.id, '${FORMULA}', ${entryStamps}
    from lessons l join pay_schemes p on p.employee_id = l.teacher_id where l.status = 'completed'`,
  );
  const began = Date.now();
  await client.query("set maintenance_work_mem = '1GB'");
  for (const { made } of indexes) await client.query(made);
  say(`indexes: ${indexes.length}, ${((Date.now() - began) / 1000).toFixed(1)} s`);
  await seedStore(run, { id, stamps, stampColumns, entryStamps });
  await client.query('reset session_replication_role; reset work_mem; reset synchronous_commit');
  await client.query('vacuum (analyze)');
  await client.query('call roll_up_anew()');
  const [{ attendances }] = (await client.query('select count(*)::int as attendances from attendances')).rows;
  return { branches, clients: branches * CLIENTS, attendances };
}

export const idOf = id;
export const sizes = { CLIENTS, GROUPS, ROOMS, MEMBERS };
