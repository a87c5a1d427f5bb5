import { readConfig } from '../platform/config/config.js';
import { migrate } from '../platform/database/data-source.js';

/** Brings the database to the newest schema; safe to run again, and at the same time from many machines. */
const { applied, warning } = await migrate(readConfig(process.env));
process.stdout.write(applied.length === 0 ? 'database is up to date\n' : `applied ${applied.join(', ')}\n`);
if (warning !== null) process.stdout.write(`warning: ${warning}\n`);
