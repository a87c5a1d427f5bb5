import type { Language } from '../../../kernel/errors.js';
import type { DateOrder } from './cells.rules.js';
import type { Mapping } from './columns.rules.js';

/** Name of the operation; rows in the database carry it. */
export const CLIENTS_IMPORT = 'clients.import';

/** What the caller chose, as the operation keeps it. */
export interface ImportChoices {
  /** Branch of the rows that name none. */
  branchId: string | null;
  mapping: Mapping;
  /** `skip` leaves faulty rows out, `stop` takes nothing in while there is one. */
  onError: 'skip' | 'stop';
  dateOrder: DateOrder;
  /** Name of the sheet of a workbook; null for the first. */
  sheet: string | null;
  isRehearsal: boolean;
  /** Of the file with the faulty rows. */
  language: Language;
  fileName: string;
}
