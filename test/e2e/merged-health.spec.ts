import { sql } from '../../src/platform/database/sql.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { centresOf, expectLawsToHold, type Json } from '../support/centre.js';

let test: TestApp;
let at: ReturnType<typeof centresOf>;
let branchId: string;
beforeAll(async () => {
  test = await startTestApp();
  at = centresOf(test);
  ({ branchId } = await at.centre());
});
afterEach(() => expectLawsToHold(test));
afterAll(() => test.close());

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const GIF = Buffer.concat([PNG, Buffer.from('tail')]);
const health = async (id: string): Promise<Json> => at.shown(`/v1/clients/${id}/health`);
const known = async (id: string, body: object): Promise<Json> =>
  (await test.owner.patch(`/v1/clients/${id}/health`, { version: 0, ...body }).expect(200)).body;
const photo = async (id: string): Promise<Buffer> =>
  (await test.owner.get(`/v1/clients/${id}/photo`).buffer(true).expect(200)).body as Buffer;
const putPhoto = (id: string, content: Buffer) =>
  test.owner
    .put(`/v1/clients/${id}/photo`)
    .attach('file', content, { filename: 'a.png', contentType: 'image/png' })
    .expect(200);
const merge = (survivorId: string, duplicateId: string, fields: object = {}): Promise<Json> =>
  at.made('/v1/clients/merges', { survivorId, duplicateId, fields });
const content = ({
  conditions,
  allergies,
  physicalGroup,
  restrictions,
  certificate,
  emergencyNotes,
}: Json) => ({
  ...{ conditions, allergies, physicalGroup, restrictions, certificate, emergencyNotes },
});

const OURS = { allergies: ['Zanzibar nuts'], physicalGroup: 'main', emergencyNotes: 'Quokka mother' };
const THEIRS = {
  ...{
    allergies: ['zanzibar nuts', 'Wasps of Xanadu'],
    physicalGroup: 'special_b',
    conditions: ['Yeti fever'],
  },
  certificate: { number: 'ZX-77', issuedOn: '2026-01-01', expiresOn: '2026-12-31' },
};
const MARKERS = ['Zanzibar', 'Quokka', 'Xanadu', 'Yeti', 'ZX-77', 'special_b'];

describe('the health records of two who are one', () => {
  it('are folded, differences named by member alone, and given back as they were', async () => {
    const [survivor, duplicate] = [await at.client(branchId), await at.client(branchId)];
    const [ours, theirs] = [await known(survivor, OURS), await known(duplicate, THEIRS)];
    const measured = { kind: 'height', value: '134', unit: 'cm', measuredOn: '2026-01-10' };
    await at.made(`/v1/clients/${survivor}/measurements`, measured);
    await at.made(`/v1/clients/${duplicate}/measurements`, { ...measured, value: '135' });

    const merged = await merge(survivor, duplicate);
    expect(merged.healthDifferences).toEqual(['physicalGroup']);
    expect(merged.kept).toContainEqual(
      expect.objectContaining({ table: 'health_records', why: 'health-folded' }),
    );
    expect(content(await health(survivor))).toEqual({
      ...{ conditions: ['Yeti fever'], allergies: ['Zanzibar nuts', 'Wasps of Xanadu'], restrictions: [] },
      ...{ physicalGroup: 'main', certificate: THEIRS.certificate, emergencyNotes: 'Quokka mother' },
    });
    const { items } = await at.shown(`/v1/clients/${survivor}/measurements`);
    expect(items.map((one: Json) => one.value).sort()).toEqual(['134', '135']);

    await test.owner.delete(`/v1/clients/merges/${merged.id}`).expect(204);
    expect(content(await health(survivor))).toEqual(content(ours));
    expect(content(await health(duplicate))).toEqual(content(theirs));
    expect((await at.shown(`/v1/clients/${survivor}/measurements`)).items).toHaveLength(1);
    expect(await test.db.query(sql`select id from health_before_merges`)).toEqual([]);
  });

  it('leave no value in the trail, the events, or beside the ciphertext', async () => {
    const [survivor, duplicate] = [await at.client(branchId), await at.client(branchId)];
    await known(survivor, OURS);
    await known(duplicate, THEIRS);
    const merged = await merge(survivor, duplicate, { health: 'duplicate' });
    expect((await health(survivor)).physicalGroup).toBe('special_b');
    for (const table of [
      'audit_changes',
      'events',
      'client_merges',
      'health_before_merges',
      'health_records',
    ]) {
      const rows = await test.db.query(sql`select to_jsonb(t) as row from ${sql.ident(table)} t`);
      const text = JSON.stringify(rows);
      expect([table, MARKERS.filter((marker) => text.includes(marker))]).toEqual([table, []]);
    }
    await test.owner.delete(`/v1/clients/merges/${merged.id}`).expect(204);
  });

  it('are not taken apart when somebody has written into the one since; two merges go back one by one', async () => {
    const [a, b, c] = [await at.client(branchId), await at.client(branchId), await at.client(branchId)];
    await known(a, OURS);
    await known(b, THEIRS);
    await known(c, { restrictions: ['no diving'] });
    const first = await merge(a, b);
    const second = await merge(a, c);
    expect((await health(a)).restrictions).toEqual(['no diving']);
    await test.owner.delete(`/v1/clients/merges/${second.id}`).expect(204);
    const { version } = await health(a);
    await test.owner.patch(`/v1/clients/${a}/health`, { version, restrictions: ['no jumps'] }).expect(200);
    const refused = await test.owner.delete(`/v1/clients/merges/${first.id}`).expect(409);
    expect(JSON.stringify(refused.body)).toContain('health_records');
    expect(JSON.stringify(refused.body)).not.toContain('jumps');
    const now = (await health(a)).version;
    await test.owner.patch(`/v1/clients/${a}/health`, { version: now, restrictions: [] }).expect(200);
    await test.owner.delete(`/v1/clients/merges/${first.id}`).expect(204);
    expect((await health(a)).allergies).toEqual(OURS.allergies);
  });

  it('of which one alone is there: it moves, and moves back', async () => {
    const [survivor, duplicate] = [await at.client(branchId), await at.client(branchId)];
    await known(duplicate, THEIRS);
    const merged = await merge(survivor, duplicate);
    expect(merged.healthDifferences).toEqual([]);
    expect((await health(survivor)).conditions).toEqual(THEIRS.conditions);
    await test.owner.delete(`/v1/clients/merges/${merged.id}`).expect(204);
    expect((await health(survivor)).version).toBe(0);
    expect((await health(duplicate)).conditions).toEqual(THEIRS.conditions);
  });
});

describe('their photos', () => {
  it.each([
    [{}, PNG],
    [{ photo: 'duplicate' }, GIF],
  ])('%j: one is shown, the other is kept, and both are back after the undo', async (fields, shown) => {
    const [survivor, duplicate] = [await at.client(branchId), await at.client(branchId)];
    await putPhoto(survivor, PNG);
    await putPhoto(duplicate, GIF);
    const merged = await merge(survivor, duplicate, fields);
    expect(Buffer.compare(await photo(survivor), shown)).toBe(0);
    expect(merged.kept.map((one: Json) => one.table)).toContain('client_photos');
    await test.owner.delete(`/v1/clients/merges/${merged.id}`).expect(204);
    expect(Buffer.compare(await photo(survivor), PNG)).toBe(0);
    expect(Buffer.compare(await photo(duplicate), GIF)).toBe(0);
  });

  it('that one alone has is the photo of both', async () => {
    const [survivor, duplicate] = [await at.client(branchId), await at.client(branchId)];
    await putPhoto(duplicate, GIF);
    await merge(survivor, duplicate);
    expect(Buffer.compare(await photo(survivor), GIF)).toBe(0);
  });
});
