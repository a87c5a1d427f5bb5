import { fork } from 'node:child_process';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import type { ImportResult } from '../../src/modules/clients/imports/imports.dto.js';
import { sql } from '../../src/platform/database/sql.js';
import type { Operation } from '../../src/platform/operations/operations.dto.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { adults, caseFile, codeOf, faultsOf, importsOf, linesOf, XLSX } from '../support/imports.js';
import { startWorker } from '../support/worker.js';

let test: TestApp;
let worker: Awaited<ReturnType<typeof startWorker>>;
let makeBranch: Imports['makeBranch'];
let raw: Imports['raw'];
let get: Imports['get'];
let ended: Imports['ended'];
let done: Imports['done'];
let resultOf: Imports['resultOf'];
let fileOf: Imports['fileOf'];
let clientsOf: Imports['clientsOf'];
type Imports = ReturnType<typeof importsOf>;

beforeAll(async () => {
  test = await startTestApp();
  worker = await startWorker(test);
  ({ makeBranch, raw, get, ended, done, resultOf, fileOf, clientsOf } = importsOf(test));
});
afterAll(async () => {
  await worker.stop();
  await test.close();
});

describe('an import', () => {
  const faults = [
    '6 Дата рождения date.not-valid',
    '11 ФИО родителя guardian.required',
    '16 Фамилия value.required',
    '20 Телефон родителя phone.not-valid',
    '25 Пол sex.unknown',
    '25 Email email.not-valid',
    '31 Дата рождения birth-date.in-future',
    '36 Фамилия row.repeated',
    '41 ФИО родителя guardian.name-required',
  ];

  it('is rehearsed, done, and done again without effect, in any charset', async () => {
    const home = await makeBranch('IMPORT');
    const bytes = caseFile('families.csv');
    const rehearsal = await resultOf(bytes, `branchId=${home}&dryRun=true`);
    expect(rehearsal).toMatchObject({
      ...{ rows: 40, created: 32, unchanged: 0, faulty: 8, dryRun: true },
      ignoredColumns: ['Примечание'],
    });
    expect(linesOf(rehearsal)).toEqual(faults);
    expect((await clientsOf(home)).clients).toBe(0);
    const first = await resultOf(bytes, `branchId=${home}`);
    expect(first).toEqual({ ...rehearsal, dryRun: false });
    const again = await resultOf(iconv.encode(bytes.toString('utf8'), 'windows-1251'), `branchId=${home}`);
    expect(again).toEqual({ ...first, created: 0, unchanged: 32, guardians: 0 });
    expect((await clientsOf(home)).clients).toBe(32);
  });

  it('answers 202 with the operation, or the finished one to who prefers to wait', async () => {
    const home = await makeBranch('WAIT');
    const csv = Buffer.from('ID,Surname,First name,Date of birth\nW-1,Fox,Ann,1990-01-02\n');
    const accepted = await raw(csv, `branchId=${home}`).expect(202);
    const { id } = accepted.body as Operation;
    expect(accepted.headers).toMatchObject({ location: `/v1/operations/${id}`, 'retry-after': '1' });
    expect(accepted.body).toMatchObject({ kind: 'clients.import', finishedAt: null });
    await ended(id);
    const waited = await raw(csv, `branchId=${home}`).set('prefer', 'respond-async, wait=20').expect(200);
    expect(waited.headers).toMatchObject({ 'preference-applied': 'wait=20' });
    expect(waited.body).toMatchObject({ status: 'succeeded', result: { unchanged: 1 } });
  });

  it('with an Idempotency-Key is one operation', async () => {
    const home = await makeBranch('KEY');
    const csv = Buffer.from('ID,Surname,First name,Date of birth\nK-1,Wolf,Ann,1990-01-02\n');
    const key = 'an-import-with-this-key';
    const send = (bytes: Buffer) => raw(bytes, `branchId=${home}`).set('idempotency-key', key);
    const answers = [];
    for (let n = 0; n < 3; n += 1) answers.push((await send(csv).expect(202)).body as Operation);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(codeOf(await send(Buffer.from('ФИО\nДругой Файл')).expect(422))).toBe('idempotency.key-reused');
  });

  it('is taken as a form, with its choices beside the file', async () => {
    const home = await makeBranch('FORM');
    const csv = Buffer.from('Кто;Какой;Мама\nЛисова;Анна;не мама\n');
    const answer = await test.owner
      .post('/v1/imports/clients')
      .set('prefer', 'wait=20')
      .field('branchId', home)
      .attach('file', csv, 'families.csv')
      .field('mapping', JSON.stringify({ Кто: 'lastName', Какой: 'firstName', Мама: null }))
      .expect(200);
    expect(answer.body).toMatchObject({
      result: { rows: 1, created: 1, guardians: 0, ignoredColumns: [], columns: { Кто: 'lastName' } },
    });
  });

  it('speaks the language of who reads it', async () => {
    const home = await makeBranch('TONGUE');
    const { id } = await done(Buffer.from('ФИО;Пол\nЛисов Пётр;икс\n'), `branchId=${home}`);
    const detail = async (language: string) => {
      const { body } = await test.owner
        .get(`/v1/operations/${id}`)
        .set('accept-language', language)
        .expect(200);
      return ((body as Operation).result as ImportResult).faults[0]?.detail;
    };
    expect(await detail('ru')).toBe('«икс» — не м и не ж.');
    expect(await detail('en')).toBe('"икс" is neither м nor ж.');
  });

  it('with onError=stop takes all of a file or nothing', async () => {
    const home = await makeBranch('STOP');
    const good = 'ФИО;Дата рождения\nСтопов Иван;01.02.1990\nСтопов Пётр;02.02.1990\n';
    const bad = await done(Buffer.from(`${good}Стопов Лев;31.02.1990\n`), `branchId=${home}&onError=stop`);
    expect(bad).toMatchObject({
      status: 'failed',
      error: { code: 'import.stopped', params: { faulty: 1 } },
      result: { created: 0, faulty: 1 },
    });
    expect((await clientsOf(home)).clients).toBe(0);
    expect(await resultOf(Buffer.from(good), `branchId=${home}&onError=stop`)).toMatchObject({ created: 2 });
    // Somebody like it is in the register: found out only there, and nothing of the file stays.
    const like = 'ФИО;Дата рождения;ID\nСтопова Яна;01.02.1991;S-1\nСтопов Иван;01.02.1990;S-2\n';
    expect(await done(Buffer.from(like), `branchId=${home}&onError=stop`)).toMatchObject({
      status: 'failed',
      result: { created: 0, faults: [{ row: 3, code: 'client.duplicate' }] },
    });
    expect((await clientsOf(home)).clients).toBe(2);
  });

  it('gives the faulty rows back as they came, to be mended and sent again', async () => {
    const home = await makeBranch('MEND');
    const csv = iconv.encode(
      'Фамилия;Имя;Дата рождения;Телефон;Примечание\r\nМендов;Ян;01.02.1990;;\r\nМендов;Лев;31.02.1990;+7 916 555-11-22;=1+1\r\n',
      'windows-1251',
    );
    const first = await done(csv, `branchId=${home}`);
    expect(first.files).toMatchObject([
      { name: 'clients-faulty.csv', mediaType: 'text/csv; charset=windows-1251' },
    ]);
    const file = await fileOf(first);
    expect(iconv.decode(file, 'windows-1251')).toContain(`Мендов;Лев;31.02.1990;'+7 916 555-11-22;'=1+1;`);
    const mended = iconv.encode(
      iconv.decode(file, 'windows-1251').replace('31.02.1990', '28.02.1990'),
      'windows-1251',
    );
    expect(await resultOf(mended, `branchId=${home}`)).toMatchObject({
      ...{ rows: 1, created: 1, faulty: 0 },
      ignoredColumns: ['Примечание'],
    });
    const client = await test.db.find(
      sql`select phones from clients where branch_id = ${home} and first_name = 'Лев'`,
    );
    expect(client).toEqual({ phones: ['+79165551122'] });
  });

  it('takes nothing into a branch out of reach, or from who may not import', async () => {
    const near = await makeBranch('NEAR');
    const far = await makeBranch('FAR');
    const csv = Buffer.from('ФИО;Филиал\nДальний Иван;FAR\nБлижний Иван;NEAR\n');
    const administrator = await test.as(['administrator'], [near]);
    expect(faultsOf(await raw(csv, `branchId=${far}`, { as: administrator }).expect(422))).toEqual([
      '#/branchId reference.not-found',
    ]);
    const { body } = await raw(csv, '', { as: administrator }).set('prefer', 'wait=20').expect(200);
    expect((body as Operation).result).toMatchObject({
      created: 1,
      faults: [{ row: 2, code: 'branch.unknown' }],
    });
    expect([(await clientsOf(near)).clients, (await clientsOf(far)).clients]).toEqual([1, 0]);
    const storekeeper = await test.as(['storekeeper'], [near]);
    await raw(csv, '', { as: storekeeper }).expect(403);
  });

  it('of one file twice at once registers each once', async () => {
    const home = await makeBranch('TWICE');
    const csv = Buffer.from(adults(1_000, 'Твайс'));
    const operations = await Promise.all(
      Array.from(
        { length: 4 },
        async () => (await raw(csv, `branchId=${home}`).expect(202)).body as Operation,
      ),
    );
    const second = await startWorker(test);
    const results = await Promise.all(
      operations.map(async ({ id }) => (await ended(id)).result as ImportResult),
    );
    await second.stop();
    expect((await clientsOf(home)).clients).toBe(1_000);
    expect(results.reduce((sum, { created }) => sum + created, 0)).toBe(1_000);
    expect(results.map(({ created, unchanged }) => created + unchanged)).toEqual([
      1_000, 1_000, 1_000, 1_000,
    ]);
  });

  it('lets registrations through between its rows', async () => {
    const home = await makeBranch('BESIDE');
    const { id } = (await raw(Buffer.from(adults(3_000, 'Бисайд')), `branchId=${home}`).expect(202))
      .body as Operation;
    const person = (n: number) => ({
      branchId: home,
      lastName: `Рядом${'абвгдежзик'[n] ?? ''}`,
      firstName: 'Ия',
      birthDate: '1990-01-01',
    });
    for (let n = 0; n < 10; n += 1) await test.owner.post('/v1/clients', person(n)).expect(201);
    const during = await get(id);
    expect(during.finishedAt).toBeNull();
    expect(await ended(id)).toMatchObject({ status: 'succeeded', result: { created: 3_000 } });
  });

  it('is cancelled in the middle; what it took stands, and the same file again takes the rest', async () => {
    const home = await makeBranch('HALF');
    const csv = Buffer.from(adults(3_000, 'Хафы'));
    const { id } = (await raw(csv, `branchId=${home}`).expect(202)).body as Operation;
    while ((await get(id)).progress.done === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await test.owner.post(`/v1/operations/${id}/cancellation`).expect(200);
    const cancelled = await ended(id);
    const { created } = cancelled.result as ImportResult;
    expect(cancelled.status).toBe('cancelled');
    expect((await clientsOf(home)).clients).toBe(created);
    expect(created).toBeLessThan(3_000);
    expect(await resultOf(csv, `branchId=${home}`)).toMatchObject({
      created: 3_000 - created,
      unchanged: created,
    });
  });
});

describe('a worker killed with -9 in the middle', () => {
  it('leaves the rest to the next, and the end is the same', async () => {
    await worker.stop();
    const home = await makeBranch('KILL');
    const csv = Buffer.from(`${adults(4_000, 'Киллы')}\r\nБезимени;;01.01.1990;\r\n`);
    const { id } = (await raw(csv, `branchId=${home}`).expect(202)).body as Operation;
    const first = startProcess();
    while (((await get(id)).result as ImportResult | null) === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    first.kill('SIGKILL');
    await new Promise((resolve) => first.once('exit', resolve));
    const left = await get(id);
    expect(left.status).toBe('running');
    expect(left.progress.done).toBeLessThan(4_001);
    // Not to wait for the end of the lease.
    await test.tx((tx) => tx.run(sql`update operations set next_at = now() where id = ${id}`));
    worker = await startWorker(test);
    expect(await ended(id)).toMatchObject({
      status: 'succeeded',
      result: {
        rows: 4_001,
        created: 4_000,
        unchanged: 0,
        faulty: 1,
        faults: [{ row: 4_002, code: 'value.required' }],
      },
    });
    expect((await clientsOf(home)).clients).toBe(4_000);
    const tries = await test.db.find(
      sql`select tries, input_file_id as input from operations where id = ${id}`,
    );
    expect(tries).toEqual({ tries: 2, input: null });
  });

  const startProcess = () =>
    fork('dist/worker.js', [], { execArgv: [], silent: true, env: { ...process.env, LOG_LEVEL: 'silent' } });
});

describe('a bad file', () => {
  const book = async (rows: unknown[][]) => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('A');
    rows.forEach((row) => sheet.addRow(row));
    return Buffer.from(await workbook.xlsx.writeBuffer());
  };

  it.each<[string, Buffer, number, string]>([
    ['that is empty', Buffer.alloc(0), 422, 'sheet.empty'],
    [
      'that is a picture',
      Buffer.from('89504e470d0a1a0a0000000d494844520000010000000100', 'hex'),
      415,
      'sheet.unknown-format',
    ],
    ['under a password', Buffer.from('d0cf11e0a1b11ae1000000000000000000', 'hex'), 422, 'sheet.protected'],
    [
      'that begins like a workbook and is none',
      Buffer.from('PK\u0003\u0004 and then nothing'),
      422,
      'sheet.broken',
    ],
  ])('%s is refused at once', async (_, bytes, status, code) => {
    const answer = await raw(bytes, '', { type: XLSX });
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  it('of more than 20 MB is refused at once', async () => {
    expect(codeOf(await raw(Buffer.alloc(20 * 1024 * 1024 + 1, 'a')).expect(413))).toBe('request.too-large');
  });

  it('without a file, and with choices nobody knows, is refused at once', async () => {
    expect(faultsOf(await test.owner.post('/v1/imports/clients', {}).expect(422))).toEqual([
      '#/file value.required',
    ]);
    const csv = Buffer.from('ФИО\nа б');
    expect(faultsOf(await raw(csv, 'mapping={"a":"salary"}').expect(422))).toEqual([
      'mapping value.not-allowed',
    ]);
    expect(faultsOf(await raw(csv, 'mapping=[1]').expect(422))).toEqual(['mapping object.expected']);
    expect(faultsOf(await raw(csv, 'onError=maybe&dateOrder=y').expect(422)).sort()).toEqual([
      'dateOrder value.not-allowed',
      'onError value.not-allowed',
    ]);
    await raw(csv, 'nonsense=1').expect(400);
  });

  it('that cannot be imported fails with a code, and nothing is taken', async () => {
    const half = await book([
      ['Фамилия', 'Имя'],
      ...Array.from({ length: 500 }, (_, n) => [`Имя${String(n)}`, 'Я']),
    ]);
    const broken = Buffer.from(half);
    const part = broken.indexOf('xl/worksheets/sheet1.xml');
    broken.fill(0xff, part + 60, part + 400);
    const cases: [Buffer, string, string][] = [
      [Buffer.from('a;b\r\n1;2\r\n'), '', 'import.unreadable'],
      [Buffer.from('Фамилия;Имя\r\n'), '', 'sheet.empty'],
      [Buffer.from(' \r\n\r\n'), '', 'sheet.empty'],
      [Buffer.from(`Фамилия;Имя${';'.padEnd(10_000, 'a;')}\nа;б`), '', 'sheet.too-large'],
      [Buffer.from(`Фамилия;Имя\n${'a;b\n'.repeat(100_001)}`), '', 'sheet.too-large'],
      [Buffer.from('Фамилия;Имя\n"а;б\n'.padEnd(2_000_000, 'x')), '', 'sheet.broken'],
      [Buffer.from('Фамилия;Имя\nа;б'), 'mapping={"Нет":"email"}', 'import.column-missing'],
      [
        await book([
          ['Фамилия', 'Имя'],
          ['а', 'б'],
        ]),
        'sheet=Other',
        'sheet.not-found',
      ],
      [broken, '', 'sheet.broken'],
    ];
    for (const [bytes, query, code] of cases) {
      const operation = await done(bytes, encodeURI(query));
      expect([operation.status, (operation.error as { code: string } | null)?.code]).toEqual([
        'failed',
        code,
      ]);
    }
  });

  it('with NUL bytes in a cell names the cell', async () => {
    const home = await makeBranch('NUL');
    const csv = Buffer.from(
      `Фамилия;Имя;Теги\nНулёв;Ян;а\u0000б\n${adults(200, 'Нулл')
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(';').slice(0, 2).join(';'))
        .join('\n')}`,
    );
    expect(linesOf(await resultOf(csv, `branchId=${home}`))).toEqual(['2 Теги text.control-character']);
  });
});
