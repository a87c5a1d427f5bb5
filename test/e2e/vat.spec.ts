import { sql } from '../../src/platform/database/sql.js';
import { vatOf } from '../../src/modules/catalogue/index.js';
import { addDays } from '../../src/kernel/local-date.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, rub, uniquely, type Centre, type Json } from '../support/centre.js';

let test: TestApp;
let at: ReturnType<typeof centresOf>;
let centre: Centre;
beforeAll(async () => {
  test = await startTestApp();
  at = centresOf(test);
  centre = await at.centre();
});
afterAll(() => test.close());

const codeOf = (answer: { body: Json }): string => answer.body.code as string;
const activity = (more: object = {}): Promise<Json> =>
  at.made('/v1/activities', {
    ...{ name: uniquely('Taxed'), kind: 'course', lessonMinutes: 60, capacity: 12, singlePrice: rub(80_000) },
    ...more,
  });
const plan = (activityIds: string[], more: object = {}) => ({
  ...{
    name: uniquely('Plan'),
    activityIds,
    price: rub(100_000),
    visits: 4,
    validityCount: 30,
    validityUnit: 'day',
  },
  ...more,
});

describe('VAT rates', () => {
  it('are data: 22 since 2026, 20 before', async () => {
    const on = async (day: string) =>
      (await at.shown(`/v1/vat-rates?on=${day}&country=RU`)).items.map(({ code }: Json) => code).sort();
    expect(await on('2024-06-01')).toEqual(['0', '10', '20', 'exempt', 'none']);
    expect(await on('2025-12-31')).toEqual(['0', '10', '20', '5', '7', 'exempt', 'none']);
    expect(await on('2026-01-01')).toEqual(['0', '10', '22', '5', '7', 'exempt', 'none']);
    const { items } = await at.shown('/v1/vat-rates?code=20');
    expect(items[0]).toMatchObject({ percent: '20.00', effectiveTo: '2025-12-31', kind: 'standard' });
  });

  it('change from a coming day on, and no other', async () => {
    const body = { code: '20', effectiveFrom: '2190-01-01', source: 'a law to come' };
    const rate = await at.made('/v1/vat-rates', body);
    expect(rate).toMatchObject({ kind: 'standard', country: 'RU', effectiveTo: null });
    expect(codeOf(await test.owner.post('/v1/vat-rates', { ...body, code: '22' }))).toBe(
      'vat-rate.day-taken',
    );
    expect(codeOf(await test.owner.post('/v1/vat-rates', { ...body, effectiveFrom: at.today }))).toBe(
      'vat-rate.begun',
    );
    await test.owner.delete(`/v1/vat-rates/${String(rate.id)}`).expect(204);
    const { items } = await at.shown('/v1/vat-rates?code=22');
    expect(codeOf(await test.owner.delete(`/v1/vat-rates/${String(items[0].id)}`))).toBe('vat-rate.begun');
    const director = await test.as(['director'], [centre.branchId]);
    await director.post('/v1/vat-rates', body).expect(403);
  });

  it('are counted by the database as by the rule', async () => {
    const amounts = [0, 1, 3, 9, 61, 105, 12_200, 100_001, 333_333_333];
    for (const percent of ['0', '5', '7', '10', '20', '22']) {
      const rows = await test.db.query<{ gross: number; vat: number }>(sql`
        select g as gross, vat_of(g, ${percent}::numeric) as vat from unnest(${amounts}::bigint[]) g`);
      expect(rows.map(({ vat }) => vat)).toEqual(rows.map(({ gross }) => vatOf(gross, percent)));
    }
  });
});

describe('what is sold', () => {
  it('is taxed as its activities are; who mixes them says how', async () => {
    const exempt = await activity();
    const taxed = await activity({ vatCode: '20' });
    expect(exempt.vatCode).toBe('exempt');
    expect((await at.made('/v1/plans', plan([taxed.id]))).vatCode).toBe('20');
    const mixed = await test.owner.post('/v1/plans', plan([exempt.id, taxed.id]));
    expect(mixed.body.errors[0]).toMatchObject({ pointer: '#/vatCode', code: 'value.required' });
    await at.made('/v1/plans', plan([exempt.id, taxed.id], { vatCode: '7' }));
    const unknown = await test.owner.patch(`/v1/activities/${String(taxed.id)}`, {
      version: 1,
      vatCode: '21',
    });
    expect(unknown.body.errors[0]).toMatchObject({ pointer: '#/vatCode', code: 'reference.not-found' });
  });

  it('keeps code and rate of its day on the charge, instalments and credits in proportion', async () => {
    const taxed = await activity({ vatCode: '20' });
    const terms = { instalmentParts: 3, instalmentEvery: 10, instalmentUnit: 'day' };
    const { id: planId } = await at.made('/v1/plans', plan([taxed.id], terms));
    const clientId = await at.client(centre.branchId);
    await at.made('/v1/subscriptions', { clientId, planId });
    const charges = async (): Promise<Json[]> =>
      (await at.shown(`/v1/charges?clientId=${clientId}&sort=dueOn`)).items;
    const [first] = await charges();
    expect((await charges()).map(({ vatCode, vatPercent }) => [vatCode, vatPercent])).toEqual(
      Array(3).fill(['22', '22.00']),
    );
    expect((await charges()).every(({ amount, vat }) => vat.amount === vatOf(amount.amount, '22'))).toBe(
      true,
    );
    await test.owner
      .patch(`/v1/activities/${String(taxed.id)}`, { version: 1, vatCode: 'exempt' })
      .expect(200);
    await at.made(`/v1/charges/${String(first?.id)}/credits`, { amount: rub(10_000), reason: 'a gift' });
    const after = (await charges())[0];
    expect(after?.vat).toEqual(rub(vatOf((first?.amount.amount as number) - 10_000, '22')));

    const all = await test.db.query<{ kind: string; amount: number; vat: number }>(sql`
      select v.kind, v.amount, v.vat from charge_vat_between('-infinity', 'infinity') v
      join charges c on c.id = v.charge_id where c.client_id = ${clientId}`);
    const sum = (member: 'amount' | 'vat') => all.reduce((total, row) => total + row[member], 0);
    expect(sum('amount')).toBe(90_000);
    expect(sum('vat')).toBe(
      (await charges()).reduce<number>((total, { vat }) => total + Number(vat.amount), 0),
    );
    expect(all.filter(({ kind }) => kind === 'credit')[0]?.vat).toBeLessThan(0);
    await expectLawsToHold(test);
  });

  it('by hand is taxed as it is said to be, and what is taken back holds no VAT', async () => {
    const clientId = await at.client(centre.branchId);
    const body = { clientId, amount: rub(122_000), description: 'Costume' };
    expect(await at.made('/v1/charges', body)).toMatchObject({ vatCode: 'none', vat: rub(0) });
    const shirt = await at.made('/v1/charges', { ...body, vatCode: '22' });
    expect(shirt).toMatchObject({ vatCode: '22', vat: rub(22_000) });
    await test.owner.delete(`/v1/charges/${String(shirt.id)}`, { reason: 'too small' }).expect(200);
    expect(await at.shown(`/v1/charges/${String(shirt.id)}`)).toMatchObject({ vat: rub(0) });
    await expectLawsToHold(test);
  });
});

describe('cost norms', () => {
  const norm = (activityId: string, more: object = {}) => ({
    ...{ activityId, effectiveFrom: addDays(at.today, -10), plannedAttendees: 4, overheadPercent: '10.00' },
    ...{ teacherRate: rub(70_000), roomCost: rub(60_000) },
    ...more,
  });

  it('take what is left out from the activity, and follow one another', async () => {
    const { id } = await activity({ lessonMinutes: 90 });
    const first = await at.made('/v1/cost-norms', norm(id));
    expect(first).toMatchObject({
      ...{
        plannedMinutes: 90,
        plannedVisitPrice: rub(80_000),
        preparationMinutes: 0,
        rooms: [],
        branchId: null,
      },
      ...{ teacherRate: rub(70_000), effectiveTo: null, overheadPercent: '10.00' },
    });
    const next = await at.made('/v1/cost-norms', norm(id, { effectiveFrom: addDays(at.today, 5) }));
    expect(await at.shown(`/v1/cost-norms/${String(first.id)}`)).toMatchObject({
      effectiveTo: addDays(at.today, 4),
    });
    const on = await at.shown(`/v1/cost-norms?activityId=${String(id)}&on=${addDays(at.today, 5)}`);
    expect(on.items).toEqual([next]);
    const before = norm(id, { effectiveFrom: addDays(at.today, -20), effectiveTo: addDays(at.today, -11) });
    await at.made('/v1/cost-norms', before);
  });

  it('never change once they have begun', async () => {
    const { id } = await activity();
    const begun = await at.made('/v1/cost-norms', norm(id));
    const path = `/v1/cost-norms/${String(begun.id)}`;
    expect(codeOf(await test.owner.delete(path))).toBe('cost-norm.begun');
    expect(
      codeOf(await test.owner.post('/v1/cost-norms', norm(id, { effectiveFrom: addDays(at.today, -3) }))),
    ).toBe('cost-norm.overlap');
    const past = await test.owner.patch(path, { version: 1, effectiveTo: addDays(at.today, -5) });
    expect(past.body.errors[0]).toMatchObject({ pointer: '#/effectiveTo', code: 'date.in-past' });
    await test.owner.patch(path, { version: 1, effectiveTo: addDays(at.today, 3) }).expect(200);
    const coming = await at.made('/v1/cost-norms', norm(id, { effectiveFrom: addDays(at.today, 9) }));
    await test.owner.delete(`/v1/cost-norms/${String(coming.id)}`).expect(204);
    await expect(
      test.asSchemaOwner(`
        begin; select set_config('kruzhok.actor', '{"kind": "system", "login": "t", "name": "t"}', true);
        update cost_norms set room_cost = 1 where id = '${String(begun.id)}'; commit`),
    ).rejects.toThrow(/has begun/);
  });

  it('are one for a day, however many make one at once', async () => {
    const { id } = await activity();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        test.owner.post('/v1/cost-norms', norm(id, { effectiveFrom: addDays(at.today, 2) })),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 201).map(codeOf))).toEqual(
      new Set(['cost-norm.overlap']),
    );
  });

  it('name every fault at once, and belong to whoever reaches their branch', async () => {
    const nobody = '0193a5e0-0000-7000-8000-000000000000';
    const room = { roomId: nobody, roomCost: rub(1) };
    const wrong = norm(nobody, { effectiveTo: '2020-01-01', rooms: [room, room] });
    const answer = await test.owner.post('/v1/cost-norms', wrong).expect(422);
    expect(answer.body.errors.map(({ pointer }: Json) => pointer).sort()).toEqual(
      ['#/activityId', '#/effectiveTo', '#/rooms/0/roomId', '#/rooms/1/roomId', '#/rooms/1/roomId'].sort(),
    );
    const { id } = await activity();
    const director = await test.as(['director'], [centre.branchId]);
    expect(codeOf(await director.post('/v1/cost-norms', norm(id)))).toBe('cost-norm.for-all');
    const own = await at.made('/v1/cost-norms', norm(id, { branchId: centre.branchId }), director);
    const other = await at.centre();
    const stranger = await test.as(['accountant'], [other.branchId]);
    await stranger.get(`/v1/cost-norms/${String(own.id)}`).expect(404);
    const desk = await test.as(['administrator'], [centre.branchId]);
    await desk.get('/v1/cost-norms').expect(403);
    await at.made('/v1/roles', {
      ...{ code: 'norms', name: 'norms', permissions: { 'cost-norms:read': 'branch' } },
    });
    const blind = await test.as(['norms'], [centre.branchId]);
    expect((await at.shown(`/v1/cost-norms/${String(own.id)}`, blind)).teacherRate).toBeNull();
  });
});
