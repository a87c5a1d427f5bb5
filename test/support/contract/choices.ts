import { addDays } from '../../../src/kernel/local-date.js';
import type { Json } from './document.js';
import type { World } from './world.js';

/** Members to leave out (undefined) or to give another value than the example. */
const choices: Readonly<Record<string, (world: World) => Json>> = {
  'clientMerges.merge': (world) => ({ duplicateId: world.idOf('clients', 1) }),
  'guardianMerges.merge': (world) => ({
    survivorId: world.idOf('guardians'),
    duplicateId: world.idOf('guardians', 1),
  }),
  'duplicates.dismiss': (world) => ({ otherId: world.idOf('clients', 1) }),
  'clients.addGuardian': () => ({ guardianId: undefined }),
  'consents.add': (world) => ({
    representativeId: world.fill('/v1/clients/{id}/guardians/{guardianId}').split('/').at(-1),
    purpose: 'photo',
    signedOn: undefined,
    textId: undefined,
  }),
  'notePhrases.add': () => ({ text: 'Something nobody says' }),
  'priceLists.create': (world) => ({
    branchId: undefined,
    lines: [{ planId: world.idOf('plans'), price: rub(1) }],
  }),
  'discounts.create': () => ({
    kind: 'manual',
    percent: '10',
    amount: undefined,
    promoCode: undefined,
    maxUses: undefined,
    maxAmount: undefined,
    minCount: undefined,
  }),
  'vatRates.change': () => ({ code: '20' }),
  'costNorms.create': (world) => ({
    branchId: undefined,
    effectiveFrom: addDays(world.today, 400),
    effectiveTo: undefined,
    rooms: undefined,
    materials: [{ itemId: world.idOf('items'), perLesson: '1', perAttendee: '2' }],
  }),
  'expenses.create': (world) => ({
    ...{ onDate: world.today, paidFrom: 'bank', cashDeskId: undefined },
    categoryId: world.idOf('expense-categories'),
  }),
  'refunds.give': () => ({ payerAccountId: undefined, cashDeskId: undefined }),
  'payments.receive': () => ({ payerAccountId: undefined, cashDeskId: undefined, chargeIds: undefined }),
  'paySchemes.create': () => ({
    basis: 'hour',
    ...{ percent: undefined, groupId: undefined, position: undefined, branchId: undefined, name: undefined },
    ...{ brackets: undefined, bracketMode: undefined, proration: undefined, weekdays: undefined },
    ...{ onHolidays: undefined, localFrom: undefined, localTo: undefined, effectiveTo: undefined },
    effectiveFrom: '2021-01-01',
  }),
  'lessonPay.set': () => ({ basis: undefined, rate: undefined }),
  'taxTables.add': () => ({ incomeTax: undefined, contributions: undefined }),
  'withholdingOrders.create': () => ({ monthlyAmount: undefined }),
  'plans.create': () => ({
    autoRenew: 'off',
    autoRenewPlanId: undefined,
    validFrom: undefined,
    validUntil: undefined,
  }),
  'lessons.create': (world) => ({
    groupId: world.idOf('groups'),
    activityId: undefined,
    groupIds: undefined,
    clientIds: undefined,
    startsAt: later(world, '09:00'),
  }),
  'lessonActions.move': (world) => ({
    startsAt: later(world, '07:00'),
    onDate: undefined,
    localStart: undefined,
  }),
  'itemCategories.create': () => ({ parentId: undefined }),
  'items.create': () => ({ barcode: undefined }),
  'waybills.create': () => ({
    kind: 'receipt',
    toWarehouseId: undefined,
    sourceId: undefined,
    onDate: undefined,
    lines: undefined,
  }),
  'sales.giveBack': () => ({ payOut: undefined }),
  'services.create': () => ({ vatCode: undefined }),
  'sales.sell': (world) => ({
    branchId: world.idOf('branches'),
    clientId: world.idOf('clients'),
    ...{ buyerName: undefined, warehouseId: undefined, discount: undefined, discountReason: undefined },
    lines: [{ serviceId: world.idOf('services'), quantity: '2' }],
    payments: [{ method: 'card' }],
  }),
  'waybillLines.add': () => ({ sourceLineId: undefined }),
  'waybillLines.put': (world) => ({
    lines: [{ key: 'scan-17', itemId: world.idOf('items'), quantity: '12' }],
  }),
  'calendars.open': (world) => ({ kind: 'room', subjectId: world.idOf('rooms') }),
  'reportSchedules.create': () => ({ name: 'Digest of the director' }),
};
const rub = (amount: number) => ({ amount, currency: 'RUB' });
const later = (world: World, time: string) => `${addDays(world.today, 45)}T${time}:00.000Z`;

/** Where members of a body exclude each other, the choice to send. */
export const choiceOf = (operationId: string, world: World): Json => choices[operationId]?.(world) ?? {};
