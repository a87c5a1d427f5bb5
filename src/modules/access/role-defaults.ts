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
  'price-lists:read',
  'discounts:read',
  'clients:read',
  'clients.contacts:read',
  'billing:read',
  'cash:read',
  'plans:read',
  'subscriptions:read',
  'schedule:read',
  'groups:read',
  'closures:read',
];
/** What stands in a client's profile beside who they are. */
const PROFILE = [
  ...['notes:read', 'notes:write', 'results:read', 'results:write', 'consents:read'],
  'clients.health:read',
];
const DESK = [
  ...PROFILE,
  'clients.health:write',
  'consents:write',
  'clients:write',
  'clients.contacts:write',
  'billing:write',
  'billing:refund',
  'cash:work',
  'subscriptions:write',
  'subscriptions:freeze',
  'schedule:write',
  'schedule:complete',
  'groups:write',
  'calendars:write',
];
const HEAD = [
  'clients.health:audit',
  'consents:texts',
  'notes:phrases',
  'clients:import',
  'billing:credit',
  'clients:merge',
  'clients:reasons',
  'clients.privacy:export',
  'clients.privacy:erase',
  'subscriptions:adjust',
  'subscriptions:freeze-backdated',
  'subscriptions:discount',
  'subscriptions:extend',
  'subscriptions:transfer',
  'subscriptions:refund',
  'subscriptions:refund-override',
  'schedule:undo',
  'schedule:correct',
  'schedule:override',
  'payroll:read',
  'audit:read',
  'employees:write',
  'users:read',
  'closures:write',
  'letters:read',
  'letters:send',
];
const SETUP = [
  'branches:write',
  'settings:write',
  'cash:manage',
  'price-lists:write',
  'discounts:write',
  'activities:write',
  'price-lists:write',
  'discounts:write',
  'plans:write',
  'payroll:write',
  'users:write',
  'roles:write',
  'audit:review',
  'queues:read',
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
      'cash:manage',
      'price-lists:write',
      'discounts:write',
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
        ...PROFILE,
        'calendars:write',
      ),
      ...everywhere('branch', 'branches:read', 'activities:read', 'employees:read', 'closures:read'),
    },
  },
  {
    code: 'accountant',
    name: 'Accountant',
    permissions: everywhere(
      'branch',
      ...READS,
      'billing:write',
      'billing:credit',
      'billing:refund',
      'cash:work',
      'payroll:read',
      'payroll:write',
    ),
  },
  {
    code: 'storekeeper',
    name: 'Storekeeper',
    permissions: everywhere('branch', 'branches:read', 'employees:read', 'activities:read'),
  },
  {
    code: 'auditor',
    name: 'Auditor',
    permissions: everywhere(
      'all',
      ...READS,
      'payroll:read',
      'audit:read',
      'audit:review',
      'users:read',
      'letters:read',
      'clients.health:audit',
      'consents:read',
    ),
  },
  {
    code: 'integrator',
    name: 'Integrator',
    permissions: everywhere('branch', ...READS, 'clients:write', 'clients.contacts:write', 'clients:import'),
  },
];
