import { CompletionService } from '../../../src/modules/schedule/index.js';
import { ClientMergesService } from '../../../src/modules/clients/merges/client-merges.service.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { centresOf, expectLawsToHold } from '../../support/centre.js';

// The undo of a completion names the clients whose visits it takes back, and waits for them while a merge, not yet
// committed, moves those visits to another client.

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const get = <T>(service: abstract new (...args: never[]) => T): T =>
  test.app.get<T>(service, { strict: false });

it('an undo that waited for a merge takes back the visits the merge moved', async () => {
  const at = centresOf(test);
  const here = await at.centre();
  const [survivorId, duplicateId] = [await at.client(here.branchId), await at.member(here)];
  const lesson = await at.lesson(here);
  await at.complete(lesson.id);

  let undone: Promise<unknown> = Promise.resolve();
  await test.tx(async (tx) => {
    await get(ClientMergesService).merge(tx, { survivorId, duplicateId });
    undone = test.tx((other) => get(CompletionService).undo(other, lesson.id, 'Mistake'));
    // Until the undo stands in the queue for the client that the merge holds.
    while ((await at.numbers(`select count(*) as n from pg_locks where not granted and $1`, [true])) === 0)
      await new Promise((resolve) => setTimeout(resolve, 10));
  });
  await undone;

  const standing = 'select count(*) as n from visits where lesson_id = $1 and reversed_at is null';
  expect(await at.numbers(standing, [lesson.id])).toBe(0);
  await expectLawsToHold(test);
});
