import type { Caller, TestApp } from '../app.js';
import { addDays } from '../../../src/kernel/local-date.js';
import { choiceOf } from './choices.js';
import { operations, type Json, type Operation } from './document.js';
import { sample } from './samples.js';

/** What belongs to the organisation as a whole: no branch is foreign to it. */
export const OF_ALL =
  /^\/v1\/(activities|plans|roles|permissions|settings|price-lists|discounts|vat-rates|cost-norms|expense-categories|items|item-categories|services|suppliers|closures|audit\/(reviews|seals|questions)|consent-texts|consent-purposes|note-phrases|status-reasons|tax-tables|employer-terms|letters|operations|imports|calendars|auth|me)\b/;

const ZONE = 'Europe/Moscow';
const rub = (amount: number) => ({ amount, currency: 'RUB' });

/**
 * A small centre made over HTTP, and the ids of whatever stands in it: a field `planId` finds one of `/v1/plans`, a path
 * `/v1/lessons/{id}/…` one of `/v1/lessons`.
 */
export class World {
  private readonly ids = new Map<string, string[]>();
  private hasOwnRole = false;
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
    await this.stock(make, { ...place, clientId, groupId, held }, suffix);
    await this.collect();
    await this.populate();
  }

  /** A textbook in stock: a lesson used some of it, and some is lent; one has come back. */
  private async stock(
    make: (path: string, body: Json) => Promise<Json>,
    { branchId, activityId, clientId, groupId, held }: Json,
    suffix: string,
  ): Promise<void> {
    const warehouseId = (await make('warehouses', { branchId, name: 'Shelf', code: `SH${suffix}` }))['id'];
    const book = { name: 'English File', kind: 'textbook', unit: 'pcs', price: rub(120_000) };
    const itemId = (await make('items', { ...book, sku: `EF-${suffix}` }))['id'];
    const lines = [{ itemId, quantity: '50', price: rub(90_000) }];
    const waybillId = (await make('waybills', { kind: 'receipt', warehouseId, lines }))['id'];
    await make(`waybills/${String(waybillId)}/posting`, {});
    const materials = [{ itemId, perLesson: '1', perAttendee: '1' }];
    await make('cost-norms', {
      ...{ activityId, branchId, effectiveFrom: addDays(this.today, -30), materials },
      ...{ plannedAttendees: 6, teacherRate: rub(60_000), roomCost: rub(50_000), overheadPercent: '10' },
    });
    await make(`lessons/${String(held)}/completion`, {});
    const loanId = (await make('loans', { clientId, groupId, items: [{ itemId, quantity: '5' }] }))['id'];
    await make(`loans/${String(loanId)}/returns`, { lines: [{ itemId, quantity: '1' }] });
    // The newest waybill, which the world shows first, is one that can be changed.
    await make('waybills', { kind: 'receipt', warehouseId, lines });
  }

  /** Puts something into every collection that is still empty, from the examples of the contract. */
  private async populate(): Promise<void> {
    // A warehouse, then a waybill of it, then a line of that.
    for (let round = 0; round < 3; round += 1) {
      for (const operation of operations) if (this.isToFill(operation)) await this.fillOne(operation);
      await this.collect();
    }
  }

  private async fillOne({ id, path, body = {} }: Operation): Promise<void> {
    for (const only of [undefined, 'required'] as const) {
      const asked = { ...sample(body, this, only), ...choiceOf(id, this) };
      if ((await this.test.owner.post(this.fill(path), asked)).status < 300) return;
    }
  }

  private isToFill({ method, path, body }: Operation): boolean {
    const isListed = operations.some((one) => one.method === 'get' && one.path === path);
    // Merging takes away what other requests need.
    if (path.endsWith('/merges')) return false;
    return method === 'post' && body !== undefined && isListed && !this.isFilled(path);
  }

  private isFilled(path: string): boolean {
    // Of roles there are always some that are built in, and those cannot be changed.
    if (path === '/v1/roles') return this.hasOwnRole;
    const key = path.includes('{') ? `*/${path.split('/').at(-1) ?? ''}` : path.slice('/v1/'.length);
    return (this.ids.get(key) ?? []).length > 0;
  }

  /** Reads what stands in every collection. */
  async collect(caller: Caller = this.test.owner): Promise<void> {
    for (const { method, path } of operations) {
      if (method !== 'get' || path.includes('{') || !path.startsWith('/v1/')) continue;
      const collection = path.slice('/v1/'.length);
      this.ids.set(collection, await this.listed(caller, `${collection}?limit=20`));
    }
    const { body } = await this.test.owner.get('/v1/roles');
    const own = ((body as Json)['items'] as Json[]).filter((role) => role['isBuiltIn'] === false);
    this.hasOwnRole = own.length > 0;
    if (this.hasOwnRole)
      this.ids.set(
        'roles',
        own.map((role) => role['id'] as string),
      );
    await this.collectNested(caller);
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

  /** `clients/{id}/notes/{noteId}`: a note of the first client; where such a list is not known, any of the kind. */
  private nested(collection: string, name: string, turn: number): string {
    const ids = this.ids.get(`*/${collection}`) ?? [];
    return ids[turn % Math.max(ids.length, 1)] ?? (name.endsWith('Id') ? this.idFor(name, turn) : 'unknown');
  }

  knows = (collection: string, id: string): boolean => (this.ids.get(collection) ?? []).includes(id);

  /** Lists below a record, of the first record that there is. */
  private async collectNested(caller: Caller): Promise<void> {
    for (const { method, path } of operations) {
      const match = /^\/v1\/([\w-]+)\/\{id\}\/([\w-]+)$/.exec(path);
      if (method !== 'get' || match === null) continue;
      const [, collection = '', below = ''] = match;
      const ids = await this.listed(caller, `${collection}/${this.idOf(collection)}/${below}?limit=20`);
      if (ids.length > 0) this.ids.set(`*/${below}`, ids);
    }
    const client = await caller.get(`/v1/clients/${this.idOf('clients')}`);
    const guardians = ((client.body as Json)['guardians'] ?? []) as Json[];
    this.ids.set(
      '*/guardians',
      guardians.map((guardian) => guardian['id'] as string),
    );
    this.ids.set('*/members', [this.idOf('clients')]);
    const loan = await caller.get(`/v1/loans/${this.idOf('loans')}`);
    const movements = ((loan.body as Json)['movements'] ?? []) as Json[];
    this.ids.set('*/movements', movements.map((movement) => movement['id'] as string).reverse());
    const sale = await caller.get(`/v1/sales/${this.idOf('sales')}`);
    const sold = ((sale.body as Json)['lines'] ?? []) as Json[];
    this.ids.set(
      'lines',
      sold.map((line) => line['id'] as string),
    );
    const order = await caller.get(`/v1/purchase-orders/${this.idOf('purchase-orders')}`);
    const lines = ((order.body as Json)['lines'] ?? []) as Json[];
    this.ids.set(
      '*/purchase-order-lines',
      lines.map((line) => line['id'] as string),
    );
  }

  /** The id meant by a field's name: `planId`, `teacherId`, `activityIds`. */
  idFor(field: string, turn = 0): string {
    const noun = field.replace(/Ids?$/, '');
    const collection = meant[noun] ?? plural(kebab(noun));
    return this.idOf(collection, turn);
  }

  /** A path with real ids in its places. */
  fill(path: string, turn = 0): string {
    const known = path.replace('records/{table}/{id}', `records/clients/${this.idOf('clients')}`);
    return known.replace(/([\w-]+)\/\{(\w+)\}/g, (_, before: string, name: string) => {
      const list = known.startsWith('/v1/purchase-orders') ? `purchase-order-${before}` : before;
      const id = name === 'id' ? this.idOf(before, turn) : this.nested(list, name, turn);
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
  category: 'item-categories',
  responsible: 'employees',
  seller: 'employees',
  cashier: 'users',
};

const plural = (noun: string): string => `${noun}s`.replace(/ys$/, 'ies').replace(/chs$/, 'ches');
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
