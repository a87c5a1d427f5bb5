import fc from 'fast-check';
import { ClientMergesService } from '../../../src/modules/clients/merges/client-merges.service.js';
import { GuardianMergesService } from '../../../src/modules/clients/merges/guardian-merges.service.js';
import { notMoved } from '../../../src/modules/clients/merges/merge-work.js';
import { DomainError } from '../../../src/kernel/errors.js';
import { newId } from '../../../src/platform/database/ids.js';
import { sql } from '../../../src/platform/database/sql.js';
import { rub, startWorld, TODAY, type World } from '../subscriptions/world.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.test.close());

const merges = () => world.test.app.get(ClientMergesService, { strict: false });
const guardianMerges = () => world.test.app.get(GuardianMergesService, { strict: false });
const merge = (survivorId: string, duplicateId: string) =>
  world.test.tx((tx) => merges().merge(tx, { survivorId, duplicateId }));
const undo = (id: string) => world.test.tx((tx) => merges().undo(tx, id));
const codeOf = (fault: unknown): string => (fault instanceof DomainError ? fault.code : String(fault));
const reasonsOf = async (work: Promise<unknown>): Promise<string[]> => {
  const fault: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(fault instanceof DomainError)) return [`no fault: ${String(fault)}`];
  const reasons = fault.params['reasons'] as { code: string; table: string }[] | undefined;
  return reasons?.map(({ code, table }) => `${table} ${code}`) ?? [fault.code];
};

interface Reference {
  table: string;
  column: string;
}
const references = (): Promise<Reference[]> =>
  world.test.db.query(sql`
    select t.relname::text as table, a.attname::text as column
    from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.conparentid = 0
      and c.confrelid in ('clients'::regclass, 'guardians'::regclass, 'payer_accounts'::regclass)
    order by 1, 2`);

/** The same of what is not append-only: allocations made at a merge are cancelled, not removed. */
const owners = async () =>
  world.test.db.query(sql`
  select 'subscription' as what, id, client_id as owner, visits_left as figure from subscriptions
  union all select 'visit', id, client_id, value from visits
  union all select 'charge', id, client_id, paid from charges
  union all select 'charge on', id, payer_account_id, amount from charges
  union all select 'payment on', id, payer_account_id, allocated from payments
  union all select 'entry', id, payer_account_id, amount from money_entries
  union all select 'account', id, coalesce(client_id, guardian_id), balance from payer_accounts
  union all select 'member', id, client_id, (left_on - joined_on) from group_members
  union all select 'link', id, client_id, is_payer::integer from client_guardians
  union all select 'person', id, merged_into_id, 0 from clients
  order by 1, 2`);

async function join(clientId: string, joinedOn: string, leftOn: string | null = null): Promise<string> {
  const id = newId();
  await world.test.tx((tx) =>
    tx.run(
      sql`insert into group_members (id, group_id, client_id, joined_on, left_on) values (${id}, ${world.groupId}, ${clientId}, ${joinedOn}, ${leftOn})`,
    ),
  );
  return id;
}

describe('the catalogue', () => {
  it('has every reference to a person or an account moved, or named with a reason', async () => {
    const found = (await references()).map(({ table, column }) => `${table}.${column}`);
    const walked = (
      await world.test.db.query<Reference>(sql`
        select table_name as table, column_name as column
        from unnest(array['clients', 'guardians', 'payer_accounts']) target cross join references_to(target) order by 1, 2`)
    ).map(({ table, column }) => `${table}.${column}`);
    expect(walked).toEqual(found);
    expect(Object.keys(notMoved).filter((name) => !found.includes(name))).toEqual([]);
    expect(Object.values(notMoved).filter((reason) => reason.length < 10)).toEqual([]);
  });

  it('has no reference of several columns, which nothing would move', async () => {
    const wide = await world.test.db.query(sql`
      select conname from pg_constraint where contype = 'f' and cardinality(conkey) > 1
        and confrelid in ('clients'::regclass, 'guardians'::regclass, 'payer_accounts'::regclass)`);
    expect(wide).toEqual([]);
  });

  it('guards every reference against records that became another', async () => {
    const bare = await world.test.db.query(sql`
      select r.table_name, r.column_name
      from unnest(array['clients', 'guardians', 'payer_accounts']) target cross join references_to(target) r
      where r.column_name <> 'merged_into_id' and r.table_name not in ('client_merges', 'guardian_merges', 'erasures') and not exists (
        select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
        where t.tgrelid = to_regclass(r.table_name) and p.proname = 'refuse_merged'
          and encode(t.tgargs, 'escape') = r.column_name || '\\000' || target || '\\000')`);
    expect(bare).toEqual([]);
  });

  it('moves rows of a table nobody has thought of, also of a ledger, which stays closed to all else', async () => {
    const { role } = (await world.test.db.find<{ role: string }>(sql`select current_user as role`)) ?? {
      role: '',
    };
    await world.test.asSchemaOwner(`
      create table remarks (id uuid primary key, client_id uuid not null references clients, words text);
      call keep_ledger('remarks');
      call guard_merged();
      grant select, insert on remarks to ${role};`);
    const [survivor, duplicate, id] = [await world.client(), await world.client(), newId()];
    await world.test.tx((tx) =>
      tx.run(sql`insert into remarks (id, client_id, words) values (${id}, ${duplicate}, 'shy')`),
    );
    const made = await merge(survivor, duplicate);
    const owner = () =>
      world.test.db.query(sql`select client_id as owner, words from remarks where id = ${id}`);
    expect(await owner()).toEqual([{ owner: survivor, words: 'shy' }]);
    const late = world.test.tx((tx) =>
      tx.run(sql`insert into remarks (id, client_id, words) values (${newId()}, ${duplicate}, 'late')`),
    );
    await expect(late).rejects.toThrow(/was merged/);
    await expect(
      world.test.tx(async (tx) => {
        await tx.run(sql`select set_config('kruzhok.merging', 'on', true)`);
        await tx.run(sql`update remarks set words = 'loud' where id = ${id}`);
      }),
    ).rejects.toThrow(/permission denied/);
    await undo(made.id);
    expect(await owner()).toEqual([{ owner: duplicate, words: 'shy' }]);
  });
});

describe('a merge', () => {
  it('brings subscriptions, visits, groups and money together, and its undo takes them apart to the last row', async () => {
    const [survivor, duplicate] = [await world.client(), await world.client()];
    const plan = await world.plan();
    await world.sell(survivor, plan.id, { payment: { amount: rub(9_000_00), method: 'cash' } });
    const sold = await world.sell(duplicate, plan.id);
    const lesson = await world.lesson();
    await world.hold(lesson, [duplicate]);
    await join(survivor, '2026-01-01', '2026-02-01');
    await join(duplicate, '2026-01-15');
    const before = await owners();
    expect(await world.balance(survivor)).toBe(1_000_00);
    expect(await world.balance(duplicate)).toBe(-8_000_00);

    const made = await merge(survivor, duplicate);
    expect(made.kept.map(({ table, why }) => `${table} ${why}`).sort()).toEqual([
      'group_members membership-joined',
      'payer_accounts account-merged',
    ]);
    expect(await world.balance(survivor)).toBe(-7_000_00);
    expect(await world.balance(duplicate)).toBe(0);
    expect(await world.subscription(sold.id)).toMatchObject({ left: 7 });
    expect(
      await world.test.db.query(sql`
        select joined_on as "joinedOn", left_on as "leftOn" from group_members where client_id = ${survivor}`),
    ).toEqual([{ joinedOn: '2026-01-01', leftOn: null }]);
    expect(
      await world.test.db.query(sql`select paid from charges where client_id = ${survivor} order by id`),
    ).toEqual([{ paid: 8_000_00 }, { paid: 1_000_00 }]);
    expect(await world.broken()).toEqual([]);

    await undo(made.id);
    expect(await owners()).toEqual(before);
    expect(await world.broken()).toEqual([]);
    expect(await reasonsOf(undo(made.id))).toEqual(['merge.undone']);
  });

  it('keeps what both had of one lesson with the duplicate', async () => {
    const [survivor, duplicate] = [await world.client(), await world.client()];
    const lesson = await world.lesson();
    await world.hold(lesson, [survivor, duplicate]);
    const made = await merge(survivor, duplicate);
    expect(made.kept.map(({ table, why }) => `${table} ${why}`)).toContain('visits same-lesson');
    expect(await world.broken()).toEqual([]);
    await undo(made.id);
    expect(await world.broken()).toEqual([]);
  });

  it('lets the account of somebody who paid for themselves go into that of the family', async () => {
    const mother = await world.guardian();
    const [survivor, duplicate] = [await world.client(mother), await world.client()];
    await world.pay(duplicate, 500_00);
    const made = await merge(survivor, duplicate);
    expect(await world.balance(survivor)).toBe(500_00);
    await undo(made.id);
    expect([await world.balance(survivor), await world.balance(duplicate)]).toEqual([0, 500_00]);
    await world.pay(survivor, 300_00);
    const again = await merge(survivor, duplicate);
    expect(await world.balance(survivor)).toBe(800_00);
    await undo(again.id);
    expect([await world.balance(survivor), await world.balance(duplicate)]).toEqual([300_00, 500_00]);
    expect(await world.broken()).toEqual([]);
  });

  it('leaves one payer: the survivor’s, else the duplicate’s', async () => {
    const [mother, father] = [await world.guardian(), await world.guardian()];
    const payers = (clientId: string) =>
      world.test.db.query(sql`
        select guardian_id as id from client_guardians where client_id = ${clientId} and is_payer`);
    const [one, two, three] = [await world.client(mother), await world.client(father), await world.client()];
    const first = await merge(one, two);
    expect(await payers(one)).toEqual([{ id: mother }]);
    await undo(first.id);
    expect([await payers(one), await payers(two)]).toEqual([[{ id: mother }], [{ id: father }]]);
    const second = await merge(three, two);
    expect(await payers(three)).toEqual([{ id: father }]);
    await undo(second.id);
    expect([await payers(three), await payers(two)]).toEqual([[], [{ id: father }]]);
  });
});

describe('an undo is refused', () => {
  it('when money moved on the joined account since', async () => {
    const [survivor, duplicate] = [await world.client(), await world.client()];
    await world.pay(survivor, 100_00);
    await world.pay(duplicate, 100_00);
    const made = await merge(survivor, duplicate);
    await world.pay(survivor, 1_00);
    expect(await reasonsOf(undo(made.id))).toEqual(['payer_accounts money-since']);
  });

  it('when a visit since is paid by a subscription that would go back', async () => {
    const [survivor, duplicate] = [await world.client(), await world.client()];
    await world.sell(duplicate, (await world.plan()).id);
    const made = await merge(survivor, duplicate);
    const lesson = await world.lesson();
    await world.hold(lesson, [survivor]);
    expect(await reasonsOf(undo(made.id))).toEqual(['visits tied-since']);
    await world.undo(lesson);
    expect(await reasonsOf(undo(made.id))).toEqual(['visits tied-since']);
  });

  it('when the survivor was merged on, a joined membership was changed, or a member was corrected', async () => {
    const [survivor, duplicate, third] = [await world.client(), await world.client(), await world.client()];
    await join(survivor, TODAY);
    await join(duplicate, TODAY);
    const made = await merge(survivor, duplicate);
    await world.test.tx((tx) =>
      tx.run(sql`update group_members set left_on = '2027-01-01' where client_id = ${survivor}`),
    );
    expect(await reasonsOf(undo(made.id))).toEqual(['group_members row-changed']);
    await world.test.tx((tx) =>
      tx.run(sql`update group_members set left_on = null where client_id = ${survivor}`),
    );
    const later = await merge(third, survivor);
    expect(await reasonsOf(undo(made.id))).toContain('client_merges merged-later');
    await undo(later.id);
    await undo(made.id);
    expect(await world.broken()).toEqual([]);
  });
});

describe('guardians who are one', () => {
  it('share their clients and one account, and part again', async () => {
    const [mother, twin] = [await world.guardian(), await world.guardian()];
    const [one, two] = [await world.client(mother), await world.client(twin)];
    await world.pay(one, 700_00);
    await world.sell(two, (await world.plan()).id);
    const before = await owners();
    const made = await world.test.tx((tx) =>
      guardianMerges().merge(tx, { survivorId: mother, duplicateId: twin }),
    );
    expect([await world.balance(one), await world.balance(two)]).toEqual([-7_300_00, -7_300_00]);
    expect(await world.broken()).toEqual([]);
    await world.test.tx((tx) => guardianMerges().undo(tx, made.id));
    expect(await owners()).toEqual(before);
    expect(await world.broken()).toEqual([]);
  });
});

describe('at the same time', () => {
  it('one of twenty merges of the same pair wins, whichever way round', async () => {
    const [one, two] = [await world.client(), await world.client()];
    await world.pay(one, 10_00);
    await world.pay(two, 10_00);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? merge(one, two) : merge(two, one))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const faults = results.flatMap((result) => (result.status === 'rejected' ? [codeOf(result.reason)] : []));
    expect(new Set(faults)).toEqual(new Set(['client.merged']));
    expect(await world.broken()).toEqual([]);
  });

  it('nothing is sold to, or paid by, somebody who is becoming another', async () => {
    const plan = await world.plan();
    for (let round = 0; round < 5; round += 1) {
      const [survivor, duplicate] = [await world.client(), await world.client()];
      await Promise.allSettled([
        ...Array.from({ length: 4 }, () => world.sell(duplicate, plan.id)),
        ...Array.from({ length: 4 }, () => world.pay(duplicate, 5_00)),
        merge(survivor, duplicate),
        ...Array.from({ length: 4 }, () => world.sell(duplicate, plan.id)),
      ]);
      const left = await world.test.db.query(sql`
        select id from subscriptions where client_id = ${duplicate} union all select id from charges where client_id = ${duplicate}`);
      expect(left).toEqual([]);
      expect(await world.broken()).toEqual([]);
    }
  });
});

describe('any sequence of merges and undos', () => {
  it('brings every row, owner and balance back', async () => {
    const mother = await world.guardian();
    const people = [
      await world.client(),
      await world.client(),
      await world.client(mother),
      await world.client(mother),
    ];
    const plan = await world.plan();
    for (const [index, person] of people.entries()) {
      if (index !== 1) await world.sell(person, plan.id);
      if (index > 0) await world.pay(person, index * 3_000_00);
      await join(
        person,
        `2026-0${String(index + 1)}-01`,
        index === 3 ? null : `2026-0${String(index + 3)}-15`,
      );
    }
    await world.hold(await world.lesson(), people);
    const before = await owners();
    const step = fc.tuple(fc.nat(3), fc.nat(3));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
        const done: string[] = [];
        for (const [survivor, duplicate] of steps) {
          const made = await merge(people[survivor] ?? '', people[duplicate] ?? '').catch(
            (fault: unknown) => {
              expect(['client.merged', 'request.invalid']).toContain(codeOf(fault));
              return null;
            },
          );
          if (made !== null) done.push(made.id);
          expect(await world.broken()).toEqual([]);
        }
        for (const id of done.reverse()) await undo(id);
        expect(await owners()).toEqual(before);
        expect(await world.broken()).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });
});
