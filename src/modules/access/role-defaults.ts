import type { Scope } from '../../kernel/actor.js';

export interface RoleDefinition {
  code: string;
  name: string;
  permissions: Readonly<Record<string, Scope>>;
}

const everywhere = (scope: Scope, ...codes: string[]): Record<string, Scope> =>
  Object.fromEntries(codes.map((code) => [code, scope]));

const READS = [
  'branches:read',
  'settings:read',
  'employees:read',
  'activities:read',
  'clients:read',
  'billing:read',
  'plans:read',
  'subscriptions:read',
  'schedule:read',
  'groups:read',
];
const DESK = [
  'clients:write',
  'billing:write',
  'subscriptions:write',
  'subscriptions:freeze',
  'schedule:write',
  'schedule:complete',
  'groups:write',
];
const HEAD = [
  'clients:import',
  'clients:merge',
  'clients:reasons',
  'clients.privacy:export',
  'clients.privacy:erase',
  'subscriptions:adjust',
  'schedule:undo',
  'payroll:read',
  'audit:read',
  'employees:write',
  'users:read',
];
const SETUP = [
  'branches:write',
  'settings:write',
  'activities:write',
  'plans:write',
  'payroll:write',
  'users:write',
];

/** What a new centre starts with; an architecture test proves that every permission named here is declared. */
export const defaultRoles: readonly RoleDefinition[] = [
  { code: 'owner', name: 'Owner', permissions: everywhere('all', ...READS, ...DESK, ...HEAD, ...SETUP) },
  {
    code: 'director',
    name: 'Director',
    permissions: everywhere(
      'branch',
      ...READS,
      ...DESK,
      ...HEAD,
      'activities:write',
      'plans:write',
      'payroll:write',
    ),
  },
  {
    code: 'administrator',
    name: 'Administrator',
    permissions: everywhere('branch', ...READS, ...DESK, 'clients:import'),
  },
  {
    code: 'teacher',
    name: 'Teacher',
    permissions: {
      ...everywhere(
        'own',
        'clients:read',
        'schedule:read',
        'groups:read',
        'schedule:complete',
        'payroll:read',
        'subscriptions:read',
      ),
      ...everywhere('branch', 'branches:read', 'activities:read', 'employees:read'),
    },
  },
  {
    code: 'accountant',
    name: 'Accountant',
    permissions: everywhere('branch', ...READS, 'billing:write', 'payroll:read', 'payroll:write'),
  },
  {
    code: 'storekeeper',
    name: 'Storekeeper',
    permissions: everywhere('branch', 'branches:read', 'employees:read', 'activities:read'),
  },
  {
    code: 'auditor',
    name: 'Auditor',
    permissions: everywhere('all', ...READS, 'payroll:read', 'audit:read', 'users:read'),
  },
  {
    code: 'integrator',
    name: 'Integrator',
    permissions: everywhere('branch', ...READS, 'clients:write', 'clients:import'),
  },
];
