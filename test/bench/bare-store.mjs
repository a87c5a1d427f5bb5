// A receipt posted and a sale, as far as they can be pressed together: the receipt is one statement, the sale two, because a
// line is written into a draft alone. Locks go as ours do, since the last requests of one side meet the first of the other:
// balances in the order of items, then the number of the waybill, then that of the sale.
const today = (branch) => `(now() at time zone ${branch}.time_zone)::date`;
const postedAs = (sequence) =>
  `status = 'posted', sequence = ${sequence}, posted_at = now(), posted_by = announced_actor() - 'kind' - 'id'`;
const happened = (name, subject, branch, data) =>
  `select gen_random_uuid(), now(), '${name}', ${subject}, ${branch}, announced_actor() - 'name', jsonb_build_object(${data})`;

const RECEIPT = `
  with waybill as (select w.*, extract(year from w.on_date)::int as of_year from waybills w
      where w.id = $1 and w.status = 'draft' and w.kind = 'receipt' for no key update),
    lines as materialized (select l.*, round(l.quantity * l.price)::bigint as value, w.warehouse_id, w.on_date from waybill w join waybill_lines l on l.waybill_id = w.id),
    kept as (insert into stock_balances as b (id, warehouse_id, item_id, on_hand, value)
      select gen_random_uuid(), warehouse_id, item_id, sum(quantity), sum(value)::bigint from lines group by warehouse_id, item_id order by item_id
      on conflict (warehouse_id, item_id) do update set on_hand = b.on_hand + excluded.on_hand, value = b.value + excluded.value returning item_id),
    entered as (insert into stock_entries (id, waybill_id, line_id, branch_id, warehouse_id, item_id, bucket, quantity, value, occurred_on)
      select gen_random_uuid(), waybill_id, id, branch_id, warehouse_id, item_id, 'on_hand', quantity, value, on_date from lines),
    items_kept as (select array_agg(item_id) as ids from kept),
    numbered as (insert into document_counters as c (document, branch_id, year, last)
      select 'waybill.receipt', w.branch_id, w.of_year, 1 from waybill w, items_kept
      on conflict (document, branch_id, year) do update set last = c.last + 1 returning last),
    posted as (update waybills w set year = d.of_year, ${postedAs('n.last')} from waybill d, numbered n where w.id = d.id returning w.*),
    news as (insert into events (id, at, name, subject_id, branch_id, actor, data)
      ${happened('waybill.posted', 'p.id', 'p.branch_id', `'waybillId', p.id, 'kind', p.kind`)} from posted p
      union all ${happened('stock.moved', 'p.warehouse_id', 'p.branch_id', `'waybillId', p.id, 'warehouseId', p.warehouse_id, 'itemIds', k.ids`)} from posted p, items_kept k)
  select json_build_object('id', p.id, 'status', p.status, 'number', 'R-' || p.year || '-' || lpad(p.sequence::text, 6, '0'), 'warehouseId', p.warehouse_id, 'onDate', p.on_date,
    'postedAt', p.posted_at, 'postedBy', p.posted_by,
    'lines', (select json_agg(json_build_object('id', l.id, 'itemId', l.item_id, 'sku', i.sku, 'name', i.name, 'unit', i.unit, 'quantity', l.quantity, 'price', l.price,
      'amount', l.value, 'vat', l.vat, 'cost', l.value) order by l.id) from lines l join items i on i.id = l.item_id),
    'totals', (select json_build_object('amount', sum(amount), 'byVat', json_agg(json_build_object('vat', vat, 'amount', amount, 'vatAmount', vat_of(amount, percent))))
      from (select l.vat, k.percent, sum(l.value)::bigint as amount from lines l join vat_codes k on k.code = l.vat group by 1, 2) t)) as item from posted p`;

const ISSUE = `
  with place as (select w.id, w.branch_id, ${today('b')} as today from warehouses w join branches b on b.id = w.branch_id where w.branch_id = $1 and w.is_default),
    held as (select b.item_id from stock_balances b where b.warehouse_id = (select id from place) and b.item_id = any ($2::uuid[]) order by b.item_id for update),
    draft as (insert into waybills (id, branch_id, kind, on_date, warehouse_id, basis_kind, basis_id)
      select $4, branch_id, 'issue', today, id, 'sale', $5 from place returning id, branch_id)
  insert into waybill_lines (id, waybill_id, branch_id, item_id, quantity, vat)
  select gen_random_uuid(), d.id, d.branch_id, i.id, a.quantity, i.vat
  from draft d, unnest($2::uuid[], $3::numeric[]) a(item_id, quantity) join held using (item_id) join items i on i.id = a.item_id`;

// Money is written as it stands in the end: charges paid, the payment used up, the account of the walk-in buyer empty.
const SALE = `
  with waybill as (select w.id, w.branch_id, w.warehouse_id, w.on_date, extract(year from w.on_date)::int as of_year from waybills w where w.id = $1),
    asked as materialized (select l.id, l.item_id, l.quantity, i.name, i.price, k.code, k.percent, w.warehouse_id
      from waybill w join waybill_lines l on l.waybill_id = w.id join items i on i.id = l.item_id join vat_codes k on k.code = vat_in_force(i.vat, w.on_date)),
    gone as (update stock_balances b set on_hand = b.on_hand - a.quantity,
        value = b.value - case when b.on_hand = a.quantity then b.value else round(b.value * a.quantity / b.on_hand) end
      from asked a where b.warehouse_id = a.warehouse_id and b.item_id = a.item_id returning a.id, old.value - new.value as cost),
    lines as materialized (select gen_random_uuid() as id, row_number() over (order by a.id) as nth, a.id as line_id, a.item_id, a.quantity, a.name, a.price, a.code, a.percent,
      round(a.quantity * a.price)::bigint as net, g.cost from asked a join gone g using (id)),
    sum as (select sum(net)::bigint as total, array_agg(id) as ids, array_agg(item_id) as item_ids from lines),
    entered as (insert into stock_entries (id, waybill_id, line_id, branch_id, warehouse_id, item_id, bucket, quantity, value, occurred_on)
      select gen_random_uuid(), w.id, l.line_id, w.branch_id, w.warehouse_id, l.item_id, 'on_hand', -l.quantity, -l.cost, w.on_date from waybill w, lines l),
    account as (insert into payer_accounts (id, branch_id, is_walk_in) select gen_random_uuid(), branch_id, true from waybill returning id),
    charged as (insert into charges (id, payer_account_id, branch_id, kind, subject_id, description, amount, paid, due_on, grace_days, vat_code, vat_percent)
      select l.id, a.id, w.branch_id, 'sale', l.id, l.name, l.net, l.net, w.on_date, coalesce(b.payment_grace_days, o.payment_grace_days, 0), l.code, l.percent
      from waybill w join branches b on b.id = w.branch_id left join settings o on true, account a, lines l returning id, amount, vat),
    paid as (insert into payments (id, payer_account_id, branch_id, amount, allocated, method, received_at)
      select gen_random_uuid(), a.id, w.branch_id, s.total, s.total, $3, now() from waybill w, account a, sum s returning id, number, amount),
    used as (insert into payment_allocations (id, payment_id, charge_id, amount) select gen_random_uuid(), p.id, c.id, c.amount from paid p, charged c),
    moved as (insert into money_entries (id, payer_account_id, kind, amount, charge_id, payment_id)
      select gen_random_uuid(), a.id, 'charge', -c.amount, c.id, null::uuid from account a, charged c
      union all select gen_random_uuid(), a.id, 'payment', p.amount, null, p.id from account a, paid p),
    numbered as (insert into document_counters as c (document, branch_id, year, last)
      select d.document, w.branch_id, w.of_year, 1 from waybill w, sum, (values ('sale'), ('waybill.issue')) d(document) order by d.document desc
      on conflict (document, branch_id, year) do update set last = c.last + 1 returning document, year, last),
    posted as (update waybills w set year = n.year, ${postedAs('n.last')} from numbered n where w.id = $1 and n.document = 'waybill.issue' returning w.id),
    sold as (insert into sales (id, branch_id, year, sequence, on_date, sold_at, payer_account_id, waybill_id, gross, discount, total, vat)
      select $2, w.branch_id, n.year, n.last, w.on_date, now(), a.id, w.id, s.total, 0, s.total, (select sum(vat) from charged)
      from waybill w, account a, sum s, numbered n where n.document = 'sale' returning *),
    listed as (insert into sale_lines (id, sale_id, branch_id, nth, kind, item_id, waybill_line_id, name, quantity, unit_price, gross, discount, net, vat_code, vat_percent, vat, cost)
      select l.id, s.id, s.branch_id, l.nth, 'goods', l.item_id, l.line_id, l.name, l.quantity, l.price, l.net, 0, l.net, l.code, l.percent, c.vat, l.cost
      from sold s, lines l join charged c on c.id = l.id returning *),
    bound as (insert into sale_payments (id, sale_id, payment_id) select gen_random_uuid(), s.id, p.id from sold s, paid p),
    news as (insert into events (id, at, name, subject_id, branch_id, actor, data)
      ${happened('charge.made', 's.ids[1]', 'w.branch_id', `'chargeIds', s.ids`)} from waybill w, sum s
      union all ${happened('payment.received', 'p.id', 'w.branch_id', `'paymentId', p.id, 'payerAccountId', a.id`)} from waybill w, paid p, account a
      union all ${happened('waybill.posted', 'w.id', 'w.branch_id', `'waybillId', w.id, 'kind', 'issue'`)} from waybill w
      union all ${happened('stock.moved', 'w.warehouse_id', 'w.branch_id', `'waybillId', w.id, 'warehouseId', w.warehouse_id, 'itemIds', s.item_ids`)} from waybill w, sum s
      union all ${happened('sale.made', 's.id', 's.branch_id', `'saleId', s.id, 'clientId', null, 'total', s.total`)} from sold s)
  select json_build_object('id', s.id, 'number', 'S-' || s.year || '-' || lpad(s.sequence::text, 6, '0'), 'branchId', s.branch_id, 'onDate', s.on_date, 'soldAt', s.sold_at,
    'gross', s.gross, 'discount', s.discount, 'total', s.total, 'vat', s.vat, 'waybillId', s.waybill_id,
    'lines', (select json_agg(json_build_object('id', l.id, 'kind', l.kind, 'itemId', l.item_id, 'name', l.name, 'quantity', l.quantity, 'unitPrice', l.unit_price,
      'gross', l.gross, 'discount', l.discount, 'net', l.net, 'vatCode', l.vat_code, 'vat', l.vat, 'cost', l.cost) order by l.nth) from listed l),
    'payments', (select json_agg(json_build_object('paymentId', id, 'number', number, 'method', $3::text, 'amount', amount)) from paid)) as item from sold s, (select count(*) from posted) x`;

/** `transact(...statements)` runs them in one transaction; the last one answers. */
export function storeRoutes(app, transact) {
  app.post('/waybills/:id/posting', async (request, reply) => {
    const item = await transact({ name: 'receipt', text: RECEIPT, values: [request.params.id] });
    return reply.type('application/json').send(item);
  });

  app.post('/sales', async (request, reply) => {
    const { branchId, lines, payments } = request.body;
    const [waybillId, saleId] = [crypto.randomUUID(), crypto.randomUUID()];
    const [items, quantities] = ['itemId', 'quantity'].map((member) => lines.map((line) => line[member]));
    const item = await transact(
      { name: 'issue', text: ISSUE, values: [branchId, items, quantities, waybillId, saleId] },
      { name: 'sale', text: SALE, values: [waybillId, saleId, payments[0].method] },
    );
    return reply.code(201).type('application/json').send(item);
  });
}
