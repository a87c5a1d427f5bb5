import {
  canBecome,
  familyFaults,
  isMinor,
  isSamePerson,
  payerIndex,
  statuses,
  type ClientStatus,
  type Identity,
} from './client.rules.js';

describe('age', () => {
  it.each([
    ['2008-11-24', '2026-11-23', true],
    ['2008-11-23', '2026-11-23', false],
    ['2008-02-29', '2026-02-28', true],
    ['2008-02-29', '2026-03-01', false],
  ])('born %s is on %s a minor: %s', (born, today, minor) => expect(isMinor(born, today)).toBe(minor));

  it('claims nothing without a birth date', () => expect(isMinor(null, '2026-11-23')).toBeNull());
});

describe('family', () => {
  const mother = { lastName: 'Орлова', firstName: 'Мария' };
  const codes = (minor: boolean | null, guardians: Parameters<typeof familyFaults>[1]) =>
    familyFaults(minor, guardians).map(({ pointer, code }) => `${pointer ?? ''} ${code}`);

  it('of a child has a guardian', () => expect(codes(true, [])).toEqual(['/guardians guardian.required']));
  it.each([[false], [null]])('of an adult or of somebody of unknown age (%s) needs none', (minor) =>
    expect(codes(minor, [])).toEqual([]),
  );
  it('has one payer', () =>
    expect(
      codes(true, [
        { ...mother, isPayer: true },
        { ...mother, isPayer: true },
      ]),
    ).toEqual(['/guardians/1/isPayer payer.second']));
  it('names a guardian by id or describes a new one', () =>
    expect(
      codes(true, [{ guardianId: 'a', lastName: 'Орлова' }, {}, { guardianId: 'b' }, { guardianId: 'b' }]),
    ).toEqual([
      '/guardians/0/guardianId guardian.id-or-person',
      '/guardians/1/lastName value.required',
      '/guardians/1/firstName value.required',
      '/guardians/3/guardianId guardian.repeated',
    ]));

  it.each([
    [true, [{}, {}], 0],
    [null, [{}], 0],
    [false, [{}], -1],
    [true, [{}, { isPayer: true }], 1],
    [false, [{ isPayer: true }], 0],
    [true, [], -1],
  ])('of a minor (%s) with %j is paid for by number %i', (minor, guardians, payer) =>
    expect(payerIndex(minor, guardians)).toBe(payer),
  );
});

describe('status', () => {
  const allowed: Record<ClientStatus, ClientStatus[]> = {
    lead: ['lead', 'trial', 'active', 'left'],
    trial: ['trial', 'active', 'left'],
    active: ['active', 'paused', 'left'],
    paused: ['active', 'paused', 'left'],
    left: ['active', 'left'],
  };
  it.each(statuses.flatMap((from) => statuses.map((to) => [from, to, allowed[from].includes(to)] as const)))(
    'from %s to %s: %s',
    (from, to, way) => expect(canBecome(from, to)).toBe(way),
  );
});

describe('the same person', () => {
  const anna: Identity = {
    lastName: 'Орлова',
    firstName: 'Алёна',
    birthDate: '2016-03-05',
    phones: ['+79161000001'],
  };
  it.each<[string, Partial<Identity>, boolean]>([
    ['the same name and birth date', { phones: [] }, true],
    ['the same in the other alphabet', { lastName: 'Orlova', firstName: 'Alena', phones: [] }, true],
    ['the same first name at the same phone', { lastName: 'Иванова', birthDate: null }, true],
    ['a sister at the same phone', { firstName: 'Вера' }, false],
    ['a namesake of another age', { birthDate: '2015-03-05', phones: [] }, false],
    ['a namesake of unknown age', { birthDate: null, phones: [] }, false],
  ])('%s', (_, other, same) => expect(isSamePerson(anna, { ...anna, ...other })).toBe(same));
});
