import { readFileSync } from 'node:fs';
import type { Response } from 'supertest';
import type { ImportResult } from '../../src/modules/clients/imports/imports.dto.js';
import { sql } from '../../src/platform/database/sql.js';
import type { Operation } from '../../src/platform/operations/operations.dto.js';
import { readSheet } from '../../src/platform/sheets/sheets.js';
import type { Caller, TestApp } from './app.js';

export const CSV = 'text/csv';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const caseFile = (name: string) => readFileSync(new URL(`../cases/${name}`, import.meta.url));
export const codeOf = (answer: Response) => (answer.body as { code: string }).code;
export const faultsOf = (answer: Response) =>
  (answer.body as { errors: { pointer?: string; parameter?: string; code: string }[] }).errors.map(
    ({ pointer, parameter, code }) => `${pointer ?? parameter ?? ''} ${code}`,
  );
export const linesOf = (result: Pick<ImportResult, 'faults'>) =>
  result.faults.map(({ row, column, code }) => `${String(row)} ${column} ${code}`);

export const cellsOf = async (bytes: Buffer) => {
  const rows: string[][] = [];
  for await (const { cells } of readSheet(bytes)) rows.push(cells);
  return rows;
};

const phonePrefixes = ['901', '902', '903', '905', '909', '916', '917', '925', '926', '977'];
let tags = 0;
/** Rows of adults nobody else has: names of letters only, phones of their own. */
export const adults = (count: number, tag: string): string => {
  const prefix = phonePrefixes[tags++] ?? '985';
  return [
    'Фамилия;Имя;Дата рождения;Телефон',
    ...Array.from({ length: count }, (_, n) => {
      const letters = Array.from(
        String(n).padStart(6, '0'),
        (digit) => 'бвгджзклмн'[Number(digit)] ?? '',
      ).join('а');
      return `${tag}${letters};Ян;0${String(1 + (n % 9))}.05.${String(1950 + (n % 50))};8${prefix}${String(3_000_000 + n)}`;
    }),
  ].join('\r\n');
};

/** Importing into an application under test. */
export function importsOf(test: TestApp) {
  async function makeBranch(code: string): Promise<string> {
    const answer = await test.owner
      .post('/v1/branches', { code, name: `Branch ${code}`, timeZone: 'Europe/Moscow' })
      .expect(201);
    return (answer.body as { id: string }).id;
  }
  const raw = (
    bytes: Buffer,
    query = '',
    { as = test.owner, type = CSV }: { as?: Caller; type?: string } = {},
  ) =>
    as
      .post(`/v1/imports/clients?${query}`)
      .set('content-type', type)
      .serialize((body: unknown) => body as string)
      .send(bytes);
  const get = async (id: string) =>
    (await test.owner.get(`/v1/operations/${id}`).expect(200)).body as Operation;
  const ended = async (id: string) => {
    for (let n = 0; n < 2_000; n += 1) {
      const operation = await get(id);
      if (operation.finishedAt !== null) return operation;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('it does not end');
  };
  /** The operation at its end. */
  const done = async (bytes: Buffer, query = '', type = CSV) =>
    ended(((await raw(bytes, query, { type }).expect(202)).body as Operation).id);
  const resultOf = async (bytes: Buffer, query = '', type = CSV) => {
    const operation = await done(bytes, query, type);
    expect(operation.error).toBeNull();
    return operation.result as ImportResult;
  };
  const fileOf = async ({ files }: Operation): Promise<Buffer> => {
    const answer = await test.owner
      .get(files[0]?.href ?? '')
      .buffer(true)
      .parse((response, give) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () => give(null, Buffer.concat(pieces)));
      })
      .expect(200);
    return answer.body as Buffer;
  };
  const clientsOf = async (branchId: string) =>
    (await test.db.find<{ clients: number; guardians: number; shared: number; payers: number }>(sql`
      select (select count(*) from clients where branch_id = ${branchId}) as clients,
             (select count(*) from guardians where branch_id = ${branchId}) as guardians,
             (select count(*) from (select l.guardian_id from client_guardians l join clients c on c.id = l.client_id
                where c.branch_id = ${branchId} group by l.guardian_id having count(*) > 1) s) as shared,
             (select count(*) from clients c where c.branch_id = ${branchId} and c.birth_date > '2009-01-01'
                and not exists (select from client_guardians l where l.client_id = c.id and l.is_payer)) as payers`))!;
  return { makeBranch, raw, get, ended, done, resultOf, fileOf, clientsOf };
}
