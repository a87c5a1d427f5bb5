import { daysBetween } from '../../../src/kernel/local-date.js';
import type { Json } from '../centre.js';
import { sum } from '../reports.js';
import { distinct, grouped, hasAny, ranked, share, total } from './arithmetic.js';
import type { Count } from './count.js';
import { fullName, isRefusal, memberships, wasMember, type Membership } from './people.js';
import { within, type Period, type Raw } from './raw.js';
import { cameOf, heldByEach, heldIn, missedOf } from './teaching.js';
import { materialsOf, payOf, worths } from './worth.js';

const WEEKLY_MINUTES = 18 * 60;
const MOST = ['active', 'load', 'profit', 'new', 'retention', 'revenue', 'hours', 'attendance'];
const LEAST = ['refusalRate', 'refusals', 'cost'];

/** Of the members of some groups: who was there, who is new, who refused. */
function peopleOf(
  raw: Raw,
  period: Period,
  { all, isTheirs }: { all: Membership[]; isTheirs: (group: Json) => boolean },
): Json {
  const own = all.filter(
    ({ group, joinedOn, leftOn }) =>
      isTheirs(group) && joinedOn < period.to && (leftOn === null || leftOn > period.from),
  );
  const there = own.filter(({ joinedOn }) => joinedOn < period.from);
  const refused = own.filter((one) => isRefusal(raw, period, one, all));
  const lost = there.filter((one) => refused.includes(one));
  const newcomers = own.filter((one) => one.joinedOn >= period.from && !wasMember(one, all, isTheirs));
  const [active, atStart] = [distinct(own, 'clientId'), distinct(there, 'clientId')];
  const refusals = distinct(refused, 'clientId');
  const kept = atStart - distinct(lost, 'clientId');
  const reasons = [...grouped(refused, ({ leaveReason }) => leaveReason ?? '—')]
    .map(([reason, left]) => ({ reason, times: distinct(left, 'clientId') }))
    .sort((a, b) => b.times - a.times || (a.reason < b.reason ? -1 : 1));
  return {
    ...{ active, new: distinct(newcomers, 'clientId'), refusals, refusalRate: share(refusals, active) },
    refusalReasons: reasons.map(({ reason, times }) => `${reason}: ${String(times)}`).join('; ') || null,
    ...{ atStart, kept, retention: share(kept, atStart) },
  };
}

export const teachers: Count = {
  key: ['employeeId'],
  filled: ['materials'],
  count: async (raw, question) => {
    const [all, held] = [await memberships(raw), await heldIn(raw, question)];
    const ids = new Set(held.map(({ lesson }) => lesson.id as string));
    const worth = (await worths(raw)).filter(({ lessonId }) => ids.has(lessonId));
    const pay = (await payOf(raw)).filter(({ onDate }) => within(question, onDate));
    const materials = (await materialsOf(raw)).filter(({ lessonId }) => ids.has(lessonId));
    const everTaught = new Set([
      ...heldByEach(await heldIn(raw, { from: '0000-01-01', to: '9999-12-31' })).map(
        ({ employee }) => employee.id as string,
      ),
      ...(await raw.list('/v1/groups')).flatMap(({ teacher, secondTeacher }) => [
        teacher.id,
        secondTeacher?.id,
      ]),
    ]);
    const rows = (await raw.list('/v1/employees')).map((employee): Json => {
      const each = heldByEach(held).filter((one) => one.employee.id === employee.id);
      const led = new Set(each.filter(({ isLead }) => isLead).map(({ lesson }) => lesson.id as string));
      const lessons = each.map(({ of }) => of);
      const [came, missed] = [cameOf(lessons).length, missedOf(lessons).length];
      const hours = sum(each.map(({ lesson }) => lesson.minutes));
      const own = pay.filter(({ employeeId }) => employeeId === employee.id);
      const used = sum(materials.filter(({ lessonId }) => led.has(lessonId)).map(({ amount }) => amount));
      const revenue = sum(worth.filter(({ lessonId }) => led.has(lessonId)).map((one) => one.revenue));
      const parts = { pay: total(own, 'pay'), contributions: total(own, 'contributions'), materials: used };
      const cost = parts.pay + parts.contributions + parts.materials;
      const norm = normOf(employee, question);
      return {
        ...{ teacher: fullName(employee), employeeId: employee.id },
        ...peopleOf(raw, question, { all, isTheirs: ({ teacher }) => teacher.id === employee.id }),
        ...{ lessons: each.length, hours, norm, load: share(hours, norm), came, expected: came + missed },
        ...{ attendance: share(came, came + missed), revenue, cost, ...parts, profit: revenue - cost },
        isPaid: own.length > 0 && everTaught.has(employee.id),
      };
    });
    const told = rows.filter((row) => row.isPaid === true || hasAny(row, ['lessons', 'active', 'refusals']));
    const most = MOST.reduce((list, by) => ranked(list, by), told);
    const totals = {
      ...peopleOf(raw, question, { all, isTheirs: () => true }),
      ...{ refusalReasons: null, load: share(total(told, 'hours'), total(told, 'norm')) },
      attendance: share(total(told, 'came'), total(told, 'expected')),
    };
    return { rows: LEAST.reduce((list, by) => ranked(list, by, 'least'), most), totals };
  },
};

/** Whole minutes of a full load on the days of the period on which somebody was employed. */
function normOf({ hiredOn, leftOn }: Json, { from, to }: Period): number {
  const first = hiredOn > from ? hiredOn : from;
  const last = leftOn !== null && leftOn < to ? leftOn : to;
  return Math.floor((WEEKLY_MINUTES * Math.max(0, daysBetween(first, last))) / 7);
}
