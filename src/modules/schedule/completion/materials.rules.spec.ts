import fc from 'fast-check';
import type { Mark } from './completion.types.js';
import {
  headsOf,
  isShort,
  linesToTakeBack,
  materialsChanged,
  materialsFor,
  type StandingMaterial,
} from './materials.rules.js';

const paint = { itemId: 'paint', perLesson: 1_000, perAttendee: 500 };

describe('materials of a lesson', () => {
  it.each<[Mark[], number]>([
    [['present', 'late', 'not_marked', 'trial', 'make_up', 'free'], 6],
    [['absent', 'absent_excused', 'frozen'], 0],
    [[], 0],
  ])('%j are %i heads', (marks, heads) => {
    expect(headsOf(marks)).toBe(heads);
  });

  it.each([
    ['there is enough', 4, 9_000, 3_000, 3_000],
    ['exactly enough', 4, 3_000, 3_000, 3_000],
    ['some of it', 4, 2_500, 3_000, 2_500],
    ['nothing', 4, 0, 3_000, 0],
    ['nobody came', 0, 9_000, 1_000, 1_000],
  ])('%s', (_, heads, available, wanted, moved) => {
    expect(materialsFor([paint], heads, new Map([['paint', available]]))).toEqual([
      { ...paint, wanted, moved },
    ]);
  });

  it('never kept in stock are wanted and lack', () => {
    const [move] = materialsFor([paint], 1, new Map());
    expect(move).toMatchObject({ wanted: 1_500, moved: 0 });
    expect(isShort({ ...paint, wanted: 1_500, moved: 0 })).toBe(true);
  });

  it.each([
    ['one more', 1, [3_000, 3_000], 9_000, [500, 500]],
    ['one more, nothing is left', 1, [3_000, 3_000], 0, [500, 0]],
    ['one fewer', -1, [3_000, 3_000], 9_000, [-500, -500]],
    ['one fewer of what lacked', -1, [3_000, 2_000], 9_000, [-500, 0]],
    ['two fewer of what lacked a little', -2, [3_000, 2_500], 9_000, [-1_000, -500]],
  ] as const)('after a correction: %s', (_, heads, stands, available, changes) => {
    const [wanted, moved] = stands;
    expect(materialsChanged([{ ...paint, wanted, moved }], heads, new Map([['paint', available]]))).toEqual([
      { ...paint, wanted: changes[0], moved: changes[1] },
    ]);
  });

  it('per lesson alone follow no heads', () => {
    const standing = { ...paint, perAttendee: 0, wanted: 1_000, moved: 1_000 };
    expect(materialsChanged([standing], 3, new Map())).toEqual([]);
  });

  it('come to the norm of the heads that stand, whatever the way there, never beyond what is wanted', () => {
    const quantity = fc.integer({ min: 0, max: 5_000 });
    const steps = fc.array(fc.record({ heads: fc.integer({ min: 0, max: 20 }), available: quantity }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(quantity, quantity, steps, (perLesson, perAttendee, [first, ...rest]) => {
        if (first === undefined) return;
        const norm = { itemId: 'x', perLesson, perAttendee };
        const there = (available: number) => new Map([['x', available]]);
        let [at] = materialsFor([norm], first.heads, there(first.available)) as [StandingMaterial];
        let now = first.heads;
        for (const { heads, available } of rest) {
          for (const move of materialsChanged([at], heads - now, there(available))) {
            expect(move.moved).toBeLessThanOrEqual(Math.max(0, Math.min(move.wanted, available)));
            at = { ...at, wanted: at.wanted + move.wanted, moved: at.moved + move.moved };
          }
          now = heads;
          expect(at.wanted).toBe(perLesson + perAttendee * now);
          expect(at.moved).toBeGreaterThanOrEqual(0);
          expect(at.moved).toBeLessThanOrEqual(at.wanted);
        }
      }),
    );
  });

  it('come back of the latest issue first, and no more than is out', () => {
    const line = (lineId: string, left: number, itemId = 'paint') => ({
      waybillId: 'w',
      lineId,
      itemId,
      left,
    });
    const lines = [line('1', 3_000), line('2', 500), line('3', 0), line('4', 900, 'glue')];
    expect(linesToTakeBack(lines, 'paint', 1_000)).toEqual([
      { line: line('2', 500), quantity: 500 },
      { line: line('1', 3_000), quantity: 500 },
    ]);
    expect(linesToTakeBack(lines, 'paint', 0)).toEqual([]);
  });
});
