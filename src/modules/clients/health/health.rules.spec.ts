import { healthFaults, nothingKnown, withChange, type HealthContent } from './health.rules.js';

const known: HealthContent = {
  ...nothingKnown,
  conditions: ['asthma'],
  physicalGroup: 'main',
  certificate: { number: '1', issuedOn: '2026-01-01', expiresOn: '2026-12-31' },
};

describe('a change of health', () => {
  it('leaves what it does not name', () => expect(withChange(known, {})).toEqual(known));
  it('replaces a list as a whole', () =>
    expect(withChange(known, { conditions: [] })).toEqual({ ...known, conditions: [] }));
  it('clears with null', () =>
    expect(withChange(known, { physicalGroup: null, certificate: null })).toEqual({
      ...known,
      physicalGroup: null,
      certificate: null,
    }));
  it('merges the certificate member by member', () =>
    expect(withChange(known, { certificate: { number: null, expiresOn: '2027-01-01' } }).certificate).toEqual(
      {
        number: null,
        issuedOn: '2026-01-01',
        expiresOn: '2027-01-01',
      },
    ));
  it('makes a certificate of what is given', () =>
    expect(withChange(nothingKnown, { certificate: { expiresOn: '2027-01-01' } }).certificate).toEqual({
      number: null,
      issuedOn: null,
      expiresOn: '2027-01-01',
    }));
});

describe('a certificate', () => {
  it.each([
    ['2026-11-23', '2027-01-01', []],
    ['2026-11-24', null, ['/health/certificate/issuedOn certificate.issued-in-future']],
    ['2026-11-01', '2026-10-31', ['/health/certificate/expiresOn range.ends-before-start']],
    ['2026-11-01', '2026-11-01', []],
    [null, '2020-01-01', []],
  ])('issued %s until %s', (issuedOn, expiresOn, expected) => {
    const content = { ...known, certificate: { number: null, issuedOn, expiresOn } };
    const faults = healthFaults(content, '2026-11-23', '/health');
    expect(faults.map(({ pointer, code }) => `${pointer ?? ''} ${code}`)).toEqual(expected);
  });
});
