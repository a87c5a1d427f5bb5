import { heapsOf } from './overlap.rules.js';

const span = (from: string, to: string) => ({
  startsAt: `2026-03-${from}:00.000Z`,
  endsAt: `2026-03-${to}:00.000Z`,
});
const wanted = (id: string, from: string, to: string) => ({ id, ...span(from, to) });
const clash = (lessonId: string, from: string, to: string) => ({ lessonId, ...span(from, to) });
const shown = (heaps: ReturnType<typeof heapsOf<ReturnType<typeof wanted>, ReturnType<typeof clash>>>) =>
  heaps.map((heap) => [heap.wanted.map(({ id }) => id), heap.clashes.map(({ lessonId }) => lessonId)]);

describe('heapsOf', () => {
  it('keeps days apart that have nothing in common', () => {
    const days = [wanted('a', '02T18:00', '02T19:00'), wanted('b', '04T18:00', '04T19:00')];
    const taken = [clash('x', '02T18:30', '02T19:30'), clash('y', '04T17:30', '04T18:30')];
    expect(shown(heapsOf(days, taken))).toEqual([
      [['a'], ['x']],
      [['b'], ['y']],
    ]);
  });

  it('leaves out what meets nothing; touching is not meeting', () => {
    const days = [wanted('a', '02T18:00', '02T19:00'), wanted('b', '04T18:00', '04T19:00')];
    expect(shown(heapsOf(days, [clash('x', '02T19:00', '02T20:00')]))).toEqual([]);
  });

  it('knows one instant in two zones', () => {
    const here = { id: 'a', startsAt: '2026-03-02T18:00:00+03:00', endsAt: '2026-03-02T19:00:00+03:00' };
    expect(heapsOf([here], [clash('x', '02T18:00', '02T19:00')])).toEqual([]);
    expect(heapsOf([here], [clash('x', '02T15:30', '02T16:30')])).toHaveLength(1);
  });

  it('joins what one long lesson joins, also when it is found last', () => {
    const days = [
      ...[wanted('a', '02T10:00', '02T11:00'), wanted('b', '02T14:00', '02T15:00')],
      wanted('c', '02T12:00', '02T13:00'),
    ];
    const taken = [clash('x', '02T10:30', '02T12:30'), clash('y', '02T12:45', '02T14:30')];
    expect(shown(heapsOf(days, taken))).toEqual([
      [
        ['a', 'b', 'c'],
        ['x', 'y'],
      ],
    ]);
  });

  it('names a lesson that stands in two ways once for each', () => {
    const taken = [clash('x', '02T18:00', '02T19:00'), clash('x', '02T18:00', '02T19:00')];
    expect(heapsOf([wanted('a', '02T18:00', '02T19:00')], taken)[0]?.clashes).toHaveLength(2);
  });
});
