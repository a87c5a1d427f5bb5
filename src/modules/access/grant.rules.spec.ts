import type { Actor, Scope } from '../../kernel/actor.js';
import { holdsAll, mayGrant, widest } from './grant.rules.js';

const actor = (permissions: Record<string, Scope>, branchIds: string[] = []): Actor => ({
  ...{ kind: 'user', userId: 'u', login: 'u', name: 'U', employeeId: null, sessionId: null },
  branchIds,
  permissions: new Map(Object.entries(permissions)),
});

describe('granting', () => {
  it.each<[string, Record<string, Scope>, Record<string, Scope>, boolean]>([
    ['the same', { 'a:read': 'branch' }, { 'a:read': 'branch' }, true],
    ['a narrower scope', { 'a:read': 'all' }, { 'a:read': 'own' }, true],
    ['a wider scope', { 'a:read': 'branch' }, { 'a:read': 'all' }, false],
    ['something not held', { 'a:read': 'all' }, { 'a:read': 'own', 'b:read': 'own' }, false],
    ['nothing', {}, {}, true],
  ])('%s', (_, held, given, expected) => {
    expect(holdsAll(actor(held), given)).toBe(expected);
  });

  it('stays within the branches of whoever grants, unless they reach all', () => {
    expect(mayGrant(actor({ 'a:read': 'branch' }, ['x']), { 'a:read': 'branch' }, ['x'])).toBe(true);
    expect(mayGrant(actor({ 'a:read': 'branch' }, ['x']), { 'a:read': 'branch' }, ['y'])).toBe(false);
    expect(mayGrant(actor({ 'a:read': 'all' }), { 'a:read': 'branch' }, ['y'])).toBe(true);
  });

  it('takes each permission of several roles at its widest', () => {
    expect([...widest([{ 'a:read': 'own' }, { 'a:read': 'all', 'b:read': 'own' }])]).toEqual([
      ['a:read', 'all'],
      ['b:read', 'own'],
    ]);
  });
});
