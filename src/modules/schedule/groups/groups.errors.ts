import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const GroupNotFound = defineError({
  code: 'group.not-found',
  kind: 'not_found',
  en: { title: 'No such group', detail: 'There is no group {id}, or it is out of your reach.' },
  ru: { title: 'Нет такой группы', detail: 'Группы {id} нет, или она вам недоступна.' },
});
export const GroupNameTaken = defineError({
  code: 'group.name-taken',
  kind: 'conflict',
  en: { title: 'The name is taken', detail: 'Another group of the branch has this name.' },
  ru: { title: 'Название занято', detail: 'Такое название есть у другой группы филиала.' },
});
export const GroupArchived = defineError({
  code: 'group.archived',
  kind: 'conflict',
  en: {
    title: 'The group is archived',
    detail: 'Nothing new can be planned for the archived group {id}, and nobody can join it.',
  },
  ru: {
    title: 'Группа в архиве',
    detail: 'Для группы {id} из архива нельзя планировать, и в неё нельзя принимать.',
  },
});
export const GroupFull = defineError({
  code: 'group.full',
  kind: 'conflict',
  en: {
    title: 'The group is full',
    detail:
      'The group holds {capacity} and {taken} places are taken, by members, by those who were offered a place, and by guests.',
  },
  ru: {
    title: 'Группа заполнена',
    detail: 'В группе {capacity} мест, занято {taken}: участниками, теми, кому место предложено, и гостями.',
  },
});
export const CapacityTooSmall = defineError({
  code: 'group.capacity-too-small',
  kind: 'conflict',
  en: { title: 'More members than that', detail: 'The group has {members} members, more than {capacity}.' },
  ru: { title: 'Участников больше', detail: 'В группе {members} участников, больше чем {capacity}.' },
});
export const AlreadyMember = defineError({
  code: 'group.already-member',
  kind: 'conflict',
  en: { title: 'Already a member', detail: 'The client belongs to the group in these days.' },
  ru: { title: 'Уже в группе', detail: 'Клиент в эти дни состоит в группе.' },
});
export const MemberNotFound = defineError({
  code: 'group.member-not-found',
  kind: 'not_found',
  en: { title: 'Not a member', detail: 'The client {clientId} does not belong to the group {id}.' },
  ru: { title: 'Не состоит в группе', detail: 'Клиент {clientId} не состоит в группе {id}.' },
});
export const OutsideGroupDates = defineError({
  code: 'group.outside-dates',
  kind: 'rule',
  en: { title: 'Outside the days of the group', detail: 'The group runs from {startsOn} to {endsOn}.' },
  ru: { title: 'Вне дней группы', detail: 'Группа занимается с {startsOn} по {endsOn}.' },
});
export const LeavesBeforeJoining = defineError({
  code: 'group.leaves-before-joining',
  kind: 'rule',
  en: {
    title: 'Leaves before joining',
    detail: 'The client joined on {joinedOn} and cannot leave before that.',
  },
  ru: { title: 'Уход раньше прихода', detail: 'Клиент пришёл {joinedOn} и не может уйти раньше.' },
});
export const GroupDatesCrossed = defineError({
  code: 'group.dates-crossed',
  kind: 'rule',
  en: { title: 'The end is before the start', detail: 'endsOn is before startsOn.' },
  ru: { title: 'Конец раньше начала', detail: 'endsOn раньше startsOn.' },
});

export const OverCapacityNotPermitted = defineError({
  code: 'group.override-not-permitted',
  kind: 'forbidden',
  en: {
    title: 'You may not take in more than places',
    detail: 'Going over the capacity needs the permission {permission} in this branch.',
  },
  ru: {
    title: 'Нельзя принять сверх мест',
    detail: 'Чтобы принять сверх мест, нужно право {permission} в этом филиале.',
  },
});
export const AlreadyWaiting = defineError({
  code: 'waitlist.already-waiting',
  kind: 'conflict',
  en: { title: 'Already waiting', detail: 'The client waits for a place in this group already.' },
  ru: { title: 'Уже в очереди', detail: 'Клиент уже ждёт места в этой группе.' },
});
export const WaitlistEntryNotFound = defineError({
  code: 'waitlist.not-found',
  kind: 'not_found',
  en: { title: 'Not on the waitlist', detail: 'There is no entry {id} on the waitlist of this group.' },
  ru: { title: 'Нет в очереди', detail: 'В очереди этой группы нет записи {id}.' },
});
export const PlaceNotOffered = defineError({
  code: 'waitlist.not-offered',
  kind: 'conflict',
  en: {
    title: 'No place is offered',
    detail: 'Only an offer that has not ended can be accepted; the entry is {status}.',
  },
  ru: {
    title: 'Место не предложено',
    detail: 'Принять можно только действующее предложение; запись — {status}.',
  },
});
export const NotWaiting = defineError({
  code: 'waitlist.not-waiting',
  kind: 'conflict',
  en: { title: 'Not waiting any more', detail: 'The entry is {status}.' },
  ru: { title: 'Уже не ждёт', detail: 'Запись — {status}.' },
});

translateConstraint('waitlist_entries_once_key', AlreadyWaiting);
translateConstraint('groups_name_key', GroupNameTaken);
translateConstraint('groups_dates_check', GroupDatesCrossed);
translateConstraint('group_members_once_excl', AlreadyMember);
