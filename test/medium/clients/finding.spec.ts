import type { ClientPage } from '../../../src/modules/clients/clients.dto.js';
import { searchTextOf } from '../../../src/modules/clients/search.rules.js';
import { sql } from '../../../src/platform/database/sql.js';
import { startWorld, type World } from '../subscriptions/world.js';

let world: World;
const SIZE = 2_000;

const LAST = [
  'Орлов',
  'Соколов',
  'Лебедев',
  'Козлов',
  'Новиков',
  'Морозов',
  'Петров',
  'Волков',
  'Соловьёв',
  'Васильев',
];
const FIRST = [
  'Анна',
  'Мария',
  'Иван',
  'Пётр',
  'Юлия',
  'Софья',
  'Дмитрий',
  'Михаил',
  'Елена',
  'Артём',
  'Вера',
  'Лев',
];

beforeAll(async () => {
  world = await startWorld();
  const people = Array.from({ length: SIZE }, (_, index) => {
    const lastName = `${LAST[index % 10] ?? ''}${'абвгдежзик'[Math.floor(index / 10) % 10] ?? ''}${'лмнопрстуф'[Math.floor(index / 100) % 10] ?? ''}`;
    const firstName = FIRST[index % 12] ?? '';
    const phone = `+7916${String(1_000_000 + index)}`;
    return {
      n: index,
      last: lastName,
      first: firstName,
      phone,
      text: searchTextOf({ lastName, firstName, phones: [phone] }),
      born: `20${String(10 + (index % 13)).padStart(2, '0')}-${String((index % 12) + 1).padStart(2, '0')}-${String((Math.floor(index / 12) % 28) + 1).padStart(2, '0')}`,
    };
  });
  await world.test.tx(async (tx) => {
    await tx.run(sql`set local statement_timeout = 0`);
    await tx.run(sql`
      insert into clients (id, branch_id, last_name, first_name, birth_date, phones, status, tags, interests, source, search_text)
      select uuidv7(), ${world.branchId}, p.last, p.first, p.born, array[p.phone], 'active', array['tag ' || p.n % 7], array['interest ' || p.n % 5],
             'source ' || p.n % 3, p.text
      from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as p(n integer, last text, first text, phone text, text text, born date)`);
    // A tenth belong to the group, a half of these with a subscription nobody renewed, a tenth of those who owe.
    await tx.run(sql`
      insert into group_members (id, group_id, client_id, joined_on) select uuidv7(), ${world.groupId}, id, '2026-01-01' from clients where number % 10 = 0`);
    await tx.run(
      sql`insert into payer_accounts (id, branch_id, client_id) select uuidv7(), ${world.branchId}, id from clients where number % 10 = 0`,
    );
    await tx.run(sql`
      insert into charges (id, payer_account_id, client_id, branch_id, kind, subject_id, description, amount, due_on, paid)
      select uuidv7(), a.id, a.client_id, ${world.branchId}, 'subscription', a.id, 'x', 100, '2026-05-01', case when c.number % 100 = 0 then 0 else 100 end
      from payer_accounts a join clients c on c.id = a.client_id`);
  });
  const plan = await world.plan();
  await world.test.tx(async (tx) => {
    await tx.run(sql`
      insert into subscriptions (id, branch_id, client_id, plan_id, plan_name, activity_ids, price, visits_total, visits_left, sold_on,
                                 starts_on, ends_on, validity_count, validity_unit, freeze_max_days, freeze_max_times, freeze_min_days)
      select c.subject_id, c.branch_id, c.client_id, ${plan.id}, 'Plan', array[${world.activityId}::uuid], 100, 8, 8, '2026-05-01',
             '2026-05-01', case when n.number % 20 = 0 then date '2026-05-31' else date '2027-05-31' end, 1, 'month', 0, 0, 1
      from charges c join clients n on n.id = c.client_id`);
    await tx.run(sql`analyze`);
  });
}, 300_000);
afterAll(() => world.test.close());

const list = async (query: string): Promise<ClientPage> =>
  (await world.test.owner.get(`/v1/clients?${query}`).expect(200)).body as ClientPage;
const total = async (query: string): Promise<number> =>
  (await list(`${query}&include=totalCount&limit=1`)).page.totalCount ?? -1;

describe('the list of clients by colour', () => {
  it('has each client under one colour', async () => {
    const [red, amber, green] = [
      await total('standing=red'),
      await total('standing=amber'),
      await total('standing=green'),
    ];
    expect(red).toBe(SIZE / 20);
    expect(red + amber + green).toBe(SIZE);
    expect(await total('standing=red,green')).toBe(red + green);
    expect(await total('standing=red,amber,green')).toBe(SIZE);
    const page = await list('standing=red&limit=20');
    expect(new Set(page.items.map((client) => client.standing.level))).toEqual(new Set(['red']));
  });
});

describe('the search', () => {
  const pagesOf = async (query: string): Promise<string[]> => {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { items, page } = await list(`${query}&limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`);
      ids.push(...items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    return ids;
  };
  const inOrder = async (ids: string[], order: 'asc' | 'desc'): Promise<string[]> => {
    const rows = await world.test.db.query<{ id: string }>(sql`
      select id from clients where id = any (${ids}::uuid[])
      order by last_name || ' ' || first_name ${order === 'asc' ? sql`asc` : sql`desc`}, id ${order === 'asc' ? sql`asc` : sql`desc`}`);
    return rows.map(({ id }) => id);
  };

  beforeAll(() =>
    // Every fortieth has a guardian of another name, and nobody else's name has it.
    world.test.tx(async (tx) => {
      await tx.run(sql`
        insert into guardians (id, branch_id, last_name, first_name, phones, search_text)
        select uuidv7(), branch_id, 'Щукин', 'Глеб', '{}', 'shukin gleb ' from clients where number % 40 = 0`);
      await tx.run(sql`
        insert into client_guardians (id, client_id, guardian_id, relation, is_payer, is_legal_representative, may_pick_up)
        select uuidv7(), c.id, g.id, 'father', true, true, true
        from (select id, row_number() over (order by id) as n from clients where number % 40 = 0) c
        join (select id, row_number() over (order by id) as n from guardians where last_name = 'Щукин') g using (n)`);
      await tx.run(sql`analyze`);
    }),
  );

  it.each(['ов', 'орлов', 'щук', 'ов анна', 'никого такого'])(
    'for %s gives the same by every order, page by page',
    async (part) => {
      const q = `q=${encodeURIComponent(part)}`;
      const found = await pagesOf(`${q}&sort=birthDate`);
      expect(await total(q)).toBe(found.length);
      expect(await pagesOf(`${q}&sort=name`)).toEqual(await inOrder(found, 'asc'));
      expect(await pagesOf(`${q}&sort=-name&branchId=${world.branchId}`)).toEqual(
        await inOrder(found, 'desc'),
      );
      expect((await pagesOf(`${q}&sort=updatedAt`)).sort()).toEqual([...found].sort());
      expect((await pagesOf(`${q}&sort=-number`)).sort()).toEqual([...found].sort());
    },
  );

  it('finds by names of guardians', async () => {
    const all = await pagesOf('sort=birthDate');
    expect(await total(`q=${encodeURIComponent('щук')}`)).toBe(Math.floor(all.length / 40));
  });
});
