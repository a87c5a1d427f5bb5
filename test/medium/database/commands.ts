import type { Test } from 'supertest';
import { addDays } from '../../../src/kernel/local-date.js';
import type { TestApp } from '../../support/app.js';
import { rub, uniquely, type Centre, type centresOf, type Json } from '../../support/centre.js';

/** Prepares what a command needs and gives the request, which can be sent as often as one likes. */
export type Command = () => Promise<() => Test>;

/** One command for each of these events. */
export function commandsOf(
  test: TestApp,
  at: ReturnType<typeof centresOf>,
): Readonly<Record<string, Command>> {
  const post =
    (path: string, body: object = {}) =>
    () =>
      test.owner.post(path, body);
  const remove = (path: string, body?: object) => () => test.owner.delete(path, body);
  const reason = 'Reason';
  const [today, tomorrow] = [at.today, addDays(at.today, 1)];

  const sold = async (): Promise<{ here: Centre; clientId: string; planId: string; id: string }> => {
    const here = await at.centre();
    const clientId = await at.member(here);
    const plan = await at.made('/v1/plans', {
      ...{ name: uniquely('Plan'), activityIds: [here.activityId], price: rub(480_000), visits: 8 },
      ...{ validityCount: 60, validityUnit: 'day', freezeMaxDays: 14, freezeMaxTimes: 2 },
      isTransferable: true,
    });
    const payment = { amount: rub(480_000), method: 'card' };
    const { id } = await at.made('/v1/subscriptions', { clientId, planId: plan.id, payment });
    return { here, clientId, planId: plan.id, id };
  };
  const ofSubscription = (what: string, body: object) => async () =>
    post(`/v1/subscriptions/${(await sold()).id}/${what}`, body);
  const someone = async () => at.client((await at.centre()).branchId);
  const paid = async (): Promise<Json> =>
    at.made('/v1/payments', { clientId: await someone(), amount: rub(50_000), method: 'card' });
  const charged = async (): Promise<Json> =>
    at.made('/v1/charges', { clientId: await someone(), amount: rub(900), description: 'Costume' });
  const given = async (): Promise<object> => {
    const { payerAccountId } = await paid();
    return { payerAccountId, amount: rub(100), method: 'card', reason };
  };
  const material = async (): Promise<string> => {
    const names = { sku: uniquely('M').replace(' ', '-'), name: uniquely('Clay') };
    return (await at.made('/v1/items', { ...names, kind: 'material', unit: 'pcs' })).id;
  };
  const held = async (): Promise<Json> => {
    const { here } = await sold();
    await at.member(here);
    await at.equip(here, [{ itemId: await material(), perAttendee: '1' }], { quantity: '9' });
    return at.lesson(here);
  };
  const completed = async (): Promise<Json> => {
    const lesson = await held();
    await at.complete(lesson.id);
    return lesson;
  };
  const weekly = async (): Promise<Json> => {
    const { groupId } = await at.centre();
    const when = { startsOn: tomorrow, localStart: '10:00', minutes: 60 };
    return at.made('/v1/series', { groupId, rule: 'FREQ=WEEKLY', ...when });
  };
  const twins = async (): Promise<object> => {
    const [one, other] = [await sold(), await sold()];
    await completed();
    return { survivorId: one.clientId, duplicateId: other.clientId, reason };
  };
  const closure = async (): Promise<object> => {
    const { branchId } = await weekly();
    return { branchId, name: 'Repair', fromOn: tomorrow, toOn: addDays(today, 30), policy: 'cancel' };
  };

  return {
    'subscription.sold': async () => {
      const { clientId, planId } = await sold();
      return post('/v1/subscriptions', { clientId, planId, payment: { amount: rub(1_000), method: 'card' } });
    },
    'subscription.refunded': ofSubscription('refunds', { reason, payOut: { method: 'card' } }),
    'subscription.frozen': ofSubscription('freezes', { startsOn: tomorrow, endsOn: addDays(today, 5) }),
    'subscription.renewed': ofSubscription('renewal', {}),
    'subscription.cancelled': ofSubscription('cancellation', { reason }),
    'subscription.extended': ofSubscription('extensions', { days: 3, reason }),
    'subscription.adjusted': ofSubscription('adjustments', { visits: 2, reason }),
    'subscription.transferred': async () => {
      const { here, id } = await sold();
      return post(`/v1/subscriptions/${id}/transfers`, { clientId: await at.client(here.branchId), reason });
    },
    'sale.made': async () => {
      const { here, clientId, planId } = await sold();
      const lines = [{ itemId: await at.stocked(here.branchId, '9'), quantity: '2' }, { planId }];
      return post('/v1/sales', { branchId: here.branchId, clientId, lines, payments: [{ method: 'cash' }] });
    },
    'sale.returned': async () => {
      const { here, clientId, planId } = await sold();
      const lines = [{ itemId: await at.stocked(here.branchId, '9'), quantity: '2' }, { planId }];
      const asked = { branchId: here.branchId, clientId, lines, payments: [{ method: 'card' }] };
      const sale = await at.made('/v1/sales', asked);
      const back = (sale.lines as Json[]).map(({ id }) => ({ lineId: id, quantity: '1' }));
      return post(`/v1/sales/${sale.id}/returns`, { lines: back, reason, payOut: [{ method: 'card' }] });
    },
    'payment.received': async () =>
      post('/v1/payments', { clientId: await someone(), amount: rub(500), method: 'card' }),
    'payment.reversed': async () => remove(`/v1/payments/${(await paid()).id}`, { reason }),
    'refund.given': async () => post('/v1/refunds', await given()),
    'refund.reversed': async () =>
      remove(`/v1/refunds/${(await at.made('/v1/refunds', await given())).id}`, { reason }),
    'charge.made': async () =>
      post('/v1/charges', { clientId: await someone(), amount: rub(900), description: 'Costume' }),
    'charge.split': async () => {
      const parts = [200, 700].map((amount, index) => ({
        dueOn: addDays(today, index),
        amount: rub(amount),
      }));
      return post(`/v1/charges/${(await charged()).id}/instalments`, { parts, reason });
    },
    'charge.credited': async () =>
      post(`/v1/charges/${(await charged()).id}/credits`, { amount: rub(100), reason }),
    'cash-shift.closed': async () => {
      const { branchId } = await at.centre();
      const desk = await at.made('/v1/cash-desks', { branchId, name: uniquely('Desk') });
      const opened = { cashDeskId: desk.id, openingFloat: rub(1_000) };
      const shift = await at.made('/v1/cash-shifts', opened);
      return post(`/v1/cash-shifts/${shift.id}/closing`, { counted: rub(900), differenceReason: reason });
    },
    'lesson.planned': async () => {
      const { groupId } = await at.centre();
      return post('/v1/lessons', { groupId, startsAt: `${tomorrow}T10:00:00.000Z`, minutes: 60 });
    },
    'lesson.moved': async () => {
      const startsAt = `${addDays(today, 2)}T12:00:00.000Z`;
      return post(`/v1/lessons/${(await held()).id}/move`, { startsAt, reason });
    },
    'lesson.cancelled': async () =>
      post(`/v1/lessons/${(await held()).id}/cancellation`, { by: 'centre', reason }),
    'lesson.completed': async () => post(`/v1/lessons/${(await held()).id}/completion`),
    'lesson.completion-undone': async () => remove(`/v1/lessons/${(await completed()).id}/completion`),
    // A correction of the register takes the visit back and charges another.
    'visit.reversed': async () => {
      const { here, clientId } = await sold();
      const lesson = await at.lesson(here);
      await at.complete(lesson.id);
      const attendance = [{ clientId, mark: 'absent_excused' }];
      return post(`/v1/lessons/${lesson.id}/completion/corrections`, { attendance, reason });
    },
    // This lesson and those after it: the series ends there, and another one goes on.
    'series.changed': async () => {
      const { id, version } = await weekly();
      const from = { scope: 'this_and_following', from: addDays(today, 15), version };
      return post(`/v1/series/${id}/changes`, { ...from, localStart: '12:30', reason });
    },
    'series.started': async () => {
      const { groupId } = await at.centre();
      const when = { startsOn: tomorrow, localStart: '10:00', minutes: 60 };
      return post('/v1/series', { groupId, rule: 'FREQ=WEEKLY', ...when });
    },
    'closure.added': async () => post('/v1/closures', await closure()),
    'closure.lifted': async () =>
      remove(`/v1/closures/${(await at.made('/v1/closures', await closure())).id}`),
    'group.member-joined': async () => {
      const { branchId, groupId } = await at.centre();
      return post(`/v1/groups/${groupId}/members`, { clientId: await at.client(branchId), joinedOn: today });
    },
    'group.member-left': async () => {
      const here = await at.centre();
      const clientId = await at.member(here);
      return post(`/v1/groups/${here.groupId}/members/${clientId}/departure`, { leftOn: today, reason });
    },
    'client.registered': async () => {
      const { branchId } = await at.centre();
      const mother = { lastName: 'Orlova', firstName: 'Vera', relation: 'mother', phones: ['+79161234567'] };
      const child = { lastName: uniquely('Orlov'), firstName: 'Oleg', birthDate: '2017-05-14' };
      return post('/v1/clients', { branchId, ...child, phones: ['+79161234568'], guardians: [mother] });
    },
    'client.changed': async () => {
      const id = await someone();
      return () => test.owner.patch(`/v1/clients/${id}`, { version: 1, status: 'paused', tags: ['a'] });
    },
    'client.merged': async () => post('/v1/clients/merges', await twins()),
    'client.merge-undone': async () =>
      remove(`/v1/clients/merges/${(await at.made('/v1/clients/merges', await twins())).id}`),
    'client.erased': async () =>
      post(`/v1/clients/${await someone()}/erasure`, {
        reason: 'consent withdrawn',
        requestedBy: 'the client',
      }),
    'consent.signed': async () => {
      const text = { purpose: 'photo', text: 'We may take photos.', effectiveFrom: '2020-01-01' };
      await at.made('/v1/consent-texts', text);
      return post(`/v1/clients/${await someone()}/consents`, { purpose: 'photo', how: 'paper' });
    },
    'review.opened': async () => {
      await someone();
      return post('/v1/audit/reviews');
    },
    'review.closed': async () => {
      const { items } = await at.shown('/v1/audit/reviews');
      const open: Json = items.find((one: Json) => one.status === 'open');
      const id: string = open?.id ?? (await at.made('/v1/audit/reviews', {})).id;
      return post(`/v1/audit/reviews/${id}/closing`);
    },
  };
}
