import type { Column } from '../report.js';

/** A column in one line. */
export const column = (
  code: string,
  kind: Column['kind'],
  [ru, en]: readonly [ru: string, en: string],
  more: Omit<Column, 'code' | 'kind' | 'title'> = {},
): Column => ({ code, kind, title: { ru, en }, ...more });

/** A column of money that adds up, and the rights its amounts need. */
export const money = (
  code: string,
  groups: Column['groups'],
  titles: readonly [ru: string, en: string],
  more: Omit<Column, 'code' | 'kind' | 'title' | 'groups'> = {},
): Column => column(code, 'money', titles, { groups, total: 'sum', ...more });

/** Rights that hide a column without being those of a field: whose name it is, and what somebody sold. */
export const CLIENT_NAMES = { read: 'clients:read' };
export const SALES = { read: 'sales:read' };
