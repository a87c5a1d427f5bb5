import { cashShiftClosed } from '../../billing/index.js';
import type { NoticeKinds } from '../notice-kinds.js';

const amount = (minor: unknown): string => (Math.abs(Number(minor)) / 100).toFixed(2);

export function addCashNotices(kinds: NoticeKinds): void {
  kinds.add({
    code: 'cash-shift.difference',
    event: cashShiftClosed,
    title: { ru: 'Расхождения в кассе', en: 'Differences in a cash desk' },
    // What lies in the desks is seen by more; whoever keeps them must act.
    permission: 'cash:manage',
    email: 'each',
    names: { cashDeskId: 'cash-desk' },
    params: (_, { data }) => Promise.resolve(data.difference === 0 ? null : { ...data }),
    text: {
      ru: ({ params, name }) => ({
        title: 'Касса закрыта с расхождением',
        text: `${name('cashDeskId')}: ${Number(params['difference']) < 0 ? 'не хватает' : 'лишние'} ${amount(params['difference'])}.`,
      }),
      en: ({ params, name }) => ({
        title: 'A cash desk was closed with a difference',
        text: `${name('cashDeskId')}: ${amount(params['difference'])} ${Number(params['difference']) < 0 ? 'missing' : 'too much'}.`,
      }),
    },
  });
}
