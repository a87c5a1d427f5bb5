import { defineError } from '../../../kernel/errors.js';
import { translateConstraint } from '../../../platform/database/constraints.js';

export const ExpenseNotFound = defineError({
  code: 'expense.not-found',
  kind: 'not_found',
  en: { title: 'No such expense', detail: 'There is no expense {id}, or it is out of your reach.' },
  ru: { title: 'Нет такого расхода', detail: 'Расхода {id} нет, или он вам недоступен.' },
});
export const ExpenseOfNothing = defineError({
  code: 'expense.of-nothing',
  kind: 'rule',
  en: { title: 'Nothing was spent', detail: 'The amount of an expense is above zero.' },
  ru: { title: 'Ничего не потрачено', detail: 'Сумма расхода должна быть больше нуля.' },
});
export const ExpenseInFuture = defineError({
  code: 'expense.in-future',
  kind: 'rule',
  en: { title: 'The day has not come', detail: 'What is not spent yet, on {onDate}, is no expense.' },
  ru: { title: 'День ещё не наступил', detail: 'То, что ещё не потрачено ({onDate}), — не расход.' },
});
export const ExpenseReversed = defineError({
  code: 'expense.reversed',
  kind: 'conflict',
  en: { title: 'The expense is reversed', detail: 'Expense {number} was taken back already.' },
  ru: { title: 'Расход отменён', detail: 'Расход {number} уже отменён.' },
});
export const ExpenseFilesFull = defineError({
  code: 'expense.files-full',
  kind: 'conflict',
  en: { title: 'No room for another file', detail: 'An expense has at most {most} files.' },
  ru: { title: 'Больше файлов нельзя', detail: 'У расхода не больше {most} файлов.' },
});
export const ExpenseFileNotFound = defineError({
  code: 'expense-file.not-found',
  kind: 'not_found',
  en: { title: 'No such file', detail: 'There is no file {id} at this expense.' },
  ru: { title: 'Нет такого файла', detail: 'Файла {id} у этого расхода нет.' },
});
export const ExpenseCategoryNotFound = defineError({
  code: 'expense-category.not-found',
  kind: 'not_found',
  en: { title: 'No such category', detail: 'There is no category of expenses {id}.' },
  ru: { title: 'Нет такой статьи', detail: 'Статьи расходов {id} нет.' },
});
export const ExpenseCategoryNameTaken = defineError({
  code: 'expense-category.name-taken',
  kind: 'conflict',
  en: { title: 'The name is taken', detail: 'Another category of expenses has this name.' },
  ru: { title: 'Название занято', detail: 'Такое название есть у другой статьи расходов.' },
});
export const ExpenseCategoryArchived = defineError({
  code: 'expense-category.archived',
  kind: 'conflict',
  en: { title: 'The category is archived', detail: 'Nothing is spent on the archived category "{name}".' },
  ru: { title: 'Статья в архиве', detail: 'По архивной статье «{name}» расходы не проводят.' },
});

translateConstraint('expense_categories_name_key', ExpenseCategoryNameTaken);
