import type { SheetChoices } from '../../../platform/imports/import-report.js';
import type { DateOrder } from './cells.rules.js';
import type { Mapping } from './columns.rules.js';

/** Name of the operation; rows in the database carry it. */
export const CLIENTS_IMPORT = 'clients.import';

/** What the caller chose, as the operation keeps it. */
export interface ImportChoices extends SheetChoices {
  /** Branch of the rows that name none. */
  branchId: string | null;
  mapping: Mapping;
  dateOrder: DateOrder;
}
