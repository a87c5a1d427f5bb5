import type { Language } from '../../../kernel/errors.js';
import { Loans, loanOverdue } from '../../loans/index.js';
import type { NoticeKinds } from '../notice-kinds.js';
import type { NoticeInHand, NoticeText } from '../notice.js';

const titles: Readonly<Record<Language, string>> = {
  ru: 'Не вернули в срок',
  en: 'Loans that are overdue',
};
const names = { clientId: 'client', itemId: 'item' };

const text: Readonly<Record<Language, (notice: NoticeInHand) => NoticeText>> = {
  ru: ({ params, name }) => ({
    title: `Не возвращено: ${name('itemId')}`,
    text: `${name('clientId')}: ${name('itemId')}${more(params['others'], 'и ещё')}, срок был ${String(params['dueOn'])}.`,
  }),
  en: ({ params, name }) => ({
    title: `Not returned: ${name('itemId')}`,
    text: `${name('clientId')}: ${name('itemId')}${more(params['others'], 'and more:')}, due on ${String(params['dueOn'])}.`,
  }),
};

const more = (others: unknown, word: string): string =>
  Number(others) > 0 ? `, ${word} ${String(others)}` : '';

/** The desk hears of all; who leads a group, of what was lent for it. */
export function addLoanNotices(kinds: NoticeKinds): void {
  kinds.add({
    ...{ code: 'loan.overdue', event: loanOverdue, title: titles, permission: Loans.write, email: 'daily' },
    ...{ names, text },
  });
  kinds.add({
    ...{ code: 'loan.overdue-in-group', event: loanOverdue, permission: Loans.read, email: 'off' },
    title: { ru: 'Не вернули в срок в моих группах', en: 'Loans that are overdue in my groups' },
    to: ({ data }) => ({ employeeId: data.teacherId }),
    params: (_, { data }) => Promise.resolve(data.teacherId === null ? null : { ...data }),
    ...{ names, text },
  });
}
