import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const RoomNotFound = defineError({
  code: 'room.not-found',
  kind: 'not_found',
  en: { title: 'No such room', detail: 'There is no room {id}, or it is out of your reach.' },
  ru: { title: 'Нет такого помещения', detail: 'Помещения {id} нет, или оно вам недоступно.' },
});
export const RoomNameTaken = defineError({
  code: 'room.name-taken',
  kind: 'conflict',
  en: { title: 'The name is taken', detail: 'Another room of the branch has this name.' },
  ru: { title: 'Название занято', detail: 'Такое название есть у другого помещения филиала.' },
});

export const RoomClosed = defineError({
  code: 'room.closed',
  kind: 'conflict',
  en: {
    title: 'The room is closed',
    detail:
      'The lesson lies outside the opening hours of its room, or in a closure; conflicts[] names each: roomId, roomName, startsAt, endsAt, why, closureId, closureName.',
  },
  ru: {
    title: 'Помещение закрыто',
    detail:
      'Занятие выходит за часы работы помещения или попадает на закрытие; conflicts[] называет каждое: roomId, roomName, startsAt, endsAt, why, closureId, closureName.',
  },
});

translateConstraint('rooms_name_key', RoomNameTaken);
