import { extractText, getDocumentProxy } from 'unpdf';
import { newId } from '../../src/platform/database/ids.js';
import { sql } from '../../src/platform/database/sql.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, rub, uniquely, type Json } from '../support/centre.js';

let test: TestApp;
let centres: ReturnType<typeof centresOf>;
let lessonId: string;
beforeAll(async () => {
  test = await startTestApp();
  centres = centresOf(test);
  lessonId = (await centres.lesson(await centres.centre())).id;
});
afterAll(() => test.close());
// Whatever a test did: every ledger still equals its balances, every digest its lines.
afterEach(() => expectLawsToHold(test));

interface Place {
  branchId: string;
  employeeId: string;
}

const place = async (engagement = 'staff'): Promise<Place> => {
  const branch = { code: uniquely('R').replace(' ', ''), name: uniquely('Runs'), timeZone: 'Europe/Moscow' };
  const branchId: string = (await centres.made('/v1/branches', branch)).id;
  return { branchId, employeeId: await hire(branchId, engagement) };
};
const hire = async (branchId: string, engagement = 'staff'): Promise<string> => {
  const person = { lastName: 'Petrova', firstName: 'Anna', position: 'Teacher', hiredOn: '2020-01-01' };
  return (await centres.made('/v1/employees', { branchId, engagement, ...person })).id;
};
const accrue = async (at: Place, amount: number, onDate = '2026-11-10'): Promise<string> => {
  const id = newId();
  const formula = JSON.stringify({ basis: 'lesson', rate: amount, amount });
  await test.tx(async (tx) => {
    await tx.run(sql`
      insert into pay_schemes (id, employee_id, basis, rate, effective_from)
      values (${newId()}, ${at.employeeId}, 'lesson', 1, '2020-01-01') on conflict do nothing`);
    await tx.run(sql`
      insert into accruals (id, employee_id, branch_id, kind, work_id, lesson_id, on_date, amount, formula, scheme_id)
      select ${id}, ${at.employeeId}, ${at.branchId}, 'work', ${newId()}, ${lessonId}, ${onDate}, ${amount}, ${formula}, s.id
      from pay_schemes s where s.employee_id = ${at.employeeId} limit 1`);
  });
  return id;
};
const takeBack = (id: string) =>
  test.tx((tx) =>
    tx.run(sql`
      insert into accruals (id, employee_id, branch_id, kind, work_id, lesson_id, on_date, amount, formula, scheme_id, reverses_id)
      select ${newId()}, employee_id, branch_id, 'reversal', work_id, lesson_id, on_date, -amount,
             formula || jsonb_build_object('amount', -amount), scheme_id, id
      from accruals where id = ${id}`),
  );

const FIRST = { periodFrom: '2026-11-01', periodTo: '2026-11-16', payOn: '2026-11-20' };
const SECOND = { periodFrom: '2026-11-16', periodTo: '2026-12-01', payOn: '2026-12-05' };
const draft = ({ branchId }: Place, period: object = FIRST): Promise<Json> =>
  centres.made('/v1/payroll-runs', { branchId, ...period });
const post = (id: string, what: string, body: object = {}, by: Caller = test.owner) =>
  by.post(`/v1/payroll-runs/${id}/${what}`, body);
const slips = async (id: string): Promise<Json[]> =>
  (await test.owner.get(`/v1/payroll-runs/${id}/payslips`).expect(200)).body.items;
const codeOf = (answer: Json): string => answer.body.code;
const nobody = '0193a5e0-0000-7000-8000-000000000000';

describe('a payroll run', () => {
  it('goes from draft to paid, and its payslip explains each number', async () => {
    const at = await place();
    await accrue(at, 6_000_000);
    await accrue(at, 4_000_000, '2026-11-15');
    await accrue(at, 9_999_900, '2026-11-16');
    const run = await draft(at);
    expect(run).toMatchObject({
      ...{ branchId: at.branchId, ...FIRST, status: 'draft', collectFrom: null, approvedAt: null },
      totals: { payslips: 1, income: rub(10_000_000), tax: rub(1_300_000), net: rub(8_700_000) },
    });
    expect(run.digest).toMatch(/^[0-9a-f]{64}$/);
    const [slip] = await slips(run.id);
    expect(slip).toMatchObject({
      ...{
        status: 'draft',
        employeeName: 'Petrova Anna',
        net: rub(8_700_000),
        employerCost: rub(13_020_000),
      },
      accrued: [{ kind: 'work', isAdjustment: false, count: 2, amount: 10_000_000 }],
      text: '100000.00 - tax 13000.00 - withheld 0.00 + settled 0.00 - debt 0.00 = 87000.00',
    });
    expect(slip.tax.text).toBe('13 % of 100000.00 = 13000.00, withheld before 0.00: 13000.00');
    expect((slip.contributions as Json[]).map(({ text }) => text)).toEqual([
      '30 % of 100000.00 = 30000.00, charged before 0.00: 30000.00',
      '0.20 % of 100000.00 = 200.00, charged before 0.00: 200.00',
    ]);
    const approved = (await post(run.id, 'approval', { digest: run.digest }).expect(200)).body;
    expect(approved).toMatchObject({
      status: 'approved',
      digest: run.digest,
      approvedBy: { login: 'owner' },
    });
    const paid = (await post(run.id, 'payment', { paidOn: '2026-11-20' }).expect(200)).body;
    expect(paid).toMatchObject({ status: 'paid', totals: { paid: rub(8_700_000) } });
    const kept = (await test.owner.get(`/v1/payslips/${slip.id}`).expect(200)).body;
    expect(kept).toMatchObject({ paidOn: '2026-11-20', tax: slip.tax });
    const events = await test.db.query<{ name: string }>(
      sql`select name from events where subject_id = ${run.id} order by at`,
    );
    expect(events.map(({ name }) => name)).toEqual(['payroll-run.approved', 'payroll-run.paid']);
  });

  it('is the same to the byte when it is recalculated from the same facts', async () => {
    const at = await place();
    for (const amount of [1, 333_333, 777_777]) await accrue(at, amount);
    await accrue({ ...at, employeeId: await hire(at.branchId, 'contractor') }, 500_000);
    const run = await draft(at);
    const before = await test.owner.get(`/v1/payroll-runs/${run.id}/payslips`);
    const again = (await post(run.id, 'recalculation').expect(200)).body;
    expect(again).toEqual(run);
    expect((await test.owner.get(`/v1/payroll-runs/${run.id}/payslips`)).text).toBe(before.text);
    await accrue(at, 1_000);
    const more = (await post(run.id, 'recalculation').expect(200)).body;
    expect(more.digest).not.toBe(run.digest);
    expect(more.totals.income).toEqual(rub(1_612_111));
  });

  it('has periods that do not overlap, and frees what a cancelled draft held', async () => {
    const at = await place();
    await accrue(at, 100_000);
    const run = await draft(at);
    expect(
      codeOf(await test.owner.post('/v1/payroll-runs', { branchId: at.branchId, ...FIRST }).expect(409)),
    ).toBe('payroll-run.overlaps');
    const cancelled = (await post(run.id, 'cancellation', { reason: 'Wrong days' }).expect(200)).body;
    expect(cancelled).toMatchObject({ status: 'cancelled', cancellationReason: 'Wrong days', digest: null });
    expect((await draft(at)).totals.income).toEqual(rub(100_000));
    for (const what of ['recalculation', 'approval', 'payment', 'cancellation'] as const) {
      const bodies = { payment: { paidOn: '2026-11-20' }, cancellation: { reason: 'x' } };
      const answer = await post(run.id, what, what in bodies ? bodies[what as 'payment'] : {}).expect(409);
      expect(answer.body).toMatchObject({ code: 'payroll-run.state', params: { status: 'cancelled' } });
    }
  });

  it('leaves out what was earned before a centre began with runs', async () => {
    const at = await place();
    await accrue(at, 700_000, '2026-05-10');
    await accrue(at, 100_000);
    const run = await draft(at, { ...FIRST, collectFrom: '2026-11-01' });
    expect(run).toMatchObject({ collectFrom: '2026-11-01', totals: { income: rub(100_000) } });
    expect(await draft(at, SECOND)).toMatchObject({ collectFrom: '2026-11-01', totals: { payslips: 0 } });
  });

  it('takes an approval back only while nothing stands upon it', async () => {
    const at = await place();
    await accrue(at, 100_000);
    await accrue(at, 200_000, '2026-11-20');
    const [first, second] = [await draft(at), await draft(at, SECOND)];
    await post(first.id, 'approval').expect(200);
    // The second was drafted upon a year without the first.
    expect(codeOf(await post(second.id, 'approval').expect(409))).toBe('payroll-run.stale');
    await post(second.id, 'recalculation').expect(200);
    await post(second.id, 'approval').expect(200);
    const withdraw = (id: string) => test.owner.delete(`/v1/payroll-runs/${id}/approval`);
    expect(codeOf(await withdraw(first.id).expect(409))).toBe('payroll-run.built-upon');
    expect((await withdraw(second.id).expect(200)).body).toMatchObject({ status: 'draft', approvedBy: null });
    expect((await withdraw(first.id).expect(200)).body.status).toBe('draft');
    await post(first.id, 'approval').expect(200);
    await post(first.id, 'payment', { paidOn: '2026-11-20' }).expect(200);
    expect(codeOf(await withdraw(first.id).expect(409))).toBe('payroll-run.state');
  });

  it('counts taxes in the order of payment', async () => {
    const at = await place();
    await accrue(at, 100_000);
    const later = await draft(at, { ...SECOND, payOn: '2026-12-20' });
    await post(later.id, 'approval').expect(200);
    await accrue(at, 50_000);
    const answer = await test.owner.post('/v1/payroll-runs', { branchId: at.branchId, ...FIRST }).expect(409);
    expect(answer.body).toMatchObject({ code: 'payroll-run.out-of-order', params: { payOn: '2026-12-20' } });
  });

  it('is approved as it was seen, or not at all', async () => {
    const at = await place();
    await accrue(at, 100_000);
    const run = await draft(at);
    expect(codeOf(await post(run.id, 'approval', { digest: 'a'.repeat(64) }).expect(409))).toBe(
      'payroll-run.digest-differs',
    );
    const facts = { employeeId: at.employeeId, effectiveFrom: '2026-01-01', isResident: false };
    await centres.made('/v1/employee-tax-facts', facts);
    expect(codeOf(await post(run.id, 'approval', { digest: run.digest }).expect(409))).toBe(
      'payroll-run.stale',
    );
    const now = (await post(run.id, 'recalculation').expect(200)).body;
    expect(now.totals.tax).toEqual(rub(30_000));
    await post(run.id, 'approval', { digest: now.digest }).expect(200);
  });

  it('is rehearsed without a trace', async () => {
    const at = await place();
    await accrue(at, 100_000);
    const answer = await test.owner
      .post('/v1/payroll-runs?dryRun=true', { branchId: at.branchId, ...FIRST })
      .expect(201);
    expect(answer.body.totals.income).toEqual(rub(100_000));
    expect((await test.owner.get(`/v1/payroll-runs?branchId=${at.branchId}`)).body.items).toEqual([]);
  });
});

describe('a payment', () => {
  it('is made one by one, and once', async () => {
    const at = await place();
    const other = { ...at, employeeId: await hire(at.branchId) };
    await accrue(at, 100_000);
    await accrue(other, 200_000);
    const run = await draft(at);
    const pay = (body: object) => post(run.id, 'payment', { paidOn: '2026-11-21', ...body });
    expect(codeOf(await pay({}).expect(409))).toBe('payroll-run.state');
    await post(run.id, 'approval').expect(200);
    const some = (await pay({ employeeIds: [other.employeeId] }).expect(200)).body;
    expect(some).toMatchObject({ status: 'approved', totals: { paid: rub(174_000) } });
    expect(codeOf(await pay({ employeeIds: [other.employeeId] }).expect(409))).toBe(
      'payroll-run.nothing-to-pay',
    );
    expect(codeOf(await test.owner.delete(`/v1/payroll-runs/${run.id}/approval`).expect(409))).toBe(
      'payroll-run.paid-in-part',
    );
    expect((await pay({}).expect(200)).body).toMatchObject({
      status: 'paid',
      totals: { paid: rub(261_000) },
    });
    expect(codeOf(await pay({}).expect(409))).toBe('payroll-run.state');
  });

  it('asks the self-employed for a receipt, and for a day in the tax year', async () => {
    const at = await place('self_employed');
    await accrue(at, 100_000);
    const run = await draft(at);
    await post(run.id, 'approval').expect(200);
    const pay = (body: object) => post(run.id, 'payment', { paidOn: '2026-11-20', ...body });
    expect((await pay({}).expect(422)).body).toMatchObject({
      ...{ code: 'payslip.receipt-required', params: { employeeIds: at.employeeId } },
    });
    expect(codeOf(await pay({ paidOn: '2027-01-10' }).expect(422))).toBe('payroll-run.other-tax-year');
    const strangers = await pay({
      employeeIds: [nobody],
      receipts: [{ employeeId: nobody, number: '1' }],
    }).expect(422);
    expect((strangers.body.errors as Json[]).map(({ pointer }) => pointer)).toEqual([
      '#/employeeIds/0',
      '#/receipts/0/employeeId',
    ]);
    const receipts = [{ employeeId: at.employeeId, number: '2001a7bq1z' }];
    expect((await pay({ receipts }).expect(200)).body.status).toBe('paid');
    expect((await slips(run.id))[0]).toMatchObject({ receiptNumber: '2001a7bq1z', net: rub(100_000) });
  });
});

describe('the database', () => {
  it('lets nobody change what was approved, whoever asks', async () => {
    const at = await place();
    const id = await accrue(at, 100_000);
    const run = await draft(at);
    await post(run.id, 'approval').expect(200);
    const tries = [
      sql`update payslips set details = jsonb_set(details, '{net}', '1') where run_id = ${run.id}`,
      sql`delete from payslips where run_id = ${run.id}`,
      sql`delete from payroll_run_accruals where id = ${id}`,
      sql`update payroll_runs set pay_on = '2026-11-21' where id = ${run.id}`,
      sql`update payroll_runs set digest = 'x' where id = ${run.id}`,
      sql`update payroll_runs set status = 'cancelled' where id = ${run.id}`,
      sql`delete from payroll_runs where id = ${run.id}`,
    ];
    for (const statement of tries) await expect(test.tx((tx) => tx.run(statement))).rejects.toThrow();
    await post(run.id, 'payment', { paidOn: '2026-11-20' }).expect(200);
    for (const status of ['draft', 'approved', 'cancelled'])
      await expect(
        test.tx((tx) => tx.run(sql`update payroll_runs set status = ${status} where id = ${run.id}`)),
      ).rejects.toThrow(/closed/);
  });

  it('pays an accrual by one run only', async () => {
    const at = await place();
    const id = await accrue(at, 100_000);
    await draft(at);
    const second = await draft(at, SECOND);
    expect(second.totals.payslips).toBe(0);
    await expect(
      test.tx((tx) =>
        tx.run(
          sql`insert into payroll_run_accruals (id, run_id, is_adjustment) values (${id}, ${second.id}, true)`,
        ),
      ),
    ).rejects.toThrow(/payroll_run_accruals_pkey/);
  });
});

describe('who may what', () => {
  it('is told by roles: an accountant drafts and pays, a director approves, a teacher sees their own', async () => {
    const at = await place();
    await accrue(at, 100_000);
    await accrue({ ...at, employeeId: await hire(at.branchId) }, 200_000);
    const [accountant, director] = [
      await test.as(['accountant'], [at.branchId]),
      await test.as(['director'], [at.branchId]),
    ];
    const teacher = await test.as(['teacher'], [at.branchId], at.employeeId);
    const run = (await accountant.post('/v1/payroll-runs', { branchId: at.branchId, ...FIRST }).expect(201))
      .body;
    await post(run.id, 'approval', {}, accountant).expect(403);
    expect((await teacher.get('/v1/payslips').expect(200)).body.items).toEqual([]);
    await post(run.id, 'approval', {}, director).expect(200);
    await post(run.id, 'payment', { paidOn: '2026-11-20' }, accountant).expect(200);
    const own = (await teacher.get('/v1/payslips').expect(200)).body.items;
    expect(own.map((slip: Json) => slip.employeeId)).toEqual([at.employeeId]);
    const foreign = (await slips(run.id)).find((slip) => slip.employeeId !== at.employeeId);
    await teacher.get(`/v1/payslips/${own[0].id}`).expect(200);
    await teacher.get(`/v1/payslips/${foreign.id}`).expect(404);
    await teacher.get('/v1/payroll-runs').expect(403);
    await teacher.get(`/v1/payroll-runs/${run.id}/payslips`).expect(403);
  });

  it('ends at the branch', async () => {
    const [at, elsewhere] = [await place(), await place()];
    await accrue(at, 100_000);
    const run = await draft(at);
    const [slip] = await slips(run.id);
    const stranger = await test.as(['director'], [elsewhere.branchId]);
    await stranger.get(`/v1/payroll-runs/${run.id}`).expect(404);
    await stranger.get(`/v1/payroll-runs/${run.id}/payslips`).expect(404);
    await stranger.get(`/v1/payslips/${slip.id}`).expect(404);
    for (const what of ['recalculation', 'approval']) await post(run.id, what, {}, stranger).expect(404);
    await post(run.id, 'payment', { paidOn: '2026-11-20' }, stranger).expect(404);
    await stranger.delete(`/v1/payroll-runs/${run.id}/approval`).expect(404);
    expect((await stranger.get(`/v1/payroll-runs?branchId=${at.branchId}`).expect(200)).body.items).toEqual(
      [],
    );
    const foreign = { branchId: at.branchId, ...FIRST };
    await stranger.post('/v1/payroll-runs', foreign).expect(403);
    const facts = { employeeId: at.employeeId, effectiveFrom: '2026-01-01', isResident: true };
    await stranger.post('/v1/employee-tax-facts', facts).expect(403);
  });

  it('asks for four eyes where the settings do', async () => {
    const at = await place();
    await accrue(at, 100_000);
    const { version } = (await test.owner.get('/v1/settings')).body;
    await test.owner.patch('/v1/settings', { version, payrollFourEyes: true }).expect(200);
    const [maker, other] = [
      await test.as(['director'], [at.branchId]),
      await test.as(['director'], [at.branchId]),
    ];
    const run = (await maker.post('/v1/payroll-runs', { branchId: at.branchId, ...FIRST }).expect(201)).body;
    expect(codeOf(await post(run.id, 'approval', {}, maker).expect(403))).toBe('payroll-run.four-eyes');
    await post(run.id, 'approval', {}, other).expect(200);
    const now = (await test.owner.get('/v1/settings')).body;
    await test.owner.patch('/v1/settings', { version: now.version, payrollFourEyes: false }).expect(200);
  });

  it('names all faults at once, and keeps nothing of a bad request', async () => {
    const at = await place();
    const bad = {
      branchId: at.branchId,
      periodFrom: '2026-11-10',
      periodTo: '2026-11-01',
      payOn: '2026-11-01',
    };
    const answer = await test.owner
      .post('/v1/payroll-runs', { ...bad, collectFrom: '2026-12-01' })
      .expect(422);
    expect((answer.body.errors as Json[]).map(({ pointer }) => pointer)).toEqual([
      '#/periodTo',
      '#/payOn',
      '#/collectFrom',
    ]);
    const early = { periodFrom: '2024-01-01', periodTo: '2024-02-01', payOn: '2024-02-05' };
    expect(
      codeOf(await test.owner.post('/v1/payroll-runs', { branchId: at.branchId, ...early }).expect(422)),
    ).toBe('tax-table.missing');
    const orders = { employeeId: nobody, reason: 'x', limitPercent: '80', effectiveFrom: '2026-01-01' };
    const order = await test.owner.post('/v1/withholding-orders', orders).expect(422);
    expect((order.body.errors as Json[]).map(({ pointer }) => pointer)).toEqual([
      '#/employeeId',
      '#/percent',
      '#/limitPercent',
    ]);
    expect((await test.owner.get(`/v1/payroll-runs?branchId=${at.branchId}`)).body.items).toEqual([]);
  });
});

describe('a payslip on paper', () => {
  it('is one page with the figures and the name, in Russian and in English', async () => {
    const at = await place();
    const person = { branchId: at.branchId, lastName: 'Ёлкина', firstName: 'Анна', middleName: 'Сергеевна' };
    const job = { position: 'Teacher', engagement: 'staff', hiredOn: '2020-01-01' };
    const employeeId: string = (await centres.made('/v1/employees', { ...person, ...job })).id;
    const claim = { code: 'child_1', from: '2026-01-01', until: null, factor: 1 };
    const facts = { employeeId, effectiveFrom: '2026-01-01', isResident: true, deductions: [claim] };
    await centres.made('/v1/employee-tax-facts', facts);
    const order = {
      employeeId,
      reason: 'Maintenance',
      percent: '25',
      limitPercent: '70',
      effectiveFrom: '2026-01-01',
    };
    await centres.made('/v1/withholding-orders', order);
    const late = await accrue({ ...at, employeeId }, 1_200_000, '2026-10-15');
    await takeBack(late);
    await accrue({ ...at, employeeId }, 900_000, '2026-10-15');
    await accrue({ ...at, employeeId }, 12_345_678);
    const run = await draft(at);
    await post(run.id, 'approval').expect(200);
    await post(run.id, 'payment', { paidOn: '2026-11-20' }).expect(200);
    const [slip] = await slips(run.id);
    const paper = async (language: string) => {
      const answer = await test.owner
        .get(`/v1/payslips/${slip.id}/file?language=${language}`)
        .buffer(true)
        .expect(200);
      expect(answer.headers['content-type']).toBe('application/pdf');
      return answer.body as Buffer;
    };
    const pdf = await paper('ru');
    expect(pdf.equals(await paper('ru'))).toBe(true);
    const { text, totalPages } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), {
      mergePages: true,
    });
    expect(totalPages).toBe(1);
    // 132456.78, 11 months of 1400: 13 % of 117056.78 = 15217; a quarter of the rest 29309.95; left 87929.83.
    for (const part of [
      'Расчётный листок',
      'Ёлкина Анна Сергеевна',
      'НДФЛ',
      '132 456,78',
      '15 217,00',
      '87 929,83',
    ])
      expect(text.replace(/\u00a0/g, ' ')).toContain(part);
    const english = await extractText(await getDocumentProxy(new Uint8Array(await paper('en'))), {
      mergePages: true,
    });
    expect(english.text).toContain('87,929.83');
    const stranger = await test.as(['director'], [(await place()).branchId]);
    await stranger.get(`/v1/payslips/${slip.id}/file`).expect(404);
  });
});

describe('tax tables', () => {
  it('are there for Russia, with their sources', async () => {
    const { items } = (await test.owner.get('/v1/tax-tables?country=RU').expect(200)).body;
    expect(items).toHaveLength(4);
    expect(items.every(({ source }: Json) => source.includes('Tax Code'))).toBe(true);
    const brackets = items.find(({ kind }: Json) => kind === 'income_tax').incomeTax.resident.brackets;
    expect(brackets.map(({ percent }: Json) => percent)).toEqual(['13', '15', '18', '20', '22']);
  });

  it('are added for days to come and take effect then; another country is other rows', async () => {
    const at = await place();
    const source = 'a law to come';
    const deductions = [{ code: 'child_1', monthly: 100, incomeLimit: null }];
    const table = { country: 'RU', effectiveFrom: '2098-01-01', source, deductions };
    const made = (await test.owner.post('/v1/tax-tables', table).expect(201)).body;
    expect(made).toMatchObject({ kind: 'deductions', deductions, incomeTax: null, contributions: null });
    expect((await test.owner.get(`/v1/tax-tables/${made.id}`)).body).toEqual(made);
    expect(codeOf(await test.owner.post('/v1/tax-tables', table).expect(409))).toBe('tax-table.day-taken');
    await accrue(at, 100_000);
    const used = await draft(at);
    await post(used.id, 'approval').expect(200);
    const past = await test.owner
      .post('/v1/tax-tables', { ...table, effectiveFrom: '2026-11-20' })
      .expect(409);
    expect(past.body.code).toBe('tax-table.day-used');
    const director = await test.as(['director'], [at.branchId]);
    await director.get('/v1/tax-tables').expect(200);
    await director.post('/v1/tax-tables', table).expect(403);

    const flat = { hasDeductions: false, brackets: [{ from: 0, percent: '10' }] };
    const kz = { country: 'KZ', effectiveFrom: '2020-01-01', source };
    const incomeTax = { withheldFrom: ['staff'], roundTo: 1, resident: flat, nonResident: flat };
    await centres.made('/v1/tax-tables', { ...kz, incomeTax });
    await centres.made('/v1/tax-tables', { ...kz, deductions: [] });
    const tariffs = [{ code: 'social', bands: [{ monthlyFrom: 0, within: '9.5', above: '0' }] }];
    const social = { code: 'social', paidFor: ['staff'], yearLimit: null, tariffs };
    await centres.made('/v1/tax-tables', { ...kz, contributions: [social] });
    const abroad = await place();
    const terms = {
      effectiveFrom: '2020-01-01',
      country: 'KZ',
      injuryPercent: '0',
      branchId: abroad.branchId,
    };
    await test.owner.post('/v1/employer-terms', { ...terms, tariff: 'unified' }).expect(422);
    await centres.made('/v1/employer-terms', { ...terms, tariff: 'social' });
    await accrue(abroad, 123_457);
    const run = await draft(abroad);
    expect(run.totals).toMatchObject({ tax: rub(12_346), contributions: rub(11_728) });
  });
});

describe('at once', () => {
  it('twenty approvals: one wins, the others are told', async () => {
    const at = await place();
    for (let n = 0; n < 5; n += 1) await accrue({ ...at, employeeId: await hire(at.branchId) }, 100_000 + n);
    const run = await draft(at);
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(run.id, 'approval')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => codeOf(answer) === 'payroll-run.state')).toHaveLength(19);
  });

  it('twenty payments: each is paid once', async () => {
    const at = await place();
    await accrue(at, 100_000);
    const run = await draft(at);
    await post(run.id, 'approval').expect(200);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(run.id, 'payment', { paidOn: '2026-11-20' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(409)]);
    expect((await test.owner.get(`/v1/payroll-runs/${run.id}`)).body.totals.paid).toEqual(rub(87_000));
  });

  it('twenty drafts of one period: one is made', async () => {
    const at = await place();
    await accrue(at, 100_000);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        test.owner.post('/v1/payroll-runs', { branchId: at.branchId, ...FIRST }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => codeOf(answer) === 'payroll-run.overlaps')).toHaveLength(19);
  });

  it('marks change while runs are approved: nothing is lost, nothing is paid twice', async () => {
    const at = await place();
    const people = [
      at,
      { ...at, employeeId: await hire(at.branchId) },
      { ...at, employeeId: await hire(at.branchId) },
    ];
    const entries = await Promise.all(
      Array.from({ length: 12 }, (_, n) => accrue(people[n % 3] ?? at, 100_000 + n)),
    );
    const run = await draft(at);
    const changes = entries.map(async (id, n) => {
      await takeBack(id);
      await accrue(people[n % 3] ?? at, 50_000 + n);
    });
    const recalculating = Array.from({ length: 6 }, () => post(run.id, 'recalculation'));
    const approving = Array.from({ length: 6 }, () => post(run.id, 'approval'));
    const answers = await Promise.all([...recalculating, ...approving]);
    await Promise.all(changes);
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect(answers.slice(6).filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    if ((await test.owner.get(`/v1/payroll-runs/${run.id}`)).body.status === 'draft') {
      await post(run.id, 'recalculation').expect(200);
      await post(run.id, 'approval').expect(200);
    }
    const next = await draft(at, SECOND);
    await post(next.id, 'approval').expect(200);
    const income: Promise<number>[] = [run, next].map(
      async ({ id }) => (await test.owner.get(`/v1/payroll-runs/${id}`)).body.totals.income.amount,
    );
    const paid = await Promise.all(income);
    const stands = Array.from({ length: 12 }, (_, n) => 50_000 + n).reduce((sum, one) => sum + one, 0);
    expect(paid.reduce((sum, one) => sum + one, 0)).toBe(stands);
    const left = await test.db.query(sql`
      select a.id from accruals a where a.branch_id = ${at.branchId}
        and (select count(*) from payroll_run_accruals i where i.id = a.id) <> 1`);
    expect(left).toEqual([]);
  });
});
