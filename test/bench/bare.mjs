// What is practically possible: bare Fastify and pg, statements by hand, answers as JSON text from PostgreSQL. The same
// tables, with the trail that their triggers write; no sign-in, no permissions, no validation, no tags, no log.
import Fastify from 'fastify';
import pg from 'pg';
import { storeRoutes } from './bare-store.mjs';

pg.types.setTypeParser(pg.types.builtins.JSON, (text) => text);
const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL ?? 12),
  options: `-c search_path=${process.env.DATABASE_SCHEMA ?? 'kruzhok'},public,pg_catalog -c max_parallel_workers_per_gather=0 -c jit=off`,
});
const app = Fastify();
const actor = JSON.stringify({ kind: 'system', id: null, login: 'bare', name: 'Bare' });

const clientJson = `
  select json_build_object('id', c.id, 'number', c.number, 'branchId', c.branch_id, 'externalId', c.external_id, 'lastName', c.last_name,
    'firstName', c.first_name, 'middleName', c.middle_name, 'birthDate', c.birth_date, 'age', extract(year from age(c.birth_date))::int,
    'sex', c.sex, 'phones', c.phones, 'email', c.email, 'address', c.address, 'status', c.status, 'statusReason', c.status_reason,
    'source', c.source, 'tags', c.tags, 'interests', c.interests, 'preferences', c.preferences, 'wishes', c.wishes,
    'guardians', (select coalesce(json_agg(json_build_object('id', g.id, 'lastName', g.last_name, 'firstName', g.first_name, 'phones', g.phones,
        'relation', l.relation, 'isPayer', l.is_payer, 'mayPickUp', l.may_pick_up) order by l.is_payer desc, l.id), '[]')
      from client_guardians l join guardians g on g.id = l.guardian_id where l.client_id = c.id),
    'standing', (select json_build_object('level', case when bool_or(a.level = 'red') then 'red' when bool_or(a.level = 'amber') then 'amber' else 'green' end,
        'reasons', coalesce(json_agg(json_build_object('code', a.code, 'level', a.level, 'subjectId', a.subject_id, 'amount', a.amount, 'since', a.since)), '[]'))
      from client_alerts(now()) a where a.client_id = c.id),
    'version', c.version, 'createdAt', c.created_at, 'createdBy', c.created_by, 'updatedAt', c.updated_at, 'updatedBy', c.updated_by) as item
  from clients c`;

const one = async (reply, name, text, values) => {
  const { rows } = await pool.query({ name, text, values });
  return reply.type('application/json').send(rows[0].item);
};

app.get('/clients/:id', (request, reply) =>
  one(reply, 'client', `${clientJson} where c.id = $1`, [request.params.id]),
);

app.get('/clients', async (request, reply) => {
  const { q, branchId } = request.query;
  if (q === undefined)
    return one(
      reply,
      'list',
      `select json_build_object('items', json_agg(x.item)) as item from (
      ${clientJson} where c.branch_id = $1 order by (c.last_name || ' ' || c.first_name), c.id limit 50) x`,
      [branchId],
    );
  // Planned with its value: a generic plan for LIKE would walk the table. What is found is shown by a plan that is kept.
  const { rows } = await pool.query(
    `select c.id from clients c where c.id = any (array(select client_id from client_search where words like $1))
    order by (c.last_name || ' ' || c.first_name), c.id limit 50`,
    [`%${q}%`],
  );
  return one(
    reply,
    'found',
    `select json_build_object('items', coalesce(json_agg(x.item), '[]')) as item from (
    ${clientJson} where c.id = any ($1::uuid[]) order by (c.last_name || ' ' || c.first_name), c.id) x`,
    [rows.map(({ id }) => id)],
  );
});

const inTransaction = (text, values, name) => transact({ name, text, values });

/** Runs statements in one transaction; the last one answers. */
const transact = async (...statements) => {
  const client = await pool.connect();
  try {
    await client.query(`begin; select set_config('kruzhok.actor', ${client.escapeLiteral(actor)}, true)`);
    let rows;
    for (const statement of statements) ({ rows } = await client.query(statement));
    await client.query('commit');
    return rows[0].item;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
};

app.post('/clients', async (request, reply) => {
  const { branchId, lastName, firstName, birthDate, guardians } = request.body;
  const [guardian] = guardians;
  const item = await inTransaction(
    `
    with made as (insert into clients (id, branch_id, last_name, first_name, birth_date, status, search_text)
        values (gen_random_uuid(), $1, $2, $3, $4, 'active', lower($2 || ' ' || $3 || ' ')) returning *),
      parent as (insert into guardians (id, branch_id, last_name, first_name, phones, search_text)
        values (gen_random_uuid(), $1, $5, $6, array[$7], lower($5 || ' ' || $6 || ' ') || substr($7, 2) || ' ') returning *),
      link as (insert into client_guardians (id, client_id, guardian_id, relation, is_payer, is_legal_representative, may_pick_up)
        select gen_random_uuid(), m.id, p.id, 'mother', true, true, true from made m, parent p),
      news as (insert into events (id, at, name, subject_id, branch_id, actor, data)
        select gen_random_uuid(), now(), 'client.registered', m.id, m.branch_id, $8::jsonb, jsonb_build_object('clientId', m.id) from made m)
    select json_build_object('id', m.id, 'lastName', m.last_name, 'firstName', m.first_name, 'guardians', json_build_array(row_to_json(p))) as item from made m, parent p`,
    [
      branchId,
      lastName,
      firstName,
      birthDate,
      guardian.lastName,
      guardian.firstName,
      guardian.phones[0],
      actor,
    ],
    'register',
  );
  return reply.code(201).type('application/json').send(item);
});

app.get('/schedule', (request, reply) =>
  one(
    reply,
    'grid',
    `
  with b as (select id, time_zone, (now() at time zone time_zone)::date as today, $2::date::timestamp at time zone time_zone as since,
      $3::date::timestamp at time zone time_zone as until from branches where id = $1),
  shown as materialized (select l.* from b join lessons l on l.branch_id = b.id where l.starts_at >= b.since and l.starts_at < b.until),
  members as materialized (select m.group_id, m.client_id from (select distinct group_id from shown) s join group_members m on m.group_id = s.group_id, b
    where m.joined_on <= b.today and (m.left_on is null or m.left_on > b.today)),
  alerts as materialized (select distinct a.client_id, a.code, a.level from client_alerts(now()) a
    where a.client_id = any (array(select client_id from members)) and a.code not like 'certificate%'),
  reasons as materialized (select m.group_id, json_build_object('level', case when bool_or(a.level = 'red') then 'red' else 'amber' end,
      'reasons', json_agg(json_build_object('code', a.code, 'level', a.level, 'clientId', c.id, 'clientName', c.last_name || ' ' || c.first_name))) as alert
    from members m join alerts a on a.client_id = m.client_id join clients c on c.id = m.client_id group by 1),
  heads as materialized (select group_id, count(*) as members from members group by 1),
  days as (select s.room_id, s.on_date, json_agg(json_build_object('lessonId', s.id, 'groupId', s.group_id, 'groupName', g.name, 'activityId', s.activity_id,
      'activityName', a.name, 'teacher', json_build_object('id', e.id, 'name', e.last_name || ' ' || e.first_name), 'startsAt', s.starts_at, 'endsAt', s.ends_at,
      'members', h.members, 'status', s.status, 'completed', s.status = 'completed', 'alert', r.alert) order by s.starts_at) as cells
    from shown s join groups g on g.id = s.group_id join activities a on a.id = s.activity_id join employees e on e.id = s.teacher_id
    join heads h on h.group_id = s.group_id left join reasons r on r.group_id = s.group_id group by 1, 2)
  select json_build_object('rooms', (select json_agg(json_build_object('id', r.id, 'name', r.name, 'capacity', r.capacity,
      'days', (select json_agg(json_build_object('date', d.on_date, 'cells', d.cells) order by d.on_date) from days d where d.room_id = r.id)) order by r.name)
    from rooms r where r.branch_id = $1)) as item`,
    [request.query.branchId, request.query.from, request.query.to],
  ),
);

app.post('/lessons/:id/completion', async (request, reply) => {
  const item = await inTransaction(
    `
    with lesson as (select * from lessons where id = $1 and status = 'planned' for update),
      payers as (select s.id as subscription_id, s.client_id, (s.price - s.discount) / s.visits_total as value
        from lesson l join group_members m on m.group_id = l.group_id and m.joined_on <= l.on_date and (m.left_on is null or m.left_on > l.on_date)
        cross join lateral (select * from subscriptions s where s.client_id = m.client_id and l.activity_id = any (s.activity_ids) and s.cancelled_on is null
          and s.visits_left > 0 and l.on_date between s.starts_on and s.ends_on order by s.ends_on limit 1 for update) s),
      done as (insert into completions (id, work_id, lesson_id, teacher_id) select gen_random_uuid(), gen_random_uuid(), id, teacher_id from lesson returning *),
      paid as (insert into visits (id, branch_id, client_id, activity_id, lesson_id, on_date, mark, credits, value, subscription_id)
        select gen_random_uuid(), l.branch_id, p.client_id, l.activity_id, l.id, l.on_date, 'present', 1, p.value, p.subscription_id from lesson l, payers p returning *),
      entered as (insert into visit_entries (id, subscription_id, kind, visits, value, on_date, visit_id)
        select gen_random_uuid(), subscription_id, 'charge', -1, value, on_date, id from paid),
      kept as (update subscriptions s set visits_left = visits_left - 1, visits_used = visits_used + 1 from paid where s.id = paid.subscription_id returning s.id, s.visits_left),
      marks as (insert into attendances (id, completion_id, lesson_id, client_id, mark, charged, visit_id, counts_for_pay, gives_make_up)
        select gen_random_uuid(), d.id, d.lesson_id, p.client_id, p.mark, 'subscription', p.id, true, false from done d, paid p),
      pay as (insert into accruals (id, employee_id, branch_id, kind, work_id, lesson_id, on_date, amount, scheme_id, formula)
        select gen_random_uuid(), l.teacher_id, l.branch_id, 'work', d.work_id, l.id, l.on_date, x.rate, x.id, jsonb_build_object('basis', x.basis, 'rate', x.rate)
        from lesson l, done d, lateral (select * from pay_schemes where employee_id = l.teacher_id order by effective_from desc limit 1) x),
      shown as (update lessons set status = 'completed' where id = (select id from lesson) returning *),
      news as (insert into events (id, at, name, subject_id, branch_id, actor, data)
        select gen_random_uuid(), now(), 'lesson.completed', l.id, l.branch_id, $2::jsonb, '{}' from shown l)
    select json_build_object('lesson', (select row_to_json(l) from shown l), 'outcomes', (select json_agg(json_build_object('clientId', p.client_id, 'mark', p.mark,
      'charged', 'subscription', 'subscriptionId', p.subscription_id, 'visitsLeft', k.visits_left)) from paid p join kept k on k.id = p.subscription_id)) as item`,
    [request.params.id, actor],
    'complete',
  );
  return reply.type('application/json').send(item);
});

storeRoutes(app, transact);

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
process.send?.('ready');
