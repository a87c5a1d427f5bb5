import { defineError } from '../../kernel/errors.js';

/** What can go wrong before or around a use case; business errors live with their modules. */
export const Unauthenticated = defineError({
  code: 'auth.required',
  kind: 'unauthenticated',
  en: { title: 'Sign in first', detail: 'This operation needs a valid access token.' },
  ru: { title: 'Нужен вход', detail: 'Операции нужен действующий токен доступа.' },
});
export const Forbidden = defineError({
  code: 'auth.forbidden',
  kind: 'forbidden',
  en: { title: 'Not allowed', detail: 'This needs the permission {permission}.' },
  ru: { title: 'Не разрешено', detail: 'Для этого нужно право {permission}.' },
});
export const BranchOutOfReach = defineError({
  code: 'branch.out-of-reach',
  kind: 'forbidden',
  en: { title: 'Not your branch', detail: 'You may not do this in that branch.' },
  ru: { title: 'Не ваш филиал', detail: 'В этом филиале вам этого нельзя.' },
});
export const RouteNotFound = defineError({
  code: 'route.not-found',
  kind: 'not_found',
  en: { title: 'No such address', detail: 'There is no {method} {path}.' },
  ru: { title: 'Нет такого адреса', detail: 'Нет {method} {path}.' },
});
export const BodyTooLarge = defineError({
  code: 'request.too-large',
  kind: 'too_large',
  en: { title: 'The body is too large', detail: 'Send a smaller body.' },
  ru: { title: 'Тело слишком большое', detail: 'Пришлите тело поменьше.' },
});
export const MediaTypeUnsupported = defineError({
  code: 'request.media-type',
  kind: 'unsupported_media',
  en: { title: 'Unsupported media type', detail: 'Send application/json.' },
  ru: { title: 'Тип содержимого не поддержан', detail: 'Пришлите application/json.' },
});
export const NotJson = defineError({
  code: 'request.not-json',
  kind: 'malformed',
  en: { title: 'Not JSON', detail: 'The body is not valid JSON.' },
  ru: { title: 'Не JSON', detail: 'Тело — не правильный JSON.' },
});
export const TooManyRequests = defineError({
  code: 'rate.limited',
  kind: 'too_many',
  en: { title: 'Too many requests', detail: 'Slow down; try again in {seconds} s.' },
  ru: { title: 'Слишком много запросов', detail: 'Помедленнее; повторите через {seconds} с.' },
});
export const ServiceBusy = defineError({
  code: 'service.unavailable',
  kind: 'unavailable',
  en: { title: 'Not available just now', detail: 'Nothing was changed. Try again shortly.' },
  ru: { title: 'Сейчас недоступно', detail: 'Ничего не изменено. Повторите чуть позже.' },
});
export const InternalFault = defineError({
  code: 'internal.fault',
  kind: 'internal',
  en: { title: 'A fault of ours', detail: 'Something went wrong here; tell us the request id.' },
  ru: { title: 'Наша ошибка', detail: 'У нас что-то сломалось; сообщите номер запроса.' },
});
export const StateRefused = defineError({
  code: 'state.refused',
  kind: 'conflict',
  en: {
    title: 'The state of the records does not allow it',
    detail: 'Another record depends on this one, or one like it is there already.',
  },
  ru: { title: 'Состояние записей не позволяет', detail: 'От записи зависит другая, или такая уже есть.' },
});
export const KeyReused = defineError({
  code: 'idempotency.key-reused',
  kind: 'rule',
  en: { title: 'The Idempotency-Key belongs to another request', detail: 'Use a new key for a new request.' },
  ru: {
    title: 'Этот Idempotency-Key — от другого запроса',
    detail: 'Для нового запроса возьмите новый ключ.',
  },
});
export const KeyRunning = defineError({
  code: 'idempotency.running',
  kind: 'conflict',
  en: {
    title: 'The first request still runs',
    detail: 'A request with this Idempotency-Key is being carried out. Try again shortly.',
  },
  ru: {
    title: 'Первый запрос ещё идёт',
    detail: 'Запрос с этим Idempotency-Key выполняется. Повторите чуть позже.',
  },
});
