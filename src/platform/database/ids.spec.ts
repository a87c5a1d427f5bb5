import { jest } from '@jest/globals';
import { validate, version } from 'uuid';
import { newId } from './ids.js';

describe('a new id', () => {
  it('is a UUIDv7, another each time, and sorts after those before it', () => {
    const ids = Array.from({ length: 5_000 }, newId);
    expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
    // The last 48 bits are always of chance.
    expect(new Set(ids.map((id) => id.slice(-12))).size).toBe(ids.length);
  });

  it('sorts after those before it when the clock is set back', () => {
    const before = newId();
    jest.useFakeTimers({ now: Date.now() - 60_000 });
    try {
      expect(newId() > before).toBe(true);
    } finally {
      jest.useRealTimers();
    }
  });
});
