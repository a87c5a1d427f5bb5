import { defineError } from '../../kernel/errors.js';
import { translateConstraint } from '../../platform/database/constraints.js';

export const SignInRefused = defineError({
  code: 'auth.sign-in-refused',
  kind: 'unauthenticated',
  en: { title: 'Login or password is wrong', detail: 'No user has this login and password.' },
  ru: { title: 'Неверный логин или пароль', detail: 'Нет пользователя с таким логином и паролем.' },
});
export const SignInLocked = defineError({
  code: 'auth.locked',
  kind: 'too_many',
  en: { title: 'Too many wrong passwords', detail: 'Signing in is locked; try again in {seconds} s.' },
  ru: { title: 'Слишком много неверных паролей', detail: 'Вход закрыт; повторите через {seconds} с.' },
});
export const RefreshRefused = defineError({
  code: 'auth.refresh-refused',
  kind: 'unauthenticated',
  en: {
    title: 'The session has ended',
    detail: 'The refresh token is unknown, used or expired. Sign in again.',
  },
  ru: {
    title: 'Сеанс окончен',
    detail: 'Токен обновления неизвестен, использован или истёк. Войдите снова.',
  },
});
export const UserNotFound = defineError({
  code: 'user.not-found',
  kind: 'not_found',
  en: { title: 'No such user', detail: 'There is no such user, or they are out of your reach.' },
  ru: { title: 'Нет такого пользователя', detail: 'Такого пользователя нет, или он вам недоступен.' },
});
export const LoginTaken = defineError({
  code: 'user.login-taken',
  kind: 'conflict',
  en: { title: 'The login is taken', detail: 'Another user has this login.' },
  ru: { title: 'Логин занят', detail: 'Этот логин уже у другого пользователя.' },
});
export const EmployeeTaken = defineError({
  code: 'user.employee-taken',
  kind: 'conflict',
  en: { title: 'The employee has a user', detail: 'Another user is this employee.' },
  ru: { title: 'У сотрудника уже есть пользователь', detail: 'Этот сотрудник — уже другой пользователь.' },
});
export const GrantTooWide = defineError({
  code: 'user.grant-too-wide',
  kind: 'forbidden',
  en: {
    title: 'You cannot grant more than you have',
    detail: 'The role {role} holds permissions or branches you do not have.',
  },
  ru: {
    title: 'Нельзя дать больше, чем есть у вас',
    detail: 'Роль {role} содержит права или филиалы, которых у вас нет.',
  },
});
export const LastOwner = defineError({
  code: 'user.last-owner',
  kind: 'conflict',
  en: {
    title: 'The last owner',
    detail: 'A centre keeps at least one user who is its owner and can sign in.',
  },
  ru: {
    title: 'Последний владелец',
    detail: 'У центра остаётся хотя бы один владелец, который может войти.',
  },
});
export const RoleNotFound = defineError({
  code: 'role.not-found',
  kind: 'not_found',
  en: { title: 'No such role', detail: 'There is no such role.' },
  ru: { title: 'Нет такой роли', detail: 'Такой роли нет.' },
});
export const RoleBuiltIn = defineError({
  code: 'role.built-in',
  kind: 'conflict',
  en: {
    title: 'A built-in role',
    detail: 'The role {role} comes with the system; make one of your own instead.',
  },
  ru: { title: 'Встроенная роль', detail: 'Роль {role} встроена в систему; заведите свою.' },
});
export const RoleInUse = defineError({
  code: 'role.in-use',
  kind: 'conflict',
  en: {
    title: 'The role is in use',
    detail: 'Users who have the role: {users}. Give them another one first.',
  },
  ru: { title: 'Роль занята', detail: 'Пользователей с этой ролью: {users}. Сначала дайте им другую.' },
});
export const RoleCodeTaken = defineError({
  code: 'role.code-taken',
  kind: 'conflict',
  en: { title: 'The code is taken', detail: 'Another role has this code.' },
  ru: { title: 'Код занят', detail: 'Этот код уже у другой роли.' },
});
export const ResetRefused = defineError({
  code: 'auth.reset-refused',
  kind: 'unauthenticated',
  en: { title: 'The reset token is no good', detail: 'It is unknown, used or expired. Ask for a new one.' },
  ru: { title: 'Токен сброса не годится', detail: 'Он неизвестен, использован или истёк. Попросите новый.' },
});
export const PasswordWrong = defineError({
  code: 'password.wrong',
  kind: 'rule',
  en: { title: 'The current password is wrong', detail: 'Give your current password to change it.' },
  ru: { title: 'Текущий пароль неверен', detail: 'Чтобы сменить пароль, дайте текущий.' },
});

translateConstraint('users_login_key', LoginTaken);
translateConstraint('users_employee_key', EmployeeTaken);
translateConstraint('roles_code_key', RoleCodeTaken);
