import type { SheetReport } from '../../../platform/imports/import-report.js';

/** What an import of families did, or would do, as the operation keeps it. */
export interface StoredReport extends SheetReport {
  created: number;
  unchanged: number;
  guardians: number;
}
