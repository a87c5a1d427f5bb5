import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Loans in the stream of a client, and as reports read them. */
export class ShowLoans1763900000211 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TIMELINE);
    await runner.query(REPORT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop view report_loans;
      drop function report_loans_at, client_timeline, loan_timeline;
      alter function client_timeline_before_loans(uuid) rename to client_timeline`);
  }
}

const TIMELINE = `
create function loan_timeline(client uuid)
returns table (id uuid, at timestamptz, kind text, by jsonb, subject_id uuid, needs text, params jsonb) language sql stable as $$
  select md5(t.kind || t.id)::uuid, date_trunc('milliseconds', t.created_at), t.kind, t.created_by, t.loan_id, 'loans:read',
         jsonb_strip_nulls(jsonb_build_object('number', t.number, 'onDate', t.on_date, 'of', case when t.reverses_id is not null then t.of end,
           'items', (
             select jsonb_agg(jsonb_build_object('name', i.name, 'quantity', trim_scale(abs(e.quantity))::text) order by i.name, i.id)
             from loan_entries e join loan_lines n on n.id = e.line_id join items i on i.id = n.item_id where e.movement_id = t.id)))
  from (
    select m.id, m.loan_id, m.on_date, m.created_at, m.created_by, m.reverses_id, l.number, m.kind as of,
           case when m.reverses_id is null then 'loan_' || m.kind else 'loan_undone' end as kind
    from loans l join loan_movements m on m.loan_id = l.id where l.client_id = client
  ) t
$$;

-- The stream of before is kept whole beneath, whatever else has been added to it.
alter function client_timeline(uuid) rename to client_timeline_before_loans;
create function client_timeline(client uuid)
returns table (id uuid, at timestamptz, kind text, by jsonb, subject_id uuid, needs text, params jsonb) language sql stable as $$
  select * from client_timeline_before_loans(client)
  union all
  select * from loan_timeline(client)
$$;
`;

const REPORT = `
-- A row a line of a loan, with how late it is at an instant.
create function report_loans_at(at timestamptz)
returns table (id uuid, loan_id uuid, number bigint, branch_id uuid, client_id uuid, group_id uuid, warehouse_id uuid, item_id uuid,
               sku text, item text, lent numeric, returned numeric, lost numeric, "out" numeric, lent_on date, due_on date,
               closed_on date, overdue_days integer, replacement_value bigint) language sql stable as $$
  select n.id, l.id, l.number, l.branch_id, l.client_id, l.group_id, l.warehouse_id, n.item_id, i.sku, i.name,
         n.lent, n.returned, n.lost, n.out, l.lent_on, l.due_on, l.closed_on,
         case when n.out > 0 and l.due_on + o.loan_grace_days < d.today then d.today - l.due_on else 0 end,
         round(n.out * coalesce(i.replacement_price, i.price))::bigint
  from loans_due l
  join loan_lines n on n.loan_id = l.id
  join items i on i.id = n.item_id
  join branches b on b.id = l.branch_id
  cross join settings o
  cross join lateral (select (at at time zone b.time_zone)::date as today) d
$$;
create view report_loans as select * from report_loans_at(now());
`;
