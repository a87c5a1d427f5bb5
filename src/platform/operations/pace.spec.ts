import { setImmediate } from 'node:timers/promises';
import { Pace } from './pace.js';

describe('the pace of runs', () => {
  it('begins the next after a pause, and at once when the process goes down', async () => {
    const pace = new Pace(1_000_000);
    const begun: string[] = [];
    const run = (name: string) => pace.run(() => Promise.resolve(void begun.push(name)));
    await run('first');
    const second = run('second');
    await setImmediate();
    expect(begun).toEqual(['first']);
    pace.end();
    await second;
    await run('third');
    expect(begun).toEqual(['first', 'second', 'third']);
  });

  it('knows no pause after no time, and pauses after a run that failed', async () => {
    const eager = new Pace(0);
    const begun: string[] = [];
    await eager.run(() => Promise.reject(new Error('failed'))).catch(() => undefined);
    await eager.run(() => Promise.resolve(void begun.push('eager')));
    expect(begun).toEqual(['eager']);
    const patient = new Pace(1_000_000);
    await expect(patient.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    const next = patient.run(() => Promise.resolve(void begun.push('patient')));
    await setImmediate();
    expect(begun).toEqual(['eager']);
    patient.end();
    await next;
  });
});
