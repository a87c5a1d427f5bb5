import { addDays } from '../../src/kernel/local-date.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, rub, uniquely, type Centre, type Json } from '../support/centre.js';

let test: TestApp;
let at: ReturnType<typeof centresOf>;
let centre: Centre;
let rent: string;
beforeAll(async () => {
  test = await startTestApp();
  at = centresOf(test);
  centre = await at.centre();
  rent = await category('Rent');
});
afterAll(() => test.close());

const category = async (name: string): Promise<string> =>
  (await at.made('/v1/expense-categories', { name })).id as string;
const spent = (more: object = {}) => ({
  ...{ branchId: centre.branchId, categoryId: rent, amount: rub(122_000), vatCode: '22', paidFrom: 'bank' },
  ...{ onDate: at.today, supplier: 'OOO Riverside', note: 'November' },
  ...more,
});
const post = (more: object = {}, by: Caller = test.owner): Promise<Json> =>
  at.made('/v1/expenses', spent(more), by);
const codeOf = (answer: { body: Json }): string => answer.body.code as string;

describe('an expense', () => {
  it('is posted with the VAT within it', async () => {
    const expense = await post();
    expect(expense).toMatchObject({
      ...{ amount: rub(122_000), vatCode: '22', vatPercent: '22.00', vat: rub(22_000), categoryName: 'Rent' },
      ...{ paidFrom: 'bank', cashShiftId: null, supplier: 'OOO Riverside', files: [], reversedAt: null },
    });
    expect(await at.shown(`/v1/expenses/${String(expense.id)}`)).toEqual(expense);
  });

  it('of a day before 2026 is taxed by what was in force then', async () => {
    expect(await post({ onDate: '2025-12-31' })).toMatchObject({ vatCode: '20', vat: rub(20_333) });
    expect(await post({ vatCode: undefined })).toMatchObject({
      vatCode: 'none',
      vatPercent: null,
      vat: rub(0),
    });
  });

  it('is refused with every fault named, and nothing is kept', async () => {
    const before = await at.shown('/v1/expenses?include=totalCount');
    const tomorrow = await test.owner.post('/v1/expenses', spent({ onDate: addDays(at.today, 2) }));
    expect([tomorrow.status, codeOf(tomorrow)]).toEqual([422, 'expense.in-future']);
    const nothing = await test.owner.post('/v1/expenses', spent({ amount: rub(0) }));
    expect([nothing.status, codeOf(nothing)]).toEqual([422, 'expense.of-nothing']);
    const unknown = await test.owner.post('/v1/expenses', spent({ vatCode: '99' }));
    expect(unknown.body.errors[0]).toMatchObject({ pointer: '#/vatCode', code: 'reference.not-found' });
    const nowhere = await test.owner.post('/v1/expenses', spent({ categoryId: centre.branchId }));
    expect(nowhere.body.errors[0]).toMatchObject({ pointer: '#/categoryId' });
    const after = await at.shown('/v1/expenses?include=totalCount');
    expect(after.page.totalCount).toBe(before.page.totalCount);
  });

  it('is never edited, whoever writes', async () => {
    const { id } = await post();
    await test.owner.patch(`/v1/expenses/${String(id)}`, { version: 1, note: 'other' }).expect(404);
    await expect(
      test.asSchemaOwner(`
        begin; select set_config('kruzhok.actor', '{"kind": "system", "login": "t", "name": "t"}', true);
        update expenses set amount = 1 where id = '${String(id)}'; commit`),
    ).rejects.toThrow(/is posted/);
  });

  it('is taken back once, however many try at once', async () => {
    const { id } = await post();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => test.owner.delete(`/v1/expenses/${String(id)}`, { reason: 'twice' })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(codeOf))).toEqual(
      new Set(['expense.reversed']),
    );
    expect(await at.shown(`/v1/expenses/${String(id)}`)).toMatchObject({ reversalReason: 'twice' });
  });

  it('keeps its papers', async () => {
    const { id } = await post();
    const path = `/v1/expenses/${String(id)}/files`;
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
    const sent = await test.owner
      .post(path)
      .attach('file', pdf, { filename: 'invoice.pdf', contentType: 'application/pdf' });
    expect(sent.status).toBe(201);
    const [file] = sent.body.files as Json[];
    expect(file).toMatchObject({ name: 'invoice.pdf', size: pdf.length });
    const got = await test.owner.get(`${path}/${String(file.id)}`).expect(200);
    expect(Buffer.from(got.body as Buffer)).toEqual(pdf);
    const fake = await test.owner
      .post(path)
      .attach('file', Buffer.from('hello'), { filename: 'a.pdf', contentType: 'application/pdf' });
    expect(codeOf(fake)).toBe('file.type-not-accepted');
    const other = await post();
    await test.owner.get(`/v1/expenses/${String(other.id)}/files/${String(file.id)}`).expect(404);
  });
});

describe('the list of expenses', () => {
  it('is filtered, and its totals are of all that match', async () => {
    const place = await at.centre();
    const adverts = await category('Advertising');
    const here = { branchId: place.branchId };
    await post({ ...here, amount: rub(1_000), onDate: '2026-02-01' });
    await post({ ...here, amount: rub(122_000), onDate: '2026-02-02' });
    await post({ ...here, categoryId: adverts, amount: rub(5_000), vatCode: 'none', onDate: '2026-02-28' });
    const gone = await post({ ...here, amount: rub(77_000), onDate: '2026-02-03' });
    await test.owner.delete(`/v1/expenses/${String(gone.id)}`, { reason: 'twice' }).expect(200);
    await post({ ...here, amount: rub(9_000), onDate: '2026-03-01', supplier: 'Elsewhere' });

    const list = (query: string) => at.shown(`/v1/expenses?branchId=${place.branchId}&${query}`);
    const february = await list('from=2026-02-01&to=2026-03-01&limit=2');
    expect(february.items.map((one: Json) => one.onDate)).toEqual(['2026-02-28', '2026-02-03']);
    expect(february.totals).toEqual([
      { categoryId: adverts, name: 'Advertising', count: 1, amount: rub(5_000), vat: rub(0) },
      { categoryId: rent, name: 'Rent', count: 2, amount: rub(123_000), vat: rub(22_180) },
    ]);
    expect((await list('reversed=true')).items).toHaveLength(1);
    expect((await list('q=elsewh')).items).toHaveLength(1);
    expect((await list(`categoryId=${adverts}&paidFrom=bank&sort=-amount`)).items).toHaveLength(1);
    expect((await list('paidFrom=cash')).totals).toEqual([]);
  });
});

describe('cash of an expense', () => {
  const desk = async (float: number): Promise<{ deskId: string; shiftId: string }> => {
    const made = await at.made('/v1/cash-desks', { branchId: centre.branchId, name: uniquely('Desk') });
    const deskId = made.id as string;
    const shift = await at.made('/v1/cash-shifts', { cashDeskId: deskId, openingFloat: rub(float) });
    return { deskId, shiftId: shift.id as string };
  };

  it('leaves the desk and comes back to it', async () => {
    const { deskId, shiftId } = await desk(50_000);
    const expense = await post({ amount: rub(20_000), paidFrom: 'cash', cashDeskId: deskId });
    expect(expense.cashShiftId).toBe(shiftId);
    expect((await at.shown(`/v1/cash-shifts/${shiftId}`)).expected).toEqual(rub(30_000));
    await test.owner.delete(`/v1/expenses/${String(expense.id)}`, { reason: 'twice' }).expect(200);
    const report = await at.shown(`/v1/cash-shifts/${shiftId}/report`);
    expect(report.entries.map(({ kind, amount }: Json) => [kind, amount.amount])).toEqual([
      ['float', 50_000],
      ['expense', -20_000],
      ['expense_reversal', 20_000],
    ]);
    expect(report.entries[1].expenseId).toBe(expense.id);
    await expectLawsToHold(test);
  });

  it('is never more than lies there, however many take it at once', async () => {
    const { deskId, shiftId } = await desk(50_000);
    const body = spent({ amount: rub(10_000), paidFrom: 'cash', cashDeskId: deskId });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => test.owner.post('/v1/expenses', body)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(new Set(answers.filter(({ status }) => status !== 201).map(codeOf))).toEqual(
      new Set(['cash-shift.not-enough']),
    );
    expect((await at.shown(`/v1/cash-shifts/${shiftId}`)).expected).toEqual(rub(0));
    await expectLawsToHold(test);
  });
});

describe('who may spend', () => {
  it('does so in their branches alone', async () => {
    const elsewhere = await at.centre();
    const mine = await test.as(['accountant'], [centre.branchId]);
    const stranger = await test.as(['accountant'], [elsewhere.branchId]);
    const desk = await test.as(['administrator'], [centre.branchId]);
    const auditor = await test.as(['auditor'], []);
    const { id } = await post({}, mine);
    await stranger.get(`/v1/expenses/${String(id)}`).expect(404);
    await stranger.delete(`/v1/expenses/${String(id)}`, { reason: 'mine' }).expect(404);
    expect((await stranger.post('/v1/expenses', spent())).status).toBeGreaterThanOrEqual(403);
    expect((await at.shown('/v1/expenses', stranger)).items).toEqual([]);
    await desk.get('/v1/expenses').expect(403);
    await auditor.get(`/v1/expenses/${String(id)}`).expect(200);
    await auditor.post('/v1/expenses', spent()).expect(403);
  });
});

describe('categories of expenses', () => {
  it('are renamed and put away; one name is one category', async () => {
    const made = await at.made('/v1/expense-categories', { name: 'Paper' });
    const path = `/v1/expense-categories/${String(made.id)}`;
    await test.owner.patch(path, { version: 1, isArchived: true }).expect(200);
    const refused = await test.owner.post('/v1/expenses', spent({ categoryId: made.id }));
    expect([refused.status, codeOf(refused)]).toEqual([409, 'expense-category.archived']);
    expect(codeOf(await test.owner.post('/v1/expense-categories', { name: 'RENT' }))).toBe(
      'expense-category.name-taken',
    );
    const listed = await at.shown('/v1/expense-categories');
    expect(listed.items.map(({ name }: Json) => name)).not.toContain('Paper');
  });
});
