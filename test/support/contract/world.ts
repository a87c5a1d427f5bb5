import type { Caller, TestApp } from '../app.js';
import { addDays } from '../../../src/kernel/local-date.js';
import { operations, type Json } from './document.js';

const ZONE = 'Europe/Moscow';
const rub = (amount: number) => ({ amount, currency: 'RUB' });

/**
 * A small centre made over HTTP, and the ids of whatever stands in it: a field `planId` finds one of `/v1/plans`, a path
 * `/v1/lessons/{id}/…` one of `/v1/lessons`.
 */
export class World {
  private readonly ids = new Map<string, string[]>();
  today = '';

  constructor(readonly test: TestApp) {}

  async build(suffix: string): Promise<void> {
    const { owner, clock } = this.test;
    this.today = clock.today(ZONE);
    const make = async (path: string, body: Json): Promise<Json> => {
      const answer = await owner.post(`/v1/${path}`, body);
      if (answer.status >= 300) throw new Error(`${path}: ${String(answer.status)} ${answer.text}`);
      return answer.body as Json;
    };
    const branchId = (
      await make('branches', { code: `W${suffix}`, name: `World ${suffix}`, timeZone: ZONE })
    )['id'];
    const person = { branchId, lastName: `Orlov${suffix}`, firstName: 'Vera' };
    const teacherId = (
      await make('employees', { ...person, position: 'Teacher', engagement: 'staff', hiredOn: '2020-01-01' })
    )['id'];
    const rate = { rate: rub(50_000), effectiveFrom: '2020-01-01' };
    await make('pay-schemes', { employeeId: teacherId, basis: 'lesson', ...rate });
    const activityId = (
      await make('activities', {
        name: `Chess ${suffix}`,
        kind: 'course',
        lessonMinutes: 60,
        capacity: 10,
        singlePrice: rub(80_000),
      })
    )['id'];
    const roomId = (await make('rooms', { branchId, name: 'Blue', capacity: 10 }))['id'];
    const guardian = {
      lastName: 'Orlova',
      firstName: 'Anna',
      relation: 'mother',
      phones: [`+7916${suffix}`],
    };
    const child = { ...person, birthDate: '2017-05-14', guardians: [guardian], allowDuplicate: true };
    const clientId = (await make('clients', child))['id'];
    await make('clients', { ...child, firstName: 'Oleg' });
    const planId = (
      await make('plans', {
        name: `Eight ${suffix}`,
        activityIds: [activityId],
        price: rub(480_000),
        visits: 8,
        validityCount: 2,
        validityUnit: 'month',
        freezeMaxDays: 14,
        freezeMaxTimes: 2,
      })
    )['id'];
    await make('subscriptions', { clientId, planId, payment: { amount: rub(100_000), method: 'card' } });
    const place = { branchId, activityId, teacherId, roomId };
    const groupId = (
      await make('groups', { ...place, name: 'Knights', capacity: 8, startsOn: '2020-01-01' })
    )['id'];
    await make(`groups/${String(groupId)}/members`, { clientId, joinedOn: addDays(this.today, -30) });
    const when = { startsOn: addDays(this.today, -7), localStart: '10:00', minutes: 60 };
    await make('series', { groupId, rule: 'FREQ=WEEKLY', ...when });
    const [held] = await this.listed(owner, `lessons?groupId=${String(groupId)}&sort=startsAt`);
    await make(`lessons/${String(held)}/completion`, {});
    await this.collect();
  }

  /** Reads what stands in every collection. */
  async collect(caller: Caller = this.test.owner): Promise<void> {
    for (const { method, path } of operations) {
      if (method !== 'get' || path.includes('{') || !path.startsWith('/v1/')) continue;
      const collection = path.slice('/v1/'.length);
      this.ids.set(collection, await this.listed(caller, `${collection}?limit=20`));
    }
    const charges = await this.test.owner.get('/v1/charges?limit=20');
    const accounts = ((charges.body as Json)['items'] ?? []) as Json[];
    this.ids.set('payer-accounts', [
      ...new Set(accounts.map((charge) => charge['payerAccountId'] as string)),
    ]);
  }

  /** Some id of a collection; of one that is empty, an id of nobody. */
  idOf(collection: string, turn = 0): string {
    const ids = this.ids.get(collection) ?? [];
    return ids[turn % Math.max(ids.length, 1)] ?? '019aa5f0-0000-7000-8000-00000000dead';
  }

  knows = (collection: string, id: string): boolean => (this.ids.get(collection) ?? []).includes(id);

  /** The id meant by a field's name: `planId`, `teacherId`, `activityIds`. */
  idFor(field: string, turn = 0): string {
    const noun = field.replace(/Ids?$/, '');
    const collection = meant[noun] ?? plural(kebab(noun));
    return this.idOf(collection, turn);
  }

  /** A path with real ids in its places. */
  fill(path: string, turn = 0): string {
    return path.replace(/([\w-]+)\/\{(\w+)\}/g, (_, before: string, name: string) => {
      const id =
        name === 'id' ? this.idOf(before, turn) : name.endsWith('Id') ? this.idFor(name, turn) : 'unknown';
      return `${before}/${id}`;
    });
  }

  private async listed(caller: Caller, list: string): Promise<string[]> {
    const answer = await caller.get(`/v1/${list}`);
    const items = (answer.body as Json | undefined)?.['items'] as Json[] | undefined;
    return (items ?? []).map((item) => item['id'] as string).filter((id) => typeof id === 'string');
  }
}

const meant: Readonly<Record<string, string>> = {
  teacher: 'employees',
  survivor: 'clients',
  duplicate: 'clients',
  toAccount: 'payer-accounts',
  representative: 'guardians',
  series: 'series',
};

const plural = (noun: string): string => `${noun}s`.replace(/ys$/, 'ies').replace(/chs$/, 'ches');
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
