import { Letters } from '../../../platform/mail/letters.permissions.js';
import { mailFailed, mailUnknown } from '../../../platform/mail/mail.events.js';
import type { NoticeKinds } from '../notice-kinds.js';
import type { NoticeParams } from '../notice.js';

/** A letter about a letter that did not leave would not leave either. */
const isOwnLetter = ({ kind }: NoticeParams): boolean => String(kind).startsWith('notifications.');

export function addMailNotices(kinds: NoticeKinds): void {
  kinds.add({
    code: 'mail.failed',
    event: mailFailed,
    title: { ru: 'Письма, которые не дошли', en: 'Letters that were not delivered' },
    permission: Letters.send,
    email: 'off',
    isQuiet: isOwnLetter,
    text: {
      ru: ({ params }) => ({
        title: 'Письмо не доставлено',
        text: `Письмо «${String(params['kind'])}» не доставлено: ${String(params['problem'])}. Его можно отправить ещё раз.`,
      }),
      en: ({ params }) => ({
        title: 'A letter was not delivered',
        text: `The letter ${String(params['kind'])} was not delivered: ${String(params['problem'])}. It can be sent again.`,
      }),
    },
  });
  kinds.add({
    code: 'mail.unknown',
    event: mailUnknown,
    title: { ru: 'Письма с неизвестной судьбой', en: 'Letters whose fate is unknown' },
    permission: Letters.send,
    email: 'off',
    isQuiet: isOwnLetter,
    text: {
      ru: ({ params }) => ({
        title: 'Неизвестно, дошло ли письмо',
        text: `Сервер не ответил на письмо «${String(params['kind'])}». Узнайте у адресата; само оно больше не отправится.`,
      }),
      en: ({ params }) => ({
        title: 'Nobody knows whether a letter came',
        text: `The server never answered the letter ${String(params['kind'])}. Ask whom it was for; it is not sent again by itself.`,
      }),
    },
  });
}
