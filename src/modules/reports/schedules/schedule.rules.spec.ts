import fc from 'fast-check';
import { invalid } from '../../../kernel/faults.js';
import { attendance } from '../catalogue/attendance.report.js';
import { ReportNotFound } from '../reports.errors.js';
import type { ReportTable } from '../table.js';
import { mailOf } from './schedule-mail.js';
import { attachable, faultsWithin, fixedFaults, recipientFaults } from './schedule.rules.js';

describe('files of a letter', () => {
  it('are the first that fit; one that does not keeps out none after it', () => {
    const files = [3, 9, 4, 4].map((size) => ({ size }));
    expect(attachable(files, 8)).toEqual({
      taken: [{ size: 3 }, { size: 4 }],
      left: [{ size: 9 }, { size: 4 }],
    });
    expect(attachable([{ size: Number.POSITIVE_INFINITY }], 8).taken).toEqual([]);
  });

  it('never come to more than a letter may hold, and each is taken or told of', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(1_000)), fc.nat(2_000), (sizes, most) => {
        const { taken, left } = attachable(
          sizes.map((size) => ({ size })),
          most,
        );
        expect(taken.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(most);
        expect(taken.length + left.length).toBe(sizes.length);
      }),
    ));

  it('that are left out are named in the letter, with where they are had', () => {
    const table: ReportTable = {
      ...{
        report: attendance,
        period: { from: '2026-11-16', to: '2026-11-23' },
        asOf: '2026-11-23T06:00:00.000Z',
      },
      ...{
        branch: null,
        zone: 'Europe/Moscow',
        currency: 'RUB',
        parameters: {},
        columns: [...attendance.columns],
      },
      ...{ rows: [], totals: null, previous: null },
    };
    const address = 'https://crm.example/v1/reports/attendance?format=xlsx';
    const left = [{ report: 'attendance', name: 'attendance.xlsx', address }];
    const mail = mailOf({
      name: 'Digest',
      owner: 'Anna',
      language: 'en',
      tables: [table],
      left,
      attached: [],
    });
    expect(mail.subject).toBe('Digest: 16 Nov 2026 – 22 Nov 2026');
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain('attendance.xlsx is too large for a letter');
      expect(part).toContain('https://crm.example/v1/reports/attendance');
      expect(part).toContain('There is nothing in this period.');
      expect(part).not.toContain('Attached');
    }
  });
});

describe('faults', () => {
  it('of a report stand where it stands', () => {
    const wrong = invalid([{ pointer: '/weeklyHours', code: 'number.too-small', detail: 'x' }]);
    expect(faultsWithin(wrong, 2)).toMatchObject([{ pointer: '/reports/2/parameters/weeklyHours' }]);
    expect(faultsWithin(ReportNotFound({ code: 'x' }), 0)).toMatchObject([{ pointer: '/reports/0/report' }]);
  });

  it('of parameters that do not move, and of recipients', () => {
    expect(fixedFaults({ report: 'a', parameters: { asOf: 'x', period: 'last_week' } }, 1)).toMatchObject([
      { pointer: '/reports/1/parameters/asOf', code: 'parameter.not-relative' },
    ]);
    expect(recipientFaults([], [])).toMatchObject([{ code: 'recipients.none' }]);
    expect(
      recipientFaults(Array.from({ length: 60 }, String), Array.from({ length: 41 }, String)),
    ).toMatchObject([{ code: 'recipients.too-many' }]);
    expect(recipientFaults(['a'], [])).toEqual([]);
  });
});
