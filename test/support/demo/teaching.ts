import { addDays } from '../../../src/kernel/local-date.js';
import type { Json } from '../centre.js';
import { sum } from '../reports.js';
import { distinct, grouped, hasAny, rounded, share, total } from './arithmetic.js';
import type { Count, Counted } from './count.js';
import { isMember, memberships, type Membership } from './people.js';
import { within, type Period, type Raw } from './raw.js';

const CAME = ['present', 'late', 'not_marked', 'trial', 'make_up', 'free'];
const MISSED = ['absent', 'absent_excused'];
/** Columns of marks. */
const MARKS = {
  ...{ present: 'present', late: 'late', notMarked: 'not_marked', trial: 'trial', makeUp: 'make_up' },
  ...{ free: 'free', absent: 'absent', absentExcused: 'absent_excused', frozen: 'frozen' },
};
/** Lessons for named clients have neither a group nor places. */
const OF_NO_GROUP = {
  group: null,
  groupId: null,
  teacher: null,
  capacity: null,
  members: null,
  seats: 0,
  cameToGroup: 0,
};

/** A lesson with the marks of whoever has one. */
export interface Lesson {
  lesson: Json;
  marks: { clientId: string; mark: string }[];
}

export const lessonsIn = async (raw: Raw, period: Period): Promise<Json[]> =>
  (await raw.list('/v1/lessons')).filter(({ onDate }) => within(period, onDate));
export const isOn = ({ status }: Json): boolean => ['planned', 'completed'].includes(status);

export async function heldIn(raw: Raw, period: Period): Promise<Lesson[]> {
  const held: Lesson[] = [];
  for (const lesson of await lessonsIn(raw, period)) {
    if (lesson.status !== 'completed') continue;
    const { attendees } = await raw.card(`/v1/lessons/${lesson.id as string}`);
    const marks = (attendees as Json[]).filter(({ mark }) => mark !== null);
    held.push({ lesson, marks: marks.map(({ clientId, mark }) => ({ clientId, mark })) });
  }
  return held;
}

export const cameOf = (lessons: Lesson[]) =>
  lessons.flatMap(({ marks }) => marks.filter(({ mark }) => CAME.includes(mark)));
export const missedOf = (lessons: Lesson[]) =>
  lessons.flatMap(({ marks }) => marks.filter(({ mark }) => MISSED.includes(mark)));

/** Both places of a lesson: who was to teach and who does; nobody is null. */
export const placesOf = (lesson: Json): { wasTo: Json; teaches: Json; isGiven: boolean }[] =>
  [
    [lesson.plannedTeacher, lesson.teacher],
    [lesson.plannedSecondTeacher, lesson.secondTeacher],
  ].map(([planned, teaches]) => ({ wasTo: planned ?? teaches, teaches, isGiven: planned !== null }));

/** Each lesson held once for each of those who held it. */
export const heldByEach = (
  held: Lesson[],
): { employee: Json; lesson: Json; isLead: boolean; isSubstitute: boolean; of: Lesson }[] =>
  held.flatMap((of) =>
    placesOf(of.lesson).flatMap(({ teaches, isGiven }, place) =>
      teaches === null
        ? []
        : [{ employee: teaches, lesson: of.lesson, isLead: place === 0, isSubstitute: isGiven, of }],
    ),
  );

export const activities: Count = {
  key: ['activityId'],
  filled: ['cancelled'],
  count: async (raw, question) => {
    const members = await memberships(raw);
    const [held, lessons] = [await heldIn(raw, question), await lessonsIn(raw, question)];
    const groups = (await raw.list('/v1/groups')).filter(({ branchId, startsOn, endsOn }) => {
      const day = raw.lastDay(question, branchId);
      return startsOn <= day && (endsOn === null || endsOn >= day);
    });
    const figures = (its: (one: Json) => boolean): Json => {
      const own = groups.filter(its);
      const taught = held.filter(({ lesson }) => its(lesson));
      const inThem = members.filter(
        (one) =>
          own.some(({ id }) => id === one.group.id) &&
          isMember(one, raw.lastDay(question, one.group.branchId)),
      );
      const [came, missed] = [cameOf(taught), missedOf(taught)];
      return {
        ...{ groups: own.length, members: inThem.length, capacity: total(own, 'capacity') },
        ...{ fill: share(inThem.length, total(own, 'capacity')), lessons: taught.length },
        cancelled: lessons.filter((one) => its(one) && !isOn(one)).length,
        ...{ visitors: distinct(came, 'clientId'), came: came.length, missed: missed.length },
        attendance: share(came.length, came.length + missed.length),
        perLesson: taught.length === 0 ? null : rounded(came.length / taught.length, 2),
      };
    };
    const rows = (await raw.list('/v1/activities'))
      .map(({ id, name }) => ({ activity: name, activityId: id, ...figures((one) => one.activityId === id) }))
      .filter((row) => hasAny(row, ['groups', 'lessons', 'cancelled']));
    return { rows, totals: { ...figures(() => true), activity: null, activityId: null } };
  },
};

export const attendance: Count = {
  key: ['groupId', 'activity'],
  filled: ['trial', 'makeUp'],
  count: async (raw, question) => {
    const [held, members] = [await heldIn(raw, question), await memberships(raw)];
    const groups = await raw.named('/v1/groups');
    const keyOf = (groupId: string | null, { activityId }: Json) =>
      `${groupId ?? ''} ${activityId as string}`;
    const lessons = grouped(
      held.flatMap(({ lesson }) =>
        lesson.groups.length === 0
          ? [{ key: keyOf(null, lesson), lesson }]
          : (lesson.groups as Json[]).map(({ id }) => ({ key: keyOf(id, lesson), lesson })),
      ),
      ({ key }) => key,
    );
    const marks = grouped(
      held.flatMap(({ lesson, marks: own }) =>
        own.map(({ clientId, mark }) => ({ key: keyOf(groupOf(lesson, clientId, members), lesson), mark })),
      ),
      ({ key }) => key,
    );
    const found = [...lessons].map(([key, own]): Json => {
      const group = groups.get(key.split(' ')[0] ?? '') ?? null;
      const noted = (marks.get(key) ?? []).map(({ mark }) => mark);
      const of = (...which: string[]) => noted.filter((mark) => which.includes(mark)).length;
      const inGroup = members.filter((one) => one.group.id === group?.id);
      const columns = Object.entries(MARKS).map(([column, mark]) => [column, of(mark)]);
      const row = {
        ...{ activity: own[0]?.lesson.activityName, lessons: own.length, ...Object.fromEntries(columns) },
        ...{ came: of(...CAME), missed: of(...MISSED) },
      };
      if (group === null) return { ...row, ...OF_NO_GROUP };
      const { id, name, teacher, capacity } = group;
      const last = inGroup.filter((one) => isMember(one, addDays(question.to, -1)));
      const theirs = { group: name, groupId: id, teacher: teacher.name, capacity };
      const seats = { seats: Number(capacity) * own.length, cameToGroup: row.came };
      return { ...row, ...theirs, ...seats, members: distinct(last, 'clientId') };
    });
    const shares = (own: Json[]) => ({
      fill: share(total(own, 'members'), total(own, 'capacity')),
      attendance: share(total(own, 'came'), total(own, 'came') + total(own, 'missed')),
      seatUse: share(total(own, 'cameToGroup'), total(own, 'seats')),
    });
    return { rows: found.map((row) => ({ ...row, ...shares([row]) })), totals: shares(found) };
  },
};

/** The group of a lesson in which the client was a member on its day; a guest counts in the leading one. */
const groupOf = (lesson: Json, clientId: string, members: Membership[]): string | null => {
  const own = (lesson.groups as Json[]).find(({ id }) =>
    members.some((one) => one.group.id === id && one.clientId === clientId && isMember(one, lesson.onDate)),
  );
  return own?.id ?? lesson.groupId;
};

export const employeeHours: Count = {
  key: ['employeeId', 'of'],
  asked: ['branch', 'day', 'month'].map((by) => ({ by })),
  filled: ['substituted'],
  count: async (raw, question) => {
    const [branches, kinds] = [await raw.named('/v1/branches'), await raw.named('/v1/activities')];
    const ofLesson: Record<string, (lesson: Json) => string> = {
      activity: ({ activityName }) => activityName,
      branch: ({ branchId }) => branches.get(branchId).name,
      day: ({ onDate }) => onDate,
      month: ({ onDate }) => onDate.slice(0, 7),
    };
    const nameOf = ofLesson[question['by'] ?? 'activity'] as (lesson: Json) => string;
    const each = heldByEach(await heldIn(raw, question));
    const rows = [
      ...grouped(each, ({ employee, lesson }) => `${employee.id as string} ${nameOf(lesson)}`).values(),
    ].map((own) => ({
      ...{ employee: own[0]?.employee.name, employeeId: own[0]?.employee.id, of: nameOf(own[0]?.lesson) },
      ...{ lessons: own.length, time: sum(own.map(({ lesson }) => lesson.minutes)) },
      payHours: rounded(
        sum(own.map(({ lesson }) => lesson.minutes / kinds.get(lesson.activityId).hourMinutes)),
        2,
      ),
      substituted: sum(own.filter(({ isSubstitute }) => isSubstitute).map(({ lesson }) => lesson.minutes)),
      days: new Set(own.map(({ lesson }) => lesson.onDate as string)).size,
    }));
    return { rows, totals: { days: null } };
  },
};

/** Lessons that are over and have no journal; the clients a lesson is for, and the members of its groups, are waited for. */
export const unfilledJournals: Count = {
  key: ['lessonId'],
  count: async (raw, question): Promise<Counted> => {
    const members = await memberships(raw);
    const open = (await lessonsIn(raw, question)).filter(
      ({ status, endsAt }) => status === 'planned' && endsAt < raw.now,
    );
    const rows = open.map((lesson) => {
      const inGroups = members.filter(
        (one) => isMember(one, lesson.onDate) && lesson.groups.some(({ id }: Json) => id === one.group.id),
      );
      return {
        ...{
          teacher: lesson.teacher.name,
          startsAt: lesson.startsAt,
          lessonId: lesson.id,
          room: lesson.room.name,
        },
        group: (lesson.groups as Json[]).map(({ name }) => name as string).join(', ') || null,
        ...{ activity: lesson.activityName, lessons: 1 },
        expected: new Set([...inGroups.map(({ clientId }) => clientId), ...(lesson.clientIds as string[])])
          .size,
        days: Math.floor((Date.parse(raw.now) - Date.parse(lesson.endsAt)) / 86_400_000),
      };
    });
    return { rows, totals: { days: null } };
  },
};
