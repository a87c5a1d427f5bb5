import { inEachOthersWay, replan, type LessonOfSeries, type Wanted } from './replan.rules.js';

const NOW = '2026-03-02T00:00:00.000Z';
const time = (day: string, hour: number) => ({
  startsAt: `${day}T${String(hour).padStart(2, '0')}:00:00.000Z`,
  endsAt: `${day}T${String(hour + 1).padStart(2, '0')}:00:00.000Z`,
});
const place = { roomId: 'room', teacherId: 'teacher', secondTeacherId: null };
const DAY = '2026-03-09';
const lesson = (more: Partial<LessonOfSeries> = {}): LessonOfSeries => ({
  ...{
    id: 'lesson',
    seriesDay: DAY,
    ...time(DAY, 18),
    ...place,
    status: 'planned',
    droppedBy: null,
    ...more,
  },
});
const wanted = (hour = 18, day = DAY): Wanted => ({ onDate: day, ...time(day, hour), ...place });
const byCentre = { status: 'cancelled_by_centre' };

interface Case {
  lesson?: Partial<LessonOfSeries> | null;
  wanted?: Wanted | null;
  isClosed?: boolean;
  isAsPlanned?: boolean;
}

function fateOf(one: Case): string {
  const lessons = one.lesson === null ? [] : [lesson(one.lesson)];
  const plan = replan(lessons, one.wanted === null ? [] : [one.wanted ?? wanted(19)], {
    now: NOW,
    isClosed: () => one.isClosed === true,
    isAsPlanned: () => one.isAsPlanned !== false,
  });
  return Object.entries(plan)
    .filter(([, items]) => (items as unknown[]).length > 0)
    .map(([name]) => name)
    .join();
}

describe('replan', () => {
  it.each<[string, Case, string]>([
    ['in its place', { wanted: wanted() }, 'kept'],
    ['at another time', {}, 'moved'],
    ['on a day that goes', { wanted: null }, 'dropped'],
    ['into a closure', { isClosed: true }, 'dropped'],
    ['in its place inside a closure that keeps lessons', { wanted: wanted(), isClosed: true }, 'kept'],
    ['changed one by one', { isAsPlanned: false }, 'untouched'],
    ['changed one by one, on a day that goes', { isAsPlanned: false, wanted: null }, 'untouched'],
    ['held', { lesson: { status: 'completed' } }, 'untouched'],
    ['cancelled by a person', { lesson: byCentre }, 'untouched'],
    ['cancelled by the client', { lesson: { status: 'cancelled_by_client' }, wanted: null }, 'untouched'],
    ['begun', { lesson: { seriesDay: DAY, ...time('2026-03-01', 18) } }, 'untouched'],
    ['to a time that has passed', { wanted: { ...wanted(), ...time('2026-03-01', 18) } }, 'untouched'],
    ['dropped before, and wanted again', { lesson: { ...byCentre, droppedBy: 'plan' } }, 'revived'],
    ['dropped before, and not wanted', { lesson: { ...byCentre, droppedBy: 'plan' }, wanted: null }, ''],
    ['shut by a closure', { lesson: { ...byCentre, droppedBy: 'closure' }, isClosed: true }, 'asleep'],
    ['shut, and moved out of the closure', { lesson: { ...byCentre, droppedBy: 'closure' } }, 'revived'],
    [
      'shut, on a day that goes',
      { lesson: { ...byCentre, droppedBy: 'closure' }, wanted: null },
      'abandoned',
    ],
    ['not there', { lesson: null }, 'added'],
    ['not there, in a closure', { lesson: null, isClosed: true }, ''],
    ['not there, in the past', { lesson: null, wanted: wanted(18, '2026-03-01') }, ''],
  ])('a lesson %s', (_, one, fate) => expect(fateOf(one)).toBe(fate));
});

describe('inEachOthersWay', () => {
  it('is a lesson that stands where another is going', () => {
    const first = { lesson: lesson({ id: 'a', ...time(DAY, 10) }), to: wanted(8) };
    const second = { lesson: lesson({ id: 'b', ...time(DAY, 12) }), to: wanted(10) };
    expect(inEachOthersWay([first, second]).map(({ id }) => id)).toEqual(['a']);
    expect(inEachOthersWay([first])).toEqual([]);
  });
});
