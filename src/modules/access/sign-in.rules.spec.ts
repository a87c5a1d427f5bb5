import { lockSeconds } from './sign-in.rules.js';

describe('lockSeconds', () => {
  it.each([
    [1, 0],
    [4, 0],
    [5, 60],
    [6, 120],
    [7, 240],
    [50, 3600],
  ])('after %i wrong passwords locks for %i s', (failures, seconds) => {
    expect(lockSeconds(failures)).toBe(seconds);
  });
});
