import { startTestApp, type TestApp } from '../support/app.js';
import { choiceOf } from '../support/contract/choices.js';
import { operations, type Json, type Operation } from '../support/contract/document.js';
import { sample } from '../support/contract/samples.js';
import { World } from '../support/contract/world.js';

// What the contract gives as examples is taken: each POST with the example of each member, ids of what is really there,
// and, where members exclude each other, the choice named here.

let test: TestApp;
let world: World;
beforeAll(async () => {
  test = await startTestApp();
  world = new World(test);
  await world.build('7654321');
});
afterAll(() => test.close());

/** They need a record in a state that one body cannot bring about; their own specs try them. */
const OF_STATE = [
  ...['charges.payInParts', 'payerAccounts.transfer', 'groupMembers.leave', 'completion.correct'],
  ...[
    'seriesChanges.change',
    'seriesChanges.add',
    'reviews.mark',
    'reviews.close',
    'reviews.cancel',
    'reviews.answer',
  ],
];
const writes = operations.filter(
  ({ id, method, body, permission }) =>
    method === 'post' && body !== undefined && permission !== undefined && !OF_STATE.includes(id),
);

describe('the example of', () => {
  it.each(writes.map((one): [string, Operation] => [one.id, one]))('%s is taken', async (id, operation) => {
    const path = world.fill(operation.path);
    const rehearsal = operation.parameters.some(({ name }: Json) => name === 'dryRun') ? '?dryRun=true' : '';
    const refusals: string[] = [];
    for (const only of [undefined, 'required'] as const) {
      const body = { ...sample(operation.body ?? {}, world, only), ...choiceOf(id, world) };
      const answer = await test.owner.post(`${path}${rehearsal}`, body);
      // A conflict is with what stands there, not with the example.
      if (answer.status < 300 || answer.status === 409) return;
      refusals.push(`${String(answer.status)} ${JSON.stringify(body)} ${answer.text}`);
    }
    expect(refusals).toEqual([]);
  });
});
