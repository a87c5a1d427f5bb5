import type { Recipient } from './letter.js';
import { isAddress, judge, recipientsOf, type Answer } from './letter.rules.js';

const waiting = (address: string): Recipient => ({ address, name: null, state: 'waiting' });
const silent: Answer = {
  taken: false,
  handed: false,
  code: null,
  problem: null,
  isOfLetter: false,
  refused: [],
};
const judged = (answer: Partial<Answer>, tries = 1, to = [waiting('a@x.ru'), waiting('b@x.ru')]) => {
  const { status, problem, pause, recipients } = judge(
    to,
    { ...silent, ...answer },
    { tries, pauses: [60, 300] },
  );
  return { status, problem, pause, states: recipients.map(({ state }) => state).join() };
};

describe('an attempt', () => {
  const taken = { taken: true, handed: true, code: 250, isOfLetter: true };
  it.each<[string, Partial<Answer>, number, object]>([
    ['taken', taken, 1, { status: 'sent', problem: null, states: 'sent,sent' }],
    [
      'no connection',
      { problem: 'no-connection' },
      1,
      { status: 'queued', pause: 60, states: 'waiting,waiting' },
    ],
    ['again no connection', { problem: 'no-connection' }, 2, { status: 'queued', pause: 300 }],
    ['the last try', { problem: 'no-connection' }, 3, { status: 'failed', problem: 'no-connection' }],
    [
      'a deferral',
      { code: 451, problem: 'message-deferred', isOfLetter: true, handed: true },
      1,
      { status: 'queued' },
    ],
    [
      'a refusal',
      { code: 550, problem: 'message-refused', isOfLetter: true, handed: true },
      1,
      { status: 'failed', states: 'refused,refused' },
    ],
    ['a wrong password', { code: 535, problem: 'server-refuses-login' }, 1, { status: 'queued' }],
    [
      'silence after the end',
      { handed: true, problem: 'server-too-slow' },
      1,
      { status: 'unknown', problem: 'server-too-slow', pause: null },
    ],
    [
      'one refused',
      { ...taken, refused: [{ address: 'B@x.ru', code: 550 }] },
      1,
      { status: 'sent', problem: 'recipient-refused', states: 'sent,refused' },
    ],
    [
      'one deferred',
      { ...taken, refused: [{ address: 'b@x.ru', code: 450 }] },
      1,
      { status: 'queued', problem: 'recipient-deferred', states: 'sent,waiting' },
    ],
    [
      'one refused, one deferred',
      {
        code: 450,
        isOfLetter: true,
        problem: 'recipient-deferred',
        refused: [
          { address: 'a@x.ru', code: 550 },
          { address: 'b@x.ru', code: 450 },
        ],
      },
      1,
      { status: 'queued', states: 'refused,waiting' },
    ],
  ])('%s', (_, answer, tries, expected) => {
    expect(judged(answer, tries)).toMatchObject(expected);
  });

  it('does not send again to whom it was sent', () => {
    const to = [{ ...waiting('a@x.ru'), state: 'sent' as const }, waiting('b@x.ru')];
    expect(judged({ code: 550, isOfLetter: true, problem: 'recipient-refused' }, 2, to)).toMatchObject({
      status: 'sent',
      states: 'sent,refused',
    });
  });
});

describe('addresses', () => {
  it.each(['a@b.ru', 'first.last+tag@sub.example.org', 'почта@пример.рф'])('%s is one', (address) => {
    expect(isAddress(address)).toBe(true);
  });
  it.each([
    '',
    'a',
    'a@b',
    'a@b.ru,c@d.ru',
    'a b@c.ru',
    'a@b.ru\r\nRCPT TO:<c@d.ru>',
    '<a@b.ru>',
    `${'a'.repeat(65)}@b.ru`,
  ])('%j is none', (address) => {
    expect(isAddress(address)).toBe(false);
  });
  it('are kept once, with a name on one line', () => {
    expect(
      recipientsOf([{ address: ' A@b.ru ', name: 'Анна\r\nBcc: x' }, { address: 'a@B.ru' }, { address: '' }]),
    ).toEqual([{ address: 'A@b.ru', name: 'Анна Bcc: x', state: 'waiting' }]);
  });
});
