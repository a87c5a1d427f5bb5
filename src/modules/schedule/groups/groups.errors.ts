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
  en: { title: 'The group is full', detail: 'The group holds {capacity} and {members} places are taken.' },
  ru: { title: 'Группа заполнена', detail: 'В группе {capacity} мест, занято {members}.' },
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

translateConstraint('groups_name_key', GroupNameTaken);
translateConstraint('groups_dates_check', GroupDatesCrossed);
translateConstraint('group_members_once_excl', AlreadyMember);
