import fc from 'fast-check';
import { addDays } from '../../kernel/local-date.js';
import { joinMemberships, type Membership } from './memberships.rules.js';

const row = (id: string, joinedOn: string, leftOn: string | null, groupId = 'g'): Membership => ({
  id,
  groupId,
  joinedOn,
  leftOn,
});

describe('memberships of two who are one', () => {
  it.each([
    ['nothing overlaps', [row('s', '2026-01-01', '2026-02-01')], [row('d', '2026-02-01', null)], [], []],
    ['another group', [row('s', '2026-01-01', null)], [row('d', '2026-01-01', null, 'h')], [], []],
    [
      'the duplicate’s goes on longer',
      [row('s', '2026-01-10', '2026-02-01')],
      [row('d', '2026-01-15', null)],
      [
        { id: 'd', joinedOn: '2026-01-09', leftOn: '2026-01-09' },
        { id: 's', joinedOn: '2026-01-10', leftOn: null },
      ],
      ['d'],
    ],
    [
      'the duplicate’s bridges two of the survivor’s',
      [row('s', '2026-01-01', '2026-01-10'), row('t', '2026-01-20', null)],
      [row('d', '2026-01-05', '2026-01-25')],
      [
        { id: 's', joinedOn: '2025-12-31', leftOn: '2025-12-31' },
        { id: 'd', joinedOn: '2025-12-31', leftOn: '2025-12-31' },
        { id: 't', joinedOn: '2026-01-01', leftOn: null },
      ],
      ['d'],
    ],
  ])('%s', (_, ours, theirs, changes, keep) => {
    expect(joinMemberships(ours, theirs)).toEqual({ changes, keep });
  });

  const start = '2026-01-01';
  const spans = (side: string) =>
    fc
      .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })), { maxLength: 4 })
      .map((gaps) => {
        let day = 0;
        return gaps.map(([gap, length], index) => {
          const from = day + gap;
          day = from + length;
          return row(`${side}${String(index)}`, addDays(start, from), addDays(start, day));
        });
      });
  const daysOf = (rows: readonly { joinedOn: string; leftOn: string | null }[]) =>
    rows.flatMap((one) => {
      const days: string[] = [];
      for (let day = one.joinedOn; day < (one.leftOn ?? ''); day = addDays(day, 1)) days.push(day);
      return days;
    });

  it('cover the days of both, each day once', () => {
    fc.assert(
      fc.property(spans('s'), spans('d'), (ours, theirs) => {
        const { changes } = joinMemberships(ours, theirs);
        const after = [...ours, ...theirs].map((one) => changes.find(({ id }) => id === one.id) ?? one);
        const days = daysOf(after);
        expect(new Set(days).size).toBe(days.length);
        expect(new Set(days)).toEqual(new Set(daysOf([...ours, ...theirs])));
      }),
    );
  });
});
