import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What happened with a client, as one stream over the tables of every module. A module that adds a kind re-creates the
 * function in a migration of its own. `needs` is the permission without which a row is not shown. Nothing of health but
 * that it was touched.
 */
export class CreateTimeline1763900000025 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create function payments_for(client uuid) returns table (id uuid) language sql stable as $$
  select p.id from payer_of_client o join payments p on p.payer_account_id = o.account_id where o.client_id = client
  union
  select l.payment_id from charges c join payment_allocations l on l.charge_id = c.id where c.client_id = client
$$;

create function client_timeline(client uuid)
returns table (id uuid, at timestamptz, kind text, by jsonb, subject_id uuid, needs text, params jsonb) language sql stable as $$
  select md5(t.kind || t.key)::uuid, date_trunc('milliseconds', t.at), t.kind, t.by, t.subject_id, t.needs, jsonb_strip_nulls(t.params)
  from (${SOURCES.join('\n    union all')}
  ) t(kind, key, at, by, subject_id, needs, params)
$$;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function client_timeline; drop function payments_for');
  }
}

/** Each: kind, what makes the row one of its kind, when, who, what it is about, permission, params. */
const PEOPLE = [
  `
    select 'registered', c.id::text, c.created_at, c.created_by, c.id, 'clients:read', '{}'::jsonb
    from clients c where c.id = client`,
  `
    select 'status_changed', a.id::text, a.at, jsonb_build_object('login', a.actor_login, 'name', a.actor_name), client, 'clients:read',
           jsonb_build_object('from', a.before ->> 'status', 'to', a.after ->> 'status', 'reason', a.after ->> 'status_reason')
    from audit_changes a
    where a.table_name = 'clients' and a.record_id = client::text and a.operation = 'update' and a.after ? 'status'`,
  `
    select 'note_added', n.id::text, n.created_at, n.created_by, n.id, 'notes:read', jsonb_build_object('type', n.type, 'text', left(n.text, 200))
    from notes n where n.client_id = client`,
  `
    select 'result_added', r.id::text, r.created_at, r.created_by, r.id, 'results:read',
           jsonb_build_object('kind', r.kind, 'title', r.title, 'onDate', r.on_date)
    from results r where r.client_id = client`,
  `
    select 'consent_signed', s.id::text, s.created_at, s.created_by, s.id, 'consents:read',
           jsonb_build_object('purpose', p.code, 'signedOn', s.signed_on)
    from consents s join consent_purposes p on p.id = s.purpose_id where s.client_id = client`,
  `
    select 'consent_revoked', v.id::text, v.created_at, v.created_by, s.id, 'consents:read',
           jsonb_build_object('purpose', p.code, 'revokedOn', v.revoked_on)
    from consents s join consent_purposes p on p.id = s.purpose_id join consent_revocations v on v.consent_id = s.id
    where s.client_id = client`,
  `
    select 'health_changed', a.id::text, a.at, jsonb_build_object('login', a.actor_login, 'name', a.actor_name), h.id, 'clients:read', '{}'::jsonb
    from health_records h join audit_changes a on a.table_name = 'health_records' and a.record_id = h.id::text
    where h.client_id = client and a.operation <> 'delete'`,
  `
    select 'health_changed', m.id::text, m.created_at, m.created_by, m.id, 'clients:read', '{}'::jsonb
    from measurements m where m.client_id = client`,
];

const LESSONS = [
  `
    select 'group_joined', m.id::text, m.created_at, m.created_by, m.group_id, 'groups:read',
           jsonb_build_object('group', g.name, 'onDate', m.joined_on)
    from group_members m join groups g on g.id = m.group_id where m.client_id = client`,
  `
    select 'group_left', a.id::text, a.at, jsonb_build_object('login', a.actor_login, 'name', a.actor_name), m.group_id, 'groups:read',
           jsonb_build_object('group', g.name, 'onDate', a.after ->> 'left_on', 'reason', a.after ->> 'leave_reason')
    from group_members m join groups g on g.id = m.group_id
    join audit_changes a on a.table_name = 'group_members' and a.record_id = m.id::text
    where m.client_id = client and a.operation = 'update' and a.after ->> 'left_on' is not null`,
  `
    select 'visit_charged', v.id::text, v.created_at, v.created_by, v.lesson_id, 'subscriptions:read',
           jsonb_build_object('activity', y.name, 'onDate', v.on_date, 'mark', v.mark,
                              'paidBy', case when v.charge_id is null then 'subscription' else 'charge' end)
    from visits v join activities y on y.id = v.activity_id where v.client_id = client`,
  `
    select 'visit_undone', v.id::text, v.reversed_at, v.updated_by, v.lesson_id, 'subscriptions:read',
           jsonb_build_object('activity', y.name, 'onDate', v.on_date, 'mark', v.mark)
    from visits v join activities y on y.id = v.activity_id where v.client_id = client and v.reversed_at is not null`,
];

const MONEY = [
  `
    select 'subscription_sold', s.id::text, s.created_at, s.created_by, s.id, 'subscriptions:read',
           jsonb_build_object('number', s.number, 'plan', s.plan_name)
    from subscriptions s where s.client_id = client`,
  `
    select 'subscription_frozen', f.id::text, f.created_at, f.created_by, s.id, 'subscriptions:read',
           jsonb_build_object('number', s.number, 'startsOn', f.starts_on, 'endsOn', f.ends_on)
    from subscriptions s join freezes f on f.subscription_id = s.id where s.client_id = client`,
  `
    select 'subscription_cancelled', a.id::text, a.at, jsonb_build_object('login', a.actor_login, 'name', a.actor_name), s.id, 'subscriptions:read',
           jsonb_build_object('number', s.number, 'reason', a.after ->> 'cancel_reason')
    from subscriptions s join audit_changes a on a.table_name = 'subscriptions' and a.record_id = s.id::text
    where s.client_id = client and a.operation = 'update' and a.after ->> 'cancelled_on' is not null`,
  // Of the account that pays for the client, and of any other that paid a charge of theirs.
  `
    select 'payment_received', p.id::text, p.received_at, p.created_by, p.id, 'billing:read',
           jsonb_build_object('number', p.number, 'amount', money(p.amount), 'method', p.method)
    from payments p where p.id in (select paid.id from payments_for(client) paid)`,
  `
    select 'payment_reversed', p.id::text, p.reversed_at, p.updated_by, p.id, 'billing:read',
           jsonb_build_object('number', p.number, 'amount', money(p.amount), 'reason', p.reversal_reason)
    from payments p where p.reversed_at is not null and p.id in (select paid.id from payments_for(client) paid)`,
];

const SOURCES = [...PEOPLE, ...LESSONS, ...MONEY];
