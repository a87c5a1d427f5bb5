import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * VAT. A code says how a thing is taxed; what it means on a day is data: the code of its kind that is in force in the
 * organisation's country. A charge keeps the code and the rate it was made with.
 */
export class CreateVat1763900000150 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CODES);
    await runner.query(STARTER);
    await runner.query(FUNCTIONS);
    await runner.query(CARRIERS);
  }

  down(): Promise<void> {
    throw new Error('the VAT that charges were made with cannot be found again: restore a copy instead');
  }
}

const CODES = `
alter table settings
  -- Whose rates hold: ISO 3166.
  add column if not exists country text not null default 'RU' constraint settings_country_check check (country ~ '^[A-Z]{2}$'),
  -- What the employer pays to the funds on top of pay, until there are tables of them.
  add column pay_contributions_percent numeric(5, 2) not null default 30.20
    constraint settings_pay_contributions_check check (pay_contributions_percent between 0 and 100);

create table vat_codes (
  id uuid primary key,
  code text not null constraint vat_codes_code_key unique check (code ~ '^[a-z0-9][a-z0-9.-]{0,19}$'),
  -- Codes of one kind follow one another: 20 was the standard rate, 22 is.
  kind text not null check (kind ~ '^[a-z][a-z0-9_]{0,29}$'),
  -- Null: no VAT is charged at all, which is another thing than a rate of nothing.
  percent numeric(5, 2) check (percent between 0 and 100),
  name_ru text not null,
  name_en text not null
);
call keep_record('vat_codes');

-- From this day on things of the code's kind are taxed by this code, until the next row of the kind.
create table vat_rates (
  id uuid primary key,
  country text not null check (country ~ '^[A-Z]{2}$'),
  kind text not null,
  code text not null references vat_codes (code),
  effective_from date not null,
  -- The law it comes from.
  source text not null,
  constraint vat_rates_day_key unique (country, kind, effective_from)
);
create index vat_rates_code_idx on vat_rates (code);
call keep_record('vat_rates');
`;

const STARTER = `
select set_config('kruzhok.actor', '{"kind": "system", "login": "system:setup", "name": "Kruzhok"}', true);
insert into vat_codes (id, code, kind, percent, name_ru, name_en) values
  (uuidv7(), 'exempt', 'exempt', null, 'Освобождено от НДС', 'Exempt from VAT'),
  (uuidv7(), 'none', 'none', null, 'Без НДС', 'Without VAT'),
  (uuidv7(), '0', 'zero', 0, 'НДС 0 %', 'VAT 0 %'),
  (uuidv7(), '5', 'simplified_5', 5, 'НДС 5 % (УСН)', 'VAT 5 % (simplified)'),
  (uuidv7(), '7', 'simplified_7', 7, 'НДС 7 % (УСН)', 'VAT 7 % (simplified)'),
  (uuidv7(), '10', 'reduced', 10, 'НДС 10 %', 'VAT 10 %'),
  (uuidv7(), '20', 'standard', 20, 'НДС 20 %', 'VAT 20 %'),
  (uuidv7(), '22', 'standard', 22, 'НДС 22 %', 'VAT 22 %');
insert into vat_rates (id, country, kind, code, effective_from, source) values
  (uuidv7(), 'RU', 'exempt', 'exempt', '2001-01-01', 'Tax Code of Russia, art. 149: among others lessons with minors in circles, sections, studios (2.4)'),
  (uuidv7(), 'RU', 'none', 'none', '2001-01-01', 'Tax Code of Russia, art. 145, 346.11: whoever owes no VAT'),
  (uuidv7(), 'RU', 'zero', '0', '2001-01-01', 'Tax Code of Russia, art. 164.1'),
  (uuidv7(), 'RU', 'simplified_5', '5', '2025-01-01', 'Tax Code of Russia, art. 164.8, law 176-FZ of 2024'),
  (uuidv7(), 'RU', 'simplified_7', '7', '2025-01-01', 'Tax Code of Russia, art. 164.8, law 176-FZ of 2024'),
  (uuidv7(), 'RU', 'reduced', '10', '2001-01-01', 'Tax Code of Russia, art. 164.2'),
  (uuidv7(), 'RU', 'standard', '20', '2019-01-01', 'Tax Code of Russia, art. 164.3, law 303-FZ of 2018'),
  (uuidv7(), 'RU', 'standard', '22', '2026-01-01', 'Tax Code of Russia, art. 164.3, law 425-FZ of 2025');
select set_config('kruzhok.actor', '', true);
`;

const FUNCTIONS = `
-- VAT within a price, rounded half up to the kopeck: of 122.00 at 22 % it is 22.00.
create function vat_of(gross bigint, percent numeric) returns bigint language sql immutable parallel safe as $$
  select case when percent is null then 0 else round(gross * percent / (100 + percent))::bigint end
$$;

-- What a code means on a day: the code of its kind in force then; itself where the country says nothing of that day.
create function vat_in_force(asked text, day date) returns text language sql stable as $$
  select coalesce((
    select r.code from vat_rates r join vat_codes c on c.kind = r.kind and c.code = asked
    where r.country = coalesce((select country from settings), 'RU') and r.effective_from <= day
    order by r.effective_from desc limit 1), asked)
$$;
`;

const CARRIERS = `
alter table activities add column vat_code text not null default 'exempt' references vat_codes (code);
alter table plans add column vat_code text not null default 'exempt' references vat_codes (code);
-- The code in force when it was sold.
alter table subscriptions add column vat_code text not null default 'exempt' references vat_codes (code);
create index activities_vat_code_idx on activities (vat_code);
create index plans_vat_code_idx on plans (vat_code);

-- Code and rate of the day it was made; the VAT is of what stands of it, so a credit takes its part of the VAT away.
alter table charges
  add column vat_code text not null default 'exempt' references vat_codes (code),
  add column vat_percent numeric(5, 2),
  add column vat bigint not null generated always as (
    case when reversed_at is null then vat_of(amount - credited, vat_percent) else 0 end) stored;

-- The VAT of charges entry by entry: what it was after the entry less what it was before. So the entries of any period
-- sum to what they changed, and all entries of a charge to what stands of it.
create index money_entries_created_idx on money_entries using brin (created_at);
create function charge_vat_between(since timestamptz, until timestamptz)
returns table (entry_id uuid, charge_id uuid, branch_id uuid, charge_kind text, subject_id uuid, kind text, created_at timestamptz,
               vat_code text, vat_percent numeric, amount bigint, vat bigint) language sql stable as $$
  select x.id, x.charge_id, c.branch_id, c.kind, c.subject_id, x.kind, x.created_at, c.vat_code, c.vat_percent, -x.amount,
         vat_of(x.stands, c.vat_percent) - vat_of(x.stands + x.amount, c.vat_percent)
  from (
    select e.*, (-sum(e.amount) over (partition by e.charge_id order by e.id))::bigint as stands
    from money_entries e
    where e.charge_id in (select t.charge_id from money_entries t where t.charge_id is not null and t.created_at >= since and t.created_at < until)
  ) x
  join charges c on c.id = x.charge_id
  where x.created_at >= since and x.created_at < until
$$;
`;
