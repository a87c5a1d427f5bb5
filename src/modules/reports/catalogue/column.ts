import type { Column } from '../report.js';

/** A column in one line. */
export const column = (
  code: string,
  kind: Column['kind'],
  [ru, en]: readonly [ru: string, en: string],
  more: Omit<Column, 'code' | 'kind' | 'title'> = {},
): Column => ({ code, kind, title: { ru, en }, ...more });
