import { defineError } from '../../kernel/errors.js';

export const LetterNotFound = defineError({
  code: 'letter.not-found',
  kind: 'not_found',
  en: { title: 'No such letter', detail: 'There is no letter {id}.' },
  ru: { title: 'Нет такого письма', detail: 'Письма {id} нет.' },
});
export const LetterNotResendable = defineError({
  code: 'letter.not-resendable',
  kind: 'conflict',
  en: {
    title: 'Not to be sent again',
    detail: 'The letter is {status}; only one that failed, or whose fate is unknown, is sent again.',
  },
  ru: {
    title: 'Повторно не отправляется',
    detail: 'Состояние письма: {status}; повторно отправляют только неудавшееся или с неизвестной судьбой.',
  },
});
export const LetterForgotten = defineError({
  code: 'letter.forgotten',
  kind: 'conflict',
  en: {
    title: 'No longer kept',
    detail: 'Content and addresses of the letter were removed when their time was over.',
  },
  ru: { title: 'Больше не хранится', detail: 'Текст и адреса письма удалены по истечении срока хранения.' },
});
export const LetterNotCancellable = defineError({
  code: 'letter.not-cancellable',
  kind: 'conflict',
  en: { title: 'Too late to cancel', detail: 'The letter is {status}; only one that waits is cancelled.' },
  ru: { title: 'Отменить уже нельзя', detail: 'Состояние письма: {status}; отменяют только ожидающее.' },
});
