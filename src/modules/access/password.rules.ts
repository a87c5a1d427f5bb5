import type { Fault } from '../../kernel/errors.js';

const LEAST_DISTINCT = 5;
/** What people choose when a length is asked for and nothing else. */
const COMMON = [
  '1234567890',
  'qwertyuiop',
  'password',
  'passw0rd',
  'пароль',
  'йцукенгшщз',
  'iloveyou',
  'welcome',
  'admin',
];

/**
 * What is wrong with a password beyond its length (NIST SP 800-63B 3.1.1.2: compare with what is common or known of the
 * person, ask for no kinds of characters).
 */
export function passwordFaults(password: string, login: string, pointer: string): Fault[] {
  const plain = password.toLowerCase();
  const fault = (code: string, detail: string): Fault => ({ pointer, code, detail });
  if (plain.includes(login.toLowerCase()))
    return [fault('password.has-login', 'The password may not contain the login.')];
  if (new Set(plain).size < LEAST_DISTINCT)
    return [fault('password.too-simple', 'Use at least 5 different characters.')];
  if (COMMON.some((word) => plain.replaceAll(word, '').length < 4))
    return [fault('password.too-common', 'This password is among the first that are tried.')];
  return [];
}
