import { defineError } from '../../kernel/errors.js';

export const EmployeeNotFound = defineError({
  code: 'employee.not-found',
  kind: 'not_found',
  en: { title: 'No such employee', detail: 'There is no employee {id}, or they are out of your reach.' },
  ru: { title: 'Нет такого сотрудника', detail: 'Сотрудника {id} нет, или он вам недоступен.' },
});
