import { randomBytes } from 'node:crypto';
import { Cipher } from './cipher.js';
import { readDataKeys } from './data-keys.js';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [one, two] = [key('k1'), key('k2')];
const cipherOf = (...keys: string[]) => new Cipher({ DATA_KEYS: keys.join(',') });
const place = { table: 'health_records', column: 'secret', id: '1' };

describe('a sealed text', () => {
  it.each(['', 'астма', 'x'.repeat(100_000)])('opens where it was sealed (%#)', (text) => {
    const cipher = cipherOf(one);
    expect(cipher.open(cipher.seal(text, place), place)).toBe(text);
  });

  it('is never the same twice and shows nothing but the id of its key', () => {
    const cipher = cipherOf(one);
    const [first, second] = [cipher.seal('asthma', place), cipher.seal('asthma', place)];
    expect(first).not.toBe(second);
    expect(first).toMatch(/^k1:[\w-]+$/);
  });

  it.each([
    ['another record', { ...place, id: '2' }],
    ['another field', { ...place, column: 'other' }],
    ['another table', { ...place, table: 'measurements' }],
  ])('does not open in %s', (_, elsewhere) => {
    const cipher = cipherOf(one);
    const sealed = cipher.seal('asthma', place);
    expect(() => cipher.open(sealed, elsewhere)).toThrow(/does not open/);
  });

  it('does not open when a byte of it was changed', () => {
    const cipher = cipherOf(one);
    const sealed = cipher.seal('asthma', place);
    for (let at = 3; at < sealed.length; at += 1) {
      const wrong = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
      // The last letter of base64 may carry no more than padding.
      if (Buffer.from(wrong.slice(3), 'base64url').equals(Buffer.from(sealed.slice(3), 'base64url')))
        continue;
      expect(() => cipher.open(wrong, place)).toThrow(/does not open/);
    }
  });

  it('opens under a newer key too, and new texts are under that', () => {
    const sealed = cipherOf(one).seal('asthma', place);
    const both = cipherOf(two, one);
    expect(both.open(sealed, place)).toBe('asthma');
    expect(both.seal('asthma', place)).toMatch(/^k2:/);
    expect(() => cipherOf(two).open(sealed, place)).toThrow(/needs the key "k1"/);
  });

  it('may be gone with the person', () => {
    const cipher = cipherOf(one);
    expect(cipher.openUnlessErased('—', place)).toBeNull();
    expect(cipher.openUnlessErased(cipher.seal('asthma', place), place)).toBe('asthma');
  });

  it('is told by a fault without its text', () => {
    const cipher = cipherOf(one);
    expect(() => cipher.open('k1:AAAA', place)).toThrow('health_records.secret of 1 does not open');
  });
});

describe('a mark', () => {
  it('is the same for the same text, purpose and key only', () => {
    const cipher = cipherOf(one);
    expect(cipher.mark('height', 'kind')).toBe(cipherOf(one, two).mark('height', 'kind'));
    const others = [
      cipher.mark('weight', 'kind'),
      cipher.mark('height', 'x'),
      cipherOf(two).mark('height', 'kind'),
    ];
    expect(others).not.toContain(cipher.mark('height', 'kind'));
    expect(cipherOf(two, one).marks('height', 'kind')).toContain(cipher.mark('height', 'kind'));
  });
});

describe('data keys', () => {
  it.each([
    ['', false],
    ['k1', false],
    ['k1:short', false],
    [one, true],
    [`${one},${two}`, true],
    [`${one}, ${two}`, true],
    [`${one},${one}`, false],
    [`${one},`, false],
    ['K1:' + randomBytes(32).toString('base64'), false],
    ['k1:' + randomBytes(31).toString('base64'), false],
    ['k1:' + randomBytes(33).toString('base64'), false],
    ['k1:' + randomBytes(32).toString('base64url'), true],
  ])('in %j are right: %s', (text, isRight) => expect(readDataKeys(text) !== null).toBe(isRight));

  it('are asked for', () =>
    expect(() => new Cipher({ DATA_KEYS: undefined })).toThrow(/DATA_KEYS is not set/));
});
