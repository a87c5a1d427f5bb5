import { sealedClientColumns } from './modules/clients/index.js';
import type { SealedColumn } from './platform/crypto/key-rotation.js';

/** Every encrypted column of the database. */
export const sealedColumns: readonly SealedColumn[] = [...sealedClientColumns];
