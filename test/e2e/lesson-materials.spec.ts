import { addDays } from '../../src/kernel/local-date.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, rub, uniquely, type Centre, type Json } from '../support/centre.js';

let test: TestApp;
let of: ReturnType<typeof centresOf>;
beforeAll(async () => {
  test = await startTestApp();
  of = centresOf(test);
});
afterEach(() => expectLawsToHold(test));
afterAll(() => test.close());

interface Material {
  itemId: string;
  perLesson?: string;
  perAttendee?: string;
  unitCost?: object;
}
type Place = Centre & { warehouseId: string };

const item = async (unit = 'pcs', more: object = {}): Promise<string> => {
  const body = { sku: uniquely('M').replace(' ', '-'), name: uniquely('Material'), kind: 'material', unit };
  return (await of.made('/v1/items', { ...body, ...more })).id as string;
};
const receive = async (warehouseId: string, itemId: string, quantity: string, price: number) => {
  const line = { itemId, quantity, price: rub(price) };
  const { id } = await of.made('/v1/waybills', {
    ...{ kind: 'receipt', warehouseId, onDate: of.today, lines: [line] },
  });
  await test.owner.post(`/v1/waybills/${String(id)}/posting`, {}).expect(201);
};
const onHand = (itemId: string) =>
  of.numbers('select coalesce(sum(on_hand), 0) as n from stock_balances where item_id = $1', [itemId]);
const norm = (at: Centre, materials: Material[], more: object = {}) => ({
  ...{ activityId: at.activityId, branchId: at.branchId, effectiveFrom: addDays(of.today, -30) },
  ...{ plannedAttendees: 4, teacherRate: rub(0), roomCost: rub(0), overheadPercent: '0', materials },
  ...more,
});

/** A centre with a warehouse, and a norm of these materials. */
async function place(materials: Material[], policy?: string): Promise<Place> {
  const at = await of.centre();
  if (policy !== undefined)
    await test.owner
      .patch(`/v1/activities/${at.activityId}`, { version: 1, materialsPolicy: policy })
      .expect(200);
  return { ...at, warehouseId: await of.equip(at, materials) };
}
const waybills = async (lessonId: string): Promise<[string, string][]> => {
  const { items } = await of.shown(`/v1/waybills?basisId=${lessonId}&limit=100`);
  return (items as Json[]).map(({ kind, status }) => [kind, status] as [string, string]).sort();
};
const materials = async (lessonId: string) =>
  (await of.complete(lessonId)).materials.map(({ wanted, issued, lacking }: Json) => [
    wanted,
    issued,
    lacking,
  ]);
const correct = (lessonId: string, attendance: object[]) =>
  test.owner.post(`/v1/lessons/${lessonId}/completion/corrections`, { attendance, reason: 'a mistake' });
const costing = (lessonId: string) => of.shown(`/v1/costing/lessons/${lessonId}?explain=true`);

describe('materials of a norm', () => {
  it('are made with it, planned by their cost, and removed with it alone', async () => {
    const [paint, glue, paper] = [await item(), await item('g', { price: rub(7) }), await item('sheet')];
    const at = await place([]);
    await receive(at.warehouseId, paint, '10', 12_000);
    await receive(at.warehouseId, paint, '10', 13_000);
    const from = { effectiveFrom: addDays(of.today, 5) };
    const made = await of.made(
      '/v1/cost-norms',
      norm(
        at,
        [
          { itemId: paint, perLesson: '1', perAttendee: '2' },
          { itemId: glue, perAttendee: '0.5' },
          { itemId: paper, perLesson: '3', unitCost: rub(150) },
        ],
        from,
      ),
    );
    const of3 = (itemId: string) => (made.materials as Json[]).find((one) => one.itemId === itemId);
    expect(of3(paint)).toMatchObject({
      unit: 'pcs',
      perLesson: '1',
      perAttendee: '2',
      unitCost: rub(12_500),
    });
    expect(of3(glue)).toMatchObject({ perLesson: '0', perAttendee: '0.5', unitCost: rub(7) });
    expect(of3(paper)).toMatchObject({ perLesson: '3', perAttendee: '0', unitCost: rub(150) });
    expect(await of.shown(`/v1/cost-norms/${String(made.id)}`)).toEqual(made);
    // 4 planned: paint 12500 + 4 × 25000, glue 4 × round(3.5), paper 3 × 150.
    const lesson = await of.lesson(at);
    await test.owner.delete(`/v1/cost-norms/${String(made.id)}`).expect(204);
    await of.made(
      '/v1/cost-norms',
      norm(
        at,
        made.materials.map(({ itemId, perLesson, perAttendee, unitCost }: Json) => ({
          ...{ itemId, perLesson, perAttendee, unitCost },
        })),
        {
          ...{ branchId: undefined, effectiveFrom: addDays(of.today, -90) },
        },
      ),
    );
    const [own] = (await of.shown(`/v1/cost-norms?activityId=${at.activityId}&branchId=${at.branchId}`))
      .items;
    const end = { version: own.version, effectiveTo: addDays(of.today, -1) };
    await test.owner.patch(`/v1/cost-norms/${String(own.id)}`, end).expect(200);
    expect((await costing(lesson.id)).plan.materials).toEqual(rub(12_500 + 4 * 25_000 + 4 * 4 + 450));
    const unit = await test.owner.patch(`/v1/items/${glue}`, { version: 1, unit: 'kg' }).expect(409);
    expect(unit.body.code).toBe('item.has-moved');
  });

  it('say everything that is wrong with them at once', async () => {
    const at = await of.centre();
    const [paint, old] = [await item(), await item()];
    await test.owner.patch(`/v1/items/${old}`, { version: 1, isArchived: true }).expect(200);
    const answer = await test.owner.post(
      '/v1/cost-norms',
      norm(at, [
        { itemId: paint, perLesson: '0.5' },
        { itemId: paint, perAttendee: '1001' },
        { itemId: old, perLesson: '10001', unitCost: rub(100_000_001) },
        { itemId: at.groupId },
      ]),
    );
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ pointer, code }: Json) => `${String(pointer)} ${String(code)}`)).toEqual(
      [
        '#/materials/0/perLesson quantity.not-whole',
        '#/materials/1/itemId line.repeated',
        '#/materials/1/perAttendee quantity.too-large',
        '#/materials/2/itemId item.archived',
        '#/materials/2/perLesson quantity.too-large',
        '#/materials/2/unitCost amount.too-large',
        '#/materials/3/itemId reference.not-found',
        '#/materials/3/perLesson quantity.zero',
      ],
    );
  });
});

describe('a lesson that is completed', () => {
  it('issues what its norm asks for, at the moving average, and takes it back when it is undone', async () => {
    const [paint, glue] = [await item(), await item('g')];
    const at = await place([
      { itemId: paint, perLesson: '1', perAttendee: '2', unitCost: rub(10_000) },
      { itemId: glue, perAttendee: '2.5', unitCost: rub(10) },
    ]);
    await receive(at.warehouseId, paint, '10', 10_000);
    await receive(at.warehouseId, paint, '10', 20_000);
    await receive(at.warehouseId, glue, '100', 12);
    const [anna] = [await of.member(at), await of.member(at), await of.member(at)];
    const lesson = await of.lesson(at);
    const done = await of.complete(lesson.id, [{ clientId: anna, mark: 'absent' }]);
    expect(done.materials).toMatchObject([
      { itemId: paint, unit: 'pcs', wanted: '5', issued: '5', lacking: '0' },
      { itemId: glue, unit: 'g', wanted: '5', issued: '5', lacking: '0' },
    ]);
    expect([await onHand(paint), await onHand(glue)]).toEqual([15, 95]);
    expect(await of.complete(lesson.id)).toEqual(done);
    const counted = await costing(lesson.id);
    expect(counted.fact).toMatchObject({ materials: rub(5 * 15_000 + 60), cost: rub(75_060) });
    expect(counted.plan.materials).toEqual(rub(90_000 + 4 * 25));
    expect(counted.explained.materials.map((one: Json) => [one.quantity, one.amount.amount])).toEqual([
      ['5.000', 75_000],
      ['5.000', 60],
    ]);
    expect(await waybills(lesson.id)).toEqual([['issue', 'posted']]);
    const [waybill] = (await of.shown(`/v1/waybills?basisId=${String(lesson.id)}`)).items;
    expect(done.materials[0].waybillIds).toEqual([waybill.id]);
    expect(waybill).toMatchObject({ basis: { kind: 'lesson', id: lesson.id }, onDate: of.today });
    // Nobody else takes it back.
    await test.owner.post(`/v1/waybills/${String(waybill.id)}/reversal`, { reason: 'x' }).expect(409);
    const back = {
      kind: 'customer_return',
      warehouseId: at.warehouseId,
      sourceId: waybill.id,
      onDate: of.today,
    };
    expect((await test.owner.post('/v1/waybills', back)).body.errors[0]).toMatchObject({
      pointer: '#/sourceId',
    });

    await test.owner.delete(`/v1/lessons/${String(lesson.id)}/completion`).expect(200);
    expect([await onHand(paint), await onHand(glue)]).toEqual([20, 100]);
    expect(await waybills(lesson.id)).toEqual([['issue', 'reversed']]);
    await of.complete(lesson.id);
    expect([await onHand(paint), await onHand(glue)]).toEqual([13, 92.5]);
    expect((await costing(lesson.id)).fact.materials).toEqual(rub(7 * 15_000 + 90));
  });

  it('issues what there is, and says what lacks', async () => {
    const [paint, clay] = [await item(), await item()];
    const at = await place([
      { itemId: paint, perAttendee: '2' },
      { itemId: clay, perLesson: '1' },
    ]);
    await receive(at.warehouseId, paint, '3', 10_000);
    await of.member(at);
    await of.member(at);
    const lesson = await of.lesson(at);
    expect(await materials(lesson.id)).toEqual([
      ['4', '3', '1'],
      ['1', '0', '1'],
    ]);
    const [told] = await test.db.dataSource.query<{ payload: Json }[]>(
      `select data as payload from events where name = 'lesson.materials-short' and subject_id = $1`,
      [lesson.id],
    );
    expect([...(told?.payload.itemIds as string[])].sort()).toEqual([paint, clay].sort());
    expect(await onHand(paint)).toBe(0);
    // What comes in later was not used then.
    await receive(at.warehouseId, clay, '5', 100);
    expect(await materials(lesson.id)).toEqual([
      ['4', '3', '1'],
      ['1', '0', '1'],
    ]);
    await test.owner.delete(`/v1/lessons/${String(lesson.id)}/completion`).expect(200);
    expect(await materials(lesson.id)).toEqual([
      ['4', '3', '1'],
      ['1', '1', '0'],
    ]);
  });

  it('is refused with the items named when all of them are required', async () => {
    const [paint, clay] = [await item(), await item()];
    const at = await place(
      [
        { itemId: paint, perAttendee: '2' },
        { itemId: clay, perLesson: '1' },
      ],
      'required',
    );
    await of.member(at);
    await of.member(at);
    await receive(at.warehouseId, paint, '3', 10_000);
    await receive(at.warehouseId, clay, '1', 10_000);
    const lesson = await of.lesson(at);
    const path = `/v1/lessons/${String(lesson.id)}/completion`;
    const refused = await test.owner.post(path, {}).expect(409);
    expect(refused.body).toMatchObject({ code: 'lesson.materials-short' });
    expect(refused.body.conflicts).toEqual([
      expect.objectContaining({ itemId: paint, wanted: '4', available: '3' }),
    ]);
    expect((await of.shown(`/v1/lessons/${String(lesson.id)}`)).status).toBe('planned');
    expect([await onHand(paint), await onHand(clay)]).toEqual([3, 1]);
    await receive(at.warehouseId, paint, '1', 10_000);
    expect(await materials(lesson.id)).toHaveLength(2);
    expect([await onHand(paint), await onHand(clay)]).toEqual([0, 0]);
  });

  it('issues nothing when the activity says so, or the branch has no warehouse', async () => {
    const paint = await item();
    const at = await place([{ itemId: paint, perLesson: '1' }], 'none');
    await receive(at.warehouseId, paint, '3', 10_000);
    const lesson = await of.lesson(at);
    expect(await materials(lesson.id)).toEqual([]);
    expect(await onHand(paint)).toBe(3);
    const bare = await of.centre();
    await of.made('/v1/cost-norms', norm(bare, [{ itemId: paint, perLesson: '1' }]));
    const other = await of.lesson(bare);
    expect(await materials(other.id)).toEqual([['1', '0', '1']]);
    await test.owner.delete(`/v1/lessons/${String(other.id)}/completion`).expect(200);
  });

  it('follows its marks: who turns out to have come uses theirs up, who did not gives it back', async () => {
    const paint = await item();
    const at = await place([{ itemId: paint, perLesson: '1', perAttendee: '2' }]);
    await receive(at.warehouseId, paint, '7', 10_000);
    const [anna, boris, vera] = [await of.member(at), await of.member(at), await of.member(at)];
    const lesson = await of.lesson(at);
    await of.complete(lesson.id, [{ clientId: vera, mark: 'absent' }]);
    expect(await onHand(paint)).toBe(2);
    const more = await correct(lesson.id, [{ clientId: vera, mark: 'late' }]).expect(200);
    expect(more.body.materials).toMatchObject([{ wanted: '7', issued: '7', lacking: '0' }]);
    expect(more.body.materials[0].waybillIds).toHaveLength(2);
    // Another mark of one who is there as before moves nothing.
    await correct(lesson.id, [{ clientId: anna, mark: 'late' }]).expect(200);
    expect(await waybills(lesson.id)).toEqual([
      ['issue', 'posted'],
      ['issue', 'posted'],
    ]);
    const absent = [anna, boris].map((clientId) => ({ clientId, mark: 'absent' }));
    const fewer = await correct(lesson.id, absent).expect(200);
    expect(fewer.body.materials).toMatchObject([{ wanted: '3', issued: '3', lacking: '0' }]);
    expect(await onHand(paint)).toBe(4);
    expect((await costing(lesson.id)).fact.materials).toEqual(rub(30_000));
    // Half of a pair moves on, and the completion can be undone all the same.
    const line = { itemId: paint, quantity: '4' };
    const sold = await of.made('/v1/waybills', {
      ...{ kind: 'issue', warehouseId: at.warehouseId, onDate: of.today, lines: [line] },
    });
    await test.owner.post(`/v1/waybills/${String(sold.id)}/posting`, {}).expect(201);
    await test.owner.delete(`/v1/lessons/${String(lesson.id)}/completion`).expect(200);
    expect(await onHand(paint)).toBe(3);
    expect((await of.complete(lesson.id)).materials).toMatchObject([
      { wanted: '7', issued: '3', lacking: '4' },
    ]);
    // Of what lacked, what is not wanted any more lacks less; only then something comes back.
    const one = await correct(lesson.id, [absent[0] as object]).expect(200);
    expect(one.body.materials).toMatchObject([{ wanted: '5', issued: '3', lacking: '2' }]);
    const all = [absent[1], { clientId: vera, mark: 'absent' }] as object[];
    const none = await correct(lesson.id, all).expect(200);
    expect(none.body.materials).toMatchObject([{ wanted: '1', issued: '1', lacking: '0' }]);
    expect(await onHand(paint)).toBe(2);
  });

  it('gives back what is archived meanwhile, to the default warehouse when its own is closed', async () => {
    const paint = await item();
    const at = await place([{ itemId: paint, perAttendee: '2' }]);
    await receive(at.warehouseId, paint, '4', 10_000);
    const [anna, boris] = [await of.member(at), await of.member(at)];
    const lesson = await of.lesson(at);
    await of.complete(lesson.id);
    await test.owner.patch(`/v1/items/${paint}`, { version: 1, isArchived: true }).expect(200);
    const code = uniquely('W').replace(' ', '');
    const other = { branchId: at.branchId, name: 'Loft', code, isDefault: true };
    const { id } = await of.made('/v1/warehouses', other);
    const { version } = await of.shown(`/v1/warehouses/${at.warehouseId}`);
    await test.owner.patch(`/v1/warehouses/${at.warehouseId}`, { version, isArchived: true }).expect(200);
    const fewer = await correct(lesson.id, [{ clientId: anna, mark: 'absent' }]).expect(200);
    expect(fewer.body.materials).toMatchObject([{ wanted: '2', issued: '2' }]);
    // An archived item is not issued, though some lies there.
    const more = await correct(lesson.id, [{ clientId: anna, mark: 'present' }]).expect(200);
    expect(more.body.materials).toMatchObject([{ wanted: '4', issued: '2', lacking: '2' }]);
    await correct(lesson.id, [{ clientId: boris, mark: 'absent' }]).expect(200);
    await test.owner.delete(`/v1/lessons/${String(lesson.id)}/completion`).expect(200);
    const lying = await of.numbers(
      'select on_hand as n from stock_balances where item_id = $1 and warehouse_id = $2',
      [paint, id],
    );
    expect(lying).toBe(4);
    expect(await onHand(paint)).toBe(4);
  });

  it('orders what comes to its minimum by itself', async () => {
    const supplier = await of.made('/v1/suppliers', { name: uniquely('Paints') });
    const limits = { minQuantity: '2', maxQuantity: '10', supplierId: supplier.id };
    const paint = await item('pcs', limits);
    const at = await place([{ itemId: paint, perLesson: '1' }]);
    await receive(at.warehouseId, paint, '3', 10_000);
    await of.complete((await of.lesson(at)).id);
    const { items } = await of.shown(`/v1/purchase-orders?warehouseId=${at.warehouseId}`);
    expect(items).toHaveLength(1);
  });
});

describe('what a lesson used up', () => {
  const used = (lessonId: string) => of.shown(`/v1/lessons/${lessonId}/materials`);

  it('is read with its norm, waybills and cost: completed, corrected, undone and completed anew', async () => {
    const [paint, clay] = [await item('pcs', { name: 'A paint' }), await item('g', { name: 'Clay' })];
    const at = await place([
      { itemId: paint, perLesson: '1', perAttendee: '2' },
      { itemId: clay, perLesson: '0.5' },
    ]);
    await receive(at.warehouseId, paint, '2', 10_000);
    await receive(at.warehouseId, paint, '2', 20_000);
    const [anna] = [await of.member(at), await of.member(at)];
    const lesson = await of.lesson(at);
    const nothing = { lessonId: lesson.id, completedAt: null, completedBy: null, cost: rub(0), items: [] };
    expect(await used(lesson.id)).toEqual(nothing);

    await of.complete(lesson.id);
    const { items: all, ...whole } = await used(lesson.id);
    expect(whole).toEqual({
      ...{ lessonId: lesson.id, completedAt: expect.any(String), cost: rub(60_000) },
      completedBy: expect.objectContaining({ login: expect.any(String) }),
    });
    const [issue] = (await of.shown(`/v1/waybills?basisId=${lesson.id}`)).items as Json[];
    const { lines } = await of.shown(`/v1/waybills/${String(issue!.id)}`);
    expect(all).toEqual([
      {
        ...{ itemId: paint, sku: expect.any(String), name: 'A paint', unit: 'pcs' },
        ...{ perLesson: '1', perAttendee: '2', wanted: '5', issued: '4', lacking: '1', cost: rub(60_000) },
        movements: [
          {
            ...{ waybillId: issue!.id, number: issue!.number, kind: 'issue', lineId: lines[0].id },
            ...{ warehouseId: at.warehouseId, quantity: '4', cost: rub(60_000), onDate: of.today },
            ...{ reason: null, recordedAt: expect.any(String), recordedBy: whole.completedBy },
          },
        ],
      },
      {
        ...{ itemId: clay, sku: expect.any(String), name: 'Clay', unit: 'g', perLesson: '0.5' },
        ...{ perAttendee: '0', wanted: '0.5', issued: '0', lacking: '0.5', cost: rub(0), movements: [] },
      },
    ]);

    await correct(lesson.id, [{ clientId: anna, mark: 'absent' }]).expect(200);
    const fewer = await used(lesson.id);
    expect(fewer.items[0]).toMatchObject({ wanted: '3', issued: '3', lacking: '0', cost: rub(45_000) });
    expect(
      fewer.items[0].movements.map(({ kind, quantity, cost, reason }: Json) => [
        ...[kind, quantity, cost.amount, reason],
      ]),
    ).toEqual([
      ['issue', '4', 60_000, null],
      ['customer_return', '-1', -15_000, 'a mistake'],
    ]);
    expect(fewer.cost).toEqual(rub(45_000));
    expect((await costing(lesson.id)).fact.materials).toEqual(fewer.cost);

    await test.owner.delete(`/v1/lessons/${String(lesson.id)}/completion`).expect(200);
    expect(await used(lesson.id)).toEqual(nothing);
    await of.complete(lesson.id, [{ clientId: anna, mark: 'absent' }]);
    const anew = await used(lesson.id);
    expect(anew.items[0].movements).toHaveLength(1);
    expect(anew.cost).toEqual(rub(45_000));
  });

  it('is for who sees the lesson, what it cost for who sees what stock costs there', async () => {
    const paint = await item();
    const at = await place([{ itemId: paint, perLesson: '1' }]);
    await receive(at.warehouseId, paint, '2', 10_000);
    const lesson = await of.lesson(at);
    await of.complete(lesson.id);
    const path = `/v1/lessons/${String(lesson.id)}/materials`;
    const costs = async (role: string, employeeId?: string) => {
      const { body } = await (await test.as([role], [at.branchId], employeeId)).get(path).expect(200);
      expect(body.items).toMatchObject([{ itemId: paint, issued: '1' }]);
      return [body.cost, body.items[0].cost, body.items[0].movements[0].cost];
    };
    const hidden = [null, null, null];
    expect(await costs('director')).toEqual(Array(3).fill(rub(10_000)));
    expect(await costs('administrator')).toEqual(hidden);
    expect(await costs('teacher', at.teacherId)).toEqual(hidden);

    const other = await of.centre();
    const colleague = await test.as(['teacher'], [at.branchId], await of.teacher(at.branchId));
    const strangers = [colleague, await test.as(['director'], [other.branchId])];
    for (const caller of strangers)
      expect((await caller.get(path).expect(404)).body.code).toBe('lesson.not-found');
    await (await test.as(['storekeeper'], [at.branchId])).get(path).expect(403);
    await test.owner.get(`/v1/lessons/${at.branchId}/materials`).expect(404);
  });
});

describe('at once', () => {
  it('a lesson completed by twenty issues once', async () => {
    const paint = await item();
    const at = await place([{ itemId: paint, perAttendee: '1' }]);
    await receive(at.warehouseId, paint, '10', 10_000);
    await of.member(at);
    await of.member(at);
    const lesson = await of.lesson(at);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => test.owner.post(`/v1/lessons/${String(lesson.id)}/completion`, {})),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(200));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body.materials))).size).toBe(1);
    expect(await onHand(paint)).toBe(8);
    expect(await waybills(lesson.id)).toEqual([['issue', 'posted']]);
  });

  it('a lesson completed, corrected and undone by many at once never forgets its materials', async () => {
    const paint = await item();
    const at = await place([{ itemId: paint, perLesson: '1', perAttendee: '1' }]);
    await receive(at.warehouseId, paint, '10', 10_000);
    const anna = await of.member(at);
    const lesson = await of.lesson(at);
    const path = `/v1/lessons/${String(lesson.id)}/completion`;
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => [
        test.owner.post(path, {}),
        correct(lesson.id, [{ clientId: anna, mark: 'absent' }]),
        test.owner.delete(path),
      ]).flat(),
    );
    for (const { status, body } of answers)
      if (status !== 200) expect([status, body.code]).toEqual([409, 'lesson.not-completed']);
    await test.owner.post(path, {}).expect(200);
    await test.owner.delete(path).expect(200);
    expect(await onHand(paint)).toBe(10);
  });

  it('two lessons that want the last pieces share them, or one is refused; never below zero', async () => {
    const [paint, clay] = [await item(), await item()];
    const both = [
      { itemId: paint, perLesson: '2' },
      { itemId: clay, perLesson: '2' },
    ];
    for (const policy of ['available', 'required']) {
      const at = await place(both, policy);
      await receive(at.warehouseId, paint, '3', 10_000);
      await receive(at.warehouseId, clay, '3', 10_000);
      const others = [await of.teacher(at.branchId), await of.teacher(at.branchId)];
      const groups = [at.groupId];
      for (const teacherId of others)
        groups.push(await of.group({ ...at, teacherId, roomId: await of.room(at.branchId) }));
      const lessons: string[] = [];
      for (const groupId of groups) lessons.push((await of.lesson({ groupId })).id);
      const answers = await Promise.all(
        lessons.map((id) => test.owner.post(`/v1/lessons/${id}/completion`, {})),
      );
      const statuses = answers.map(({ status }) => status).sort();
      const issued = answers.flatMap(({ body }) =>
        ((body.materials ?? []) as Json[]).map((one) => Number(one.issued)),
      );
      if (policy === 'available') {
        expect(statuses).toEqual([200, 200, 200]);
        expect(issued.sort()).toEqual([0, 0, 1, 1, 2, 2]);
      } else {
        expect(statuses).toEqual([200, 409, 409]);
        expect(issued).toEqual([2, 2]);
      }
    }
  });

  it('completions, corrections, undoings and sales of the same items leave every law whole', async () => {
    const [paint, clay] = [await item(), await item()];
    const at = await place([
      { itemId: paint, perLesson: '1', perAttendee: '1' },
      { itemId: clay, perAttendee: '1' },
    ]);
    await receive(at.warehouseId, paint, '40', 10_000);
    await receive(at.warehouseId, clay, '40', 3_333);
    const anna = await of.member(at);
    const lessons: string[] = [];
    for (const time of ['10:00', '11:00', '12:00', '13:00']) lessons.push((await of.lesson(at, time)).id);
    const sale = async () => {
      const lines = [clay, paint].map((itemId) => ({ itemId, quantity: '1' }));
      const { id } = await of.made('/v1/waybills', {
        ...{ kind: 'issue', warehouseId: at.warehouseId, onDate: of.today, lines },
      });
      return test.owner.post(`/v1/waybills/${String(id)}/posting`, {});
    };
    const life = async (id: string) => {
      const steps = [];
      for (const mark of ['present', 'absent', 'late']) {
        steps.push(await test.owner.post(`/v1/lessons/${id}/completion`, {}));
        steps.push(await correct(id, [{ clientId: anna, mark }]));
      }
      steps.push(await test.owner.delete(`/v1/lessons/${id}/completion`));
      return steps;
    };
    const lives = Promise.all(lessons.map(life));
    const answers = [...(await lives).flat(), ...(await Promise.all([sale(), sale(), sale()]))];
    expect(answers.filter(({ status }) => status > 201).map(({ status, body }) => [status, body])).toEqual(
      [],
    );
    expect([await onHand(paint), await onHand(clay)]).toEqual([37, 37]);
  });
});
