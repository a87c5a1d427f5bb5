/** A lesson of a series as it stands; `seriesDay` is the day of the rule, wherever the lesson was moved since. */
export interface LessonOfSeries {
  id: string;
  seriesDay: string;
  startsAt: string;
  endsAt: string;
  roomId: string;
  teacherId: string;
  secondTeacherId: string | null;
  status: string;
  /** What cancelled it when nobody cancelled this very lesson: the plan, an exception, a closure. */
  droppedBy: string | null;
}

/** A lesson the plan asks for. */
export interface Wanted {
  onDate: string;
  startsAt: string;
  endsAt: string;
  roomId: string;
  teacherId: string;
  secondTeacherId: string | null;
}

export interface Move<L, W> {
  lesson: L;
  to: W;
}

export interface Replan<L, W> {
  /** Stand where the plan wants them. */
  kept: L[];
  /** Keep their id and take the place of the plan. */
  moved: Move<L, W>[];
  /** Had been dropped from the plan, and are in it again. */
  revived: Move<L, W>[];
  /** Have no lesson yet. */
  added: W[];
  /** Fall out of the plan. */
  dropped: L[];
  /** Not ours to touch: held, begun, cancelled by a person, or changed one by one. */
  untouched: L[];
  /** Cancelled by a closure: they follow the plan and stay cancelled. */
  asleep: Move<L, W>[];
  /** Cancelled by a closure and no longer in the plan: lifting it does not bring them back. */
  abandoned: L[];
}

export interface ReplanTerms<L, W> {
  now: string;
  isClosed: (wanted: W) => boolean;
  /** Whether the lesson stands where the plan so far had it. */
  isAsPlanned: (lesson: L) => boolean;
}

/** What becomes of each lesson of a series when its plan is this. A day has one lesson, whatever became of it. */
export function replan<L extends LessonOfSeries, W extends Wanted>(
  lessons: readonly L[],
  wanted: readonly W[],
  terms: ReplanTerms<L, W>,
): Replan<L, W> {
  const plan: Replan<L, W> = {
    ...{ kept: [], moved: [], revived: [], added: [], dropped: [], untouched: [], asleep: [], abandoned: [] },
  };
  const byDay = new Map(wanted.map((one) => [one.onDate, one]));
  for (const lesson of lessons) settle(plan, lesson, byDay.get(lesson.seriesDay), terms);
  const taken = new Set(lessons.map(({ seriesDay }) => seriesDay));
  plan.added = wanted.filter(
    (one) => !taken.has(one.onDate) && one.startsAt > terms.now && !terms.isClosed(one),
  );
  return plan;
}

function settle<L extends LessonOfSeries, W extends Wanted>(
  plan: Replan<L, W>,
  lesson: L,
  wanted: W | undefined,
  terms: ReplanTerms<L, W>,
): void {
  const isOpen = wanted !== undefined && !terms.isClosed(wanted) && wanted.startsAt > terms.now;
  if (lesson.status === 'planned') settlePlanned(plan, lesson, wanted, terms);
  else if (lesson.status !== 'cancelled_by_centre' || lesson.droppedBy === null) plan.untouched.push(lesson);
  else if (isOpen) plan.revived.push({ lesson, to: wanted });
  else if (lesson.droppedBy !== 'closure') return;
  else if (wanted === undefined) plan.abandoned.push(lesson);
  else if (!isSame(lesson, wanted) && terms.isAsPlanned(lesson)) plan.asleep.push({ lesson, to: wanted });
}

function settlePlanned<L extends LessonOfSeries, W extends Wanted>(
  plan: Replan<L, W>,
  lesson: L,
  wanted: W | undefined,
  terms: ReplanTerms<L, W>,
): void {
  const hasPassed = lesson.startsAt <= terms.now || (wanted !== undefined && wanted.startsAt <= terms.now);
  if (wanted !== undefined && isSame(lesson, wanted)) plan.kept.push(lesson);
  else if (hasPassed || !terms.isAsPlanned(lesson)) plan.untouched.push(lesson);
  else if (wanted === undefined || terms.isClosed(wanted)) plan.dropped.push(lesson);
  else plan.moved.push({ lesson, to: wanted });
}

type Place = Pick<LessonOfSeries, 'startsAt' | 'endsAt' | 'roomId' | 'teacherId' | 'secondTeacherId'>;

export const isSame = (a: Place, b: Place): boolean =>
  a.startsAt === b.startsAt &&
  a.endsAt === b.endsAt &&
  a.roomId === b.roomId &&
  a.teacherId === b.teacherId &&
  a.secondTeacherId === b.secondTeacherId;

/** Lessons whose new time another lesson of the same set still holds: they step aside while all are moved. */
export function inEachOthersWay<L extends Place, W extends Place>(moves: readonly Move<L, W>[]): L[] {
  return moves
    .filter(({ lesson }) =>
      moves.some(
        (other) =>
          other.lesson !== lesson && other.to.startsAt < lesson.endsAt && lesson.startsAt < other.to.endsAt,
      ),
    )
    .map(({ lesson }) => lesson);
}
