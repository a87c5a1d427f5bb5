import { signingFaults, type SigningFacts } from './consent.rules.js';

const fine: SigningFacts = {
  place: '/consents/0',
  signer: 'representativeId',
  signedOn: '2026-11-20',
  today: '2026-11-23',
  isMinor: true,
  representative: 'legal',
  purpose: 'known',
  text: { effectiveFrom: '2026-11-20', isOfPurpose: true },
  isTextNamed: false,
};

describe('a signing', () => {
  it.each<[string, Partial<SigningFacts>, string[]]>([
    ['by a legal representative', {}, []],
    ['by an adult', { isMinor: false, representative: 'none' }, []],
    ['by somebody of unknown age', { isMinor: null, representative: 'none' }, []],
    ['by a child', { representative: 'none' }, ['representativeId representative.required']],
    [
      'by a guardian who may not',
      { representative: 'not-legal' },
      ['representativeId representative.not-legal'],
    ],
    ['by a stranger', { representative: 'unknown' }, ['representativeId reference.not-found']],
    ['tomorrow', { signedOn: '2026-11-24' }, ['signedOn date.in-future']],
    ['without a text', { text: null }, ['purpose consent-text.none']],
    ['of a text that is not there', { text: null, isTextNamed: true }, ['textId reference.not-found']],
    [
      'of a later text',
      { text: { effectiveFrom: '2026-11-21', isOfPurpose: true }, isTextNamed: true },
      ['textId consent-text.not-yet'],
    ],
    [
      'of a text about something else',
      { text: { effectiveFrom: '2020-01-01', isOfPurpose: false }, isTextNamed: true },
      ['textId consent-text.other-purpose'],
    ],
    ['for a purpose put away', { purpose: 'archived' }, ['purpose consent-purpose.archived']],
    [
      'wrong in every way',
      { purpose: 'unknown', text: null, signedOn: '2027-01-01', representative: 'none' },
      ['purpose reference.not-found', 'signedOn date.in-future', 'representativeId representative.required'],
    ],
  ])('%s', (_, facts, expected) => {
    const faults = signingFaults({ ...fine, ...facts });
    expect(
      faults.map(({ pointer, code }) => `${(pointer ?? '').replace('/consents/0/', '')} ${code}`),
    ).toEqual(expected);
  });
});
