import { accountSteps, type OwnAccount } from './account-merging.rules.js';

const S: OwnAccount = { id: 's', holder: 'survivor' };
const D: OwnAccount = { id: 'd', holder: 'duplicate' };
const P: OwnAccount = { id: 'p', holder: 'payer' };
const self = { survivor: null, duplicate: null, after: null };

describe('accounts of two who are one', () => {
  it.each([
    ['nobody has an account', [], self, []],
    ['only the duplicate has one: it comes with them', [D], self, [{ kind: 'watch', id: 'd' }]],
    ['both pay for themselves', [S, D], self, [{ kind: 'fold', from: 'd', to: 's' }]],
    [
      'the survivor has a payer, the duplicate paid for themselves',
      [D, P],
      { survivor: 'g', duplicate: null, after: 'g' },
      [{ kind: 'fold', from: 'd', to: 'p' }],
    ],
    [
      'a payer without an account takes over the duplicate’s',
      [D],
      { survivor: 'g', duplicate: null, after: 'g' },
      [{ kind: 'hold', id: 'd', guardianId: 'g' }],
    ],
    [
      'the duplicate’s payer pays for a survivor who paid for themselves',
      [S, P],
      { survivor: null, duplicate: 'g', after: 'g' },
      [{ kind: 'fold', from: 's', to: 'p' }],
    ],
    [
      'the same, and the duplicate has an old account of their own',
      [S, D],
      { survivor: null, duplicate: 'g', after: 'g' },
      [
        { kind: 'hold', id: 's', guardianId: 'g' },
        { kind: 'watch', id: 'd' },
      ],
    ],
    ['each has a payer: their accounts stand', [P], { survivor: 'g', duplicate: 'h', after: 'g' }, []],
    [
      'each has a payer and an old account of their own',
      [S, D, P],
      { survivor: 'g', duplicate: 'h', after: 'g' },
      [{ kind: 'fold', from: 'd', to: 's' }],
    ],
  ] as const)('%s', (_, accounts, payers, steps) => {
    expect(accountSteps(accounts, payers)).toEqual(steps);
  });
});
