import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Health records, encrypted by the application: the database knows that there is one and when a certificate ends.
 * Everybody who looks is written down. A certificate that an activity asks for colours the client.
 */
export class CreateHealth1763900000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SETTINGS);
    await runner.query(RECORDS);
    await runner.query(ALERTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function client_alerts(at timestamptz)
      returns table (client_id uuid, level text, code text, subject_id uuid, amount bigint, since date) language sql stable as $$
        select * from billing_alerts(at) union all select distinct * from subscription_alerts(at)
      $$;
      drop function certificate_alerts;
      drop table certificate_notices, health_reads, measurements, health_records;
      drop function age_category;
      alter table activities drop column needs_certificate;
      alter table settings drop column certificate_alert_days, drop column age_bands`);
  }
}

const SETTINGS = `
alter table settings
  add column certificate_alert_days integer not null default 30 check (certificate_alert_days between 0 and 365),
  -- In order: everybody younger than "under" who is in no earlier band; the last one has no end.
  add column age_bands jsonb not null default '[{"code": "toddler", "under": 3}, {"code": "preschool", "under": 7}, {"code": "junior", "under": 11}, {"code": "middle", "under": 14}, {"code": "teen", "under": 18}, {"code": "adult", "under": null}]'
    constraint settings_age_bands_check check (jsonb_typeof(age_bands) = 'array' and age_bands <> '[]');
alter table activities add column needs_certificate boolean not null default false;

-- The one definition of a client's age category.
create function age_category(age integer) returns text language sql stable as $$
  select band ->> 'code' from settings cross join jsonb_array_elements(age_bands) with ordinality as bands(band, place)
  where age is not null and (band ->> 'under' is null or age < (band ->> 'under')::integer)
  order by place limit 1
$$;
`;

const RECORDS = `
create table health_records (
  id uuid primary key,
  client_id uuid not null references clients constraint health_records_client_key unique,
  secret text not null,
  -- Plain, because the database must ask: the last day of the medical certificate.
  certificate_expires_on date
);
create index health_records_expiry_idx on health_records (certificate_expires_on) where certificate_expires_on is not null;
call keep_sealed_record('health_records', 'secret');
-- Personal: what goes when the person is erased; a sealed value that went is a dash.
comment on column health_records.secret is 'personal';
comment on column health_records.certificate_expires_on is 'personal';

-- A correction is an entry that takes the place of another; a reversal takes it away.
create table measurements (
  id uuid primary key,
  client_id uuid not null references clients,
  measured_on date not null,
  -- What was measured can be asked for without being readable.
  kind_mark text not null,
  secret text not null,
  replaces_id uuid references measurements constraint measurements_replaced_once_key unique,
  is_reversal boolean not null default false,
  constraint measurements_reversal_names_check check (not is_reversal or replaces_id is not null)
);
create index measurements_client_idx on measurements (client_id, measured_on, id);
call keep_sealed_ledger('measurements', 'secret,kind_mark');
comment on column measurements.secret is 'personal';
comment on column measurements.kind_mark is 'personal';

-- Who looked into whose health, written before it is shown.
create table health_reads (
  id uuid primary key,
  client_id uuid not null references clients,
  branch_id uuid not null references branches,
  at timestamptz not null,
  what text not null check (what in ('record', 'measurements', 'change')),
  reader_id uuid,
  request_id text
);
create index health_reads_client_idx on health_reads (client_id, at);
create index health_reads_at_idx on health_reads (at, id);
call keep_ledger('health_reads');

-- That the end of a certificate was told, once.
create table certificate_notices (
  id uuid primary key,
  health_record_id uuid not null references health_records,
  expires_on date not null,
  constraint certificate_notices_once_key unique (health_record_id, expires_on)
);
call keep_ledger('certificate_notices');
`;

const ALERTS = `
-- Certificates of those who belong to a group whose activity asks for one. No certificate at all is not a date that passed.
create function certificate_alerts(at timestamptz)
returns table (client_id uuid, level text, code text, subject_id uuid, amount bigint, since date) language sql stable as $$
  select m.client_id,
         case when h.certificate_expires_on < d.today then 'red' else 'amber' end,
         case when h.certificate_expires_on < d.today then 'certificate_expired' else 'certificate_expiring' end,
         h.id, null::bigint, h.certificate_expires_on
  from group_members m
  join groups g on g.id = m.group_id
  join activities a on a.id = g.activity_id
  join health_records h on h.client_id = m.client_id
  join branches b on b.id = g.branch_id
  cross join settings o
  cross join lateral (select (at at time zone b.time_zone)::date as today) d
  where a.needs_certificate and g.archived_at is null
    and m.joined_on <= d.today and (m.left_on is null or m.left_on > d.today)
    and h.certificate_expires_on <= d.today + o.certificate_alert_days
$$;

create or replace function client_alerts(at timestamptz)
returns table (client_id uuid, level text, code text, subject_id uuid, amount bigint, since date) language sql stable as $$
  select * from billing_alerts(at)
  union all
  select distinct * from subscription_alerts(at)
  union all
  select distinct * from certificate_alerts(at)
$$;
`;
