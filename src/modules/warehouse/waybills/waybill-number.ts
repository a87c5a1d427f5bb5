import { sql } from '../../../platform/database/sql.js';
import { numberPrefixes } from './waybill.rules.js';

/** The letters before the number of the waybill `w`. */
export const waybillPrefix = sql`(${JSON.stringify(numberPrefixes)}::jsonb ->> w.kind)`;

/** The number of the waybill `w`; null before it is posted. */
export const waybillNumber = sql`${waybillPrefix} || '-' || w.year || '-' || lpad(w.sequence::text, 6, '0')`;
