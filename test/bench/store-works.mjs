/** What is measured of the store: a receipt of fifty lines posted, and five kinds of goods sold to a walk-in buyer who pays by card. */
const LINES = 50;
const SOLD = 5;

export async function storeWorks(client, rounds) {
  const column = async (text) =>
    (await client.query({ text, rowMode: 'array' })).rows.map(([value]) => value);
  const items = await column('select id from items order by md5(id::text)');
  const branches = await column("select id from branches where code ~ '^B' order by code limit 5");
  const amount = 300;
  const warm = 60;
  let drafts = [];
  let turn = 0;
  const nextDraft = () => {
    const draft = drafts.pop();
    if (draft === undefined) throw new Error('no drafts are left to post');
    return draft;
  };
  const sale = () => {
    turn += 1;
    const lines = Array.from({ length: SOLD }, (_, index) => ({
      itemId: items[(turn * 7 + index * 31) % items.length],
      quantity: String(1 + ((turn + index) % 3)),
    }));
    return JSON.stringify({
      branchId: branches[turn % branches.length],
      lines,
      payments: [{ method: 'card' }],
    });
  };
  const post = (path, body) => ({ method: 'POST', path, body });
  return [
    {
      name: `post a receipt of ${LINES} lines, audited`,
      wanted: 0.9,
      amount,
      warm,
      prepare: async () => {
        drafts = await draftReceipts(client, 2 * (warm + rounds * amount));
      },
      ours: () => post(`/v1/waybills/${nextDraft()}/posting`, '{}'),
      bare: () => post(`/waybills/${nextDraft()}/posting`, '{}'),
    },
    {
      name: `sell ${SOLD} lines of goods, audited`,
      wanted: 0.9,
      ours: () => post('/v1/sales', sale()),
      bare: () => post('/sales', sale()),
    },
  ];
}

/** Drafts by hand, branch after branch, each of fifty items after one another; the trail knows nothing of them. */
async function draftReceipts(client, count) {
  await client.query('set session_replication_role = replica');
  const by = `now(), '{"login":"bench","name":"Bench"}'::jsonb`;
  const { rows } = await client.query({
    text: `
      with drafts as (
        insert into waybills (id, branch_id, kind, on_date, warehouse_id, version, created_at, created_by, updated_at, updated_by)
        select gen_random_uuid(), w.branch_id, 'receipt', current_date, w.id, 1, ${by}, ${by}
        from generate_series(1, $1) n
        join (select w.*, row_number() over (order by b.code) as nth from warehouses w join branches b on b.id = w.branch_id where b.code ~ '^B' limit 5) w on w.nth = 1 + n % 5
        returning id, branch_id
      ), lines as (
        insert into waybill_lines (id, waybill_id, branch_id, item_id, quantity, price, vat, version, created_at, created_by, updated_at, updated_by)
        select gen_random_uuid(), d.id, d.branch_id, i.id, 1 + (i.nth + d.nth) % 9, i.price / 2 + d.nth % 100, i.vat, 1, ${by}, ${by}
        from (select d.*, row_number() over () as nth from drafts d) d
        join (select i.*, row_number() over (order by i.id) as nth, count(*) over () as total from items i) i
          on (i.nth + d.nth * 7) % i.total < ${LINES}
      )
      select id from drafts order by md5(id::text)`,
    values: [count],
    rowMode: 'array',
  });
  await client.query('reset session_replication_role');
  await client.query('vacuum (analyze) waybills, waybill_lines');
  return rows.map(([id]) => id);
}
