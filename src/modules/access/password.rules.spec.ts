import { passwordFaults } from './password.rules.js';

describe('a password', () => {
  it.each([
    ['correct horse battery', 'anna', null],
    ['Солнце встаёт рано', 'anna', null],
    ['passwords are hard to guess', 'anna', null],
    ['my name is ANNA ok', 'anna', 'password.has-login'],
    ['aaaaaaaaaaaa', 'olga', 'password.too-simple'],
    ['abababababab', 'olga', 'password.too-simple'],
    ['1234567890', 'olga', 'password.too-common'],
    ['Password123', 'olga', 'password.too-common'],
    ['qwertyuiop12', 'olga', 'password.too-common'],
  ])('"%s" of %s: %s', (password, login, code) => {
    expect(passwordFaults(password, login, '/password')[0]?.code ?? null).toBe(code);
  });
});
