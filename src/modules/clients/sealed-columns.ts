import type { SealedColumn } from '../../platform/crypto/key-rotation.js';
import { sealedMeasurements } from './health/measurements.service.js';

/** What is encrypted here; the command that changes keys goes through these. */
export const sealedClientColumns: readonly SealedColumn[] = [
  { table: 'health_records', column: 'secret' },
  { table: 'health_before_merges', column: 'secret' },
  sealedMeasurements,
];
