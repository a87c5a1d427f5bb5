import type { Fault } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { times, type Minor } from '../../kernel/money.js';
import { isWhole, quantityText, thousandths, type Thousandths } from '../../kernel/quantity.js';

/** So much of an item. */
export interface Amount {
  itemId: string;
  quantity: string;
}

/** An item, as far as lending asks. */
export interface LendableItem {
  id: string;
  kind: string;
  unit: string;
  /** Whether half a unit is a quantity. */
  hasParts: boolean;
  isArchived: boolean;
}

/** What is lent and comes back; the rest of the nomenclature is sold or used up. */
const LENT_KINDS: readonly string[] = ['textbook', 'equipment'];

/** The most that is charged at once. */
const MOST: Minor = 1_000_000_000_000;

/** Everything wrong with what is to be lent, at its place in the request. */
export function itemFaults(wanted: readonly Amount[], items: readonly LendableItem[]): Fault[] {
  return wanted.flatMap(({ itemId, quantity }, index) => {
    const pointer = `/items/${String(index)}`;
    const item = items.find(({ id }) => id === itemId);
    if (item === undefined) return [unknownItem(pointer)];
    const faults = [...repeated(wanted, index, pointer), ...notWhole(item, quantity, pointer)];
    if (item.isArchived)
      faults.push({
        ...{ pointer: `${pointer}/itemId`, code: 'item.archived' },
        detail: 'The item is archived.',
      });
    if (!LENT_KINDS.includes(item.kind))
      faults.push({
        ...{ pointer: `${pointer}/itemId`, code: 'item.not-lent', params: { kind: item.kind } },
        detail: 'Only textbooks and equipment are lent.',
      });
    return faults;
  });
}

/** The group a loan is for, and whether the client belongs to it that day. */
export interface GroupOfLoan {
  endsOn: LocalDate | null;
  isArchived: boolean;
  isMember: boolean;
}

/** Until when something is lent: a day, or for the course of a group. */
export interface Term {
  lentOn: LocalDate;
  untilOn: LocalDate | null;
  /** Null: the loan names none. */
  group: GroupOfLoan | null;
}

/** What is wrong with the term of a loan. With a day the group only says what it is for. */
export function termFaults({ lentOn, untilOn, group }: Term): Fault[] {
  if (untilOn !== null)
    return untilOn >= lentOn
      ? []
      : [
          {
            ...{ pointer: '/untilOn', code: 'date.before-lending' },
            detail: `It cannot be due before it is lent, ${lentOn}.`,
          },
        ];
  if (group === null)
    return [
      {
        ...{ pointer: '/untilOn', code: 'value.required' },
        detail: 'Say until when: a day, or the group whose course it is for.',
      },
    ];
  if (group.isArchived || (group.endsOn !== null && group.endsOn < lentOn))
    return [
      { pointer: '/groupId', code: 'group.ended', detail: 'The course of the group is over: name a day.' },
    ];
  return group.isMember
    ? []
    : [
        {
          ...{ pointer: '/groupId', code: 'client.not-member' },
          detail: 'The client does not belong to the group on that day: name a day instead.',
        },
      ];
}

/** A day something happened: not after today, not before it was lent. */
export function dayFaults(
  day: LocalDate,
  { today, since = day, pointer }: { today: LocalDate; since?: LocalDate; pointer: string },
): Fault[] {
  if (day > today) return [{ pointer, code: 'date.in-future', detail: `Today it is ${today} there.` }];
  if (day >= since) return [];
  return [{ pointer, code: 'date.before-lending', detail: `It was lent on ${since}.` }];
}

/** A line of a loan with what the client still has of it. */
export interface LineOut {
  id: string;
  itemId: string;
  unit: string;
  hasParts: boolean;
  out: Thousandths;
}

export interface Taken {
  lineId: string;
  itemId: string;
  quantity: Thousandths;
  /** Its place in the request; of all at once, its place in the loan. */
  index: number;
}

export interface Taking {
  taken: Taken[];
  /** What is wrong with the request. */
  faults: Fault[];
  /** Lines that ask for more than is out. */
  exceeded: Fault[];
}

/** What of a loan comes back or is lost; without a wish, all that is out. */
export function takeOut(lines: readonly LineOut[], wanted: readonly Amount[] | undefined): Taking {
  const taking: Taking = { taken: [], faults: [], exceeded: [] };
  if (wanted === undefined) {
    const out = lines.filter((line) => line.out > 0);
    taking.taken = out.map(({ id, itemId, out: quantity }, index) => ({
      ...{ lineId: id, itemId, quantity, index },
    }));
    return taking;
  }
  wanted.forEach(({ itemId, quantity }, index) => {
    const pointer = `/lines/${String(index)}`;
    const line = lines.find((one) => one.itemId === itemId);
    if (line === undefined) taking.faults.push(unknownItem(pointer));
    else {
      taking.faults.push(...repeated(wanted, index, pointer), ...notWhole(line, quantity, pointer));
      const asked = thousandths(quantity);
      if (asked > line.out) taking.exceeded.push(exceeding(pointer, quantity, line.out));
      taking.taken.push({ lineId: line.id, itemId, quantity: asked, index });
    }
  });
  return taking;
}

function exceeding(pointer: string, wanted: string, left: Thousandths): Fault {
  const params = { wanted, out: quantityText(left) };
  return {
    ...{ pointer: `#${pointer}/quantity`, code: 'loan.exceeded', params },
    detail: `${wanted} wanted, ${params.out} out.`,
  };
}

/** Whether nothing is out once this has been taken. */
export function isEmptied(lines: readonly LineOut[], taken: readonly Taken[]): boolean {
  const gone = new Map(taken.map(({ lineId, quantity }) => [lineId, quantity]));
  return lines.every(({ id, out }) => out === (gone.get(id) ?? 0));
}

/** What a member of a group is still to get. */
export interface Share {
  clientId: string;
  items: Amount[];
}

export const shareKey = (clientId: string, itemId: string): string => `${clientId} ${itemId}`;

/** Each gets what they do not have already, whoever it was that lent it; so lending again lends nothing twice. */
export function shareOut(
  clientIds: readonly string[],
  wanted: readonly Amount[],
  had: ReadonlyMap<string, Thousandths>,
): Share[] {
  return clientIds.map((clientId) => ({
    clientId,
    items: wanted.flatMap(({ itemId, quantity }) => {
      const missing = thousandths(quantity) - (had.get(shareKey(clientId, itemId)) ?? 0);
      return missing > 0 ? [{ itemId, quantity: quantityText(missing) }] : [];
    }),
  }));
}

/** Amounts of each item together, in the order they are first named. */
export function totalsOf(amounts: readonly Amount[]): Amount[] {
  const sums = new Map<string, Thousandths>();
  for (const { itemId, quantity } of amounts)
    sums.set(itemId, (sums.get(itemId) ?? 0) + thousandths(quantity));
  return [...sums].map(([itemId, sum]) => ({ itemId, quantity: quantityText(sum) }));
}

/** What is charged for a lost line, or why it cannot be. */
export function lossCharge(
  price: Minor | null,
  quantity: Thousandths,
  pointer: string,
): { price: Minor; amount: Minor } | Fault {
  if (price === null)
    return {
      ...{ pointer: `${pointer}/price`, code: 'value.required' },
      detail: 'The item has no price: say what is charged for one.',
    };
  if (BigInt(price) * BigInt(quantity) > BigInt(MOST) * 1000n)
    return {
      ...{ pointer: `${pointer}/price`, code: 'money.too-much' },
      detail: 'All of it comes to more than can be charged.',
    };
  return { price, amount: times(price, quantityText(quantity)) };
}

const unknownItem = (pointer: string): Fault => ({
  ...{ pointer: `${pointer}/itemId`, code: 'reference.not-found' },
  detail: 'No such record, or it is out of your reach.',
});

function repeated(wanted: readonly Amount[], index: number, pointer: string): Fault[] {
  const first = wanted.findIndex(({ itemId }) => itemId === wanted[index]?.itemId);
  const detail = 'Each item may stand once.';
  return first === index ? [] : [{ pointer: `${pointer}/itemId`, code: 'array.not-unique', detail }];
}

function notWhole(
  { unit, hasParts }: Pick<LendableItem, 'unit' | 'hasParts'>,
  quantity: string,
  pointer: string,
): Fault[] {
  if (hasParts || isWhole(thousandths(quantity))) return [];
  const detail = `The item is counted in whole ${unit}.`;
  return [{ pointer: `${pointer}/quantity`, code: 'quantity.not-whole', detail, params: { unit } }];
}
