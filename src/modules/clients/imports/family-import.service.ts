import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../../kernel/actor.js';
import { localDateOf } from '../../../platform/clock/clock.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { ClientGuardianRow, ClientRow, GuardianRow } from '../clients.entity.js';
import { ImportUnreadable } from '../clients.errors.js';
import { clientRegistered } from '../clients.events.js';
import { Clients } from '../clients.permissions.js';
import { rowOf } from '../clients.service.js';
import { guardianRow } from '../guardians.service.js';
import { lockRegister } from '../identity-locks.js';
import { namesClients, readColumns, type Columns } from './columns.rules.js';
import { readTable } from './csv.js';
import { readFamily, type ImportBranch, type ImportedFamily, type RowFault } from './import.rules.js';
import { EarlierRows, KnownGuardians, verdicts } from './known-people.js';
import { readPhones } from './phones.js';

export interface ImportFile {
  bytes: Buffer;
  /** Branch of the rows that name none. */
  branchId: string | null;
}

/** What an import did, or would do. */
export interface ImportReport {
  rows: number;
  created: number;
  unchanged: number;
  faulty: number;
  faults: RowFault[];
  ignoredColumns: string[];
}

export const MAX_ROWS = 20_000;
const CHUNK = 500;

/** Families from a spreadsheet: good rows in, faulty ones named, and all of it safe to repeat. */
@Injectable()
export class FamilyImport {
  constructor(private readonly events: Events) {}

  async run(tx: Tx, file: ImportFile): Promise<ImportReport> {
    const [headers = [], ...rows] = tableOf(file.bytes);
    const columns = readColumns(headers);
    if (!namesClients(columns))
      throw ImportUnreadable({ reason: `No column with names among: ${headers.join(', ')}.` });
    if (rows.length > MAX_ROWS)
      throw ImportUnreadable({
        reason: `At most ${String(MAX_ROWS)} rows; this file has ${String(rows.length)}.`,
      });

    const branches = await branchesOf(tx);
    const { families, faults, count } = readRows(rows, columns, {
      branches,
      branchId: file.branchId,
      readPhones,
    });
    await lockRegister(tx);
    const guardians = new KnownGuardians();
    const reached = branches.filter((branch) => branch.isReached).map((branch) => branch.id);
    const [fresh, unchanged] = await this.sift(tx, families, { faults, columns });
    for (const chunk of chunksOf(fresh)) {
      await guardians.load(tx, chunk, reached);
      await this.register(tx, chunk, guardians);
    }
    const faulty = new Set(faults.map((fault) => fault.row)).size;
    faults.sort((a, b) => a.row - b.row);
    return { rows: count, created: fresh.length, unchanged, faulty, faults, ignoredColumns: columns.ignored };
  }

  /** The families that are new, and how many are there already; those that look like somebody else are faults. */
  private async sift(
    tx: Tx,
    families: readonly ImportedFamily[],
    { faults, columns }: { faults: RowFault[]; columns: Columns },
  ): Promise<[ImportedFamily[], number]> {
    const fresh: ImportedFamily[] = [];
    const nameColumn = columns.header.lastName ?? columns.header.fullName ?? '';
    let unchanged = 0;
    for (const chunk of chunksOf(families)) {
      const answers = await verdicts(tx, chunk);
      for (const family of chunk) {
        const verdict = answers.get(family.row);
        if (verdict?.kind === 'known') unchanged += 1;
        else if (verdict?.kind === 'similar') {
          const detail = `Perhaps client no. ${String(verdict.number)}; register by hand if it is somebody else.`;
          faults.push({ row: family.row, column: nameColumn, code: 'client.duplicate', detail });
        } else fresh.push(family);
      }
    }
    return [fresh, unchanged];
  }

  private async register(tx: Tx, families: readonly ImportedFamily[], known: KnownGuardians): Promise<void> {
    const guardians: GuardianRow[] = [];
    const links: ClientGuardianRow[] = [];
    const clients = families.map(({ guardian, ...client }) => {
      const id = newId();
      if (guardian !== null) {
        const guardianId = known.find(guardian) ?? newId();
        if (known.find(guardian) === null) guardians.push(guardianRow(guardianId, client.branchId, guardian));
        known.remember(guardianId, guardian);
        const rights = { isPayer: true, isLegalRepresentative: true, mayPickUp: true };
        links.push({ id: newId(), clientId: id, guardianId, relation: guardian.relation, ...rights });
      }
      return rowOf(id, client);
    });
    await tx.insert(GuardianRow, guardians);
    await tx.insert(ClientRow, clients);
    await tx.insert(ClientGuardianRow, links);
    await this.events.recordMany(
      tx,
      clients.map(({ id, branchId }) => ({
        event: clientRegistered({ clientId: id }),
        place: { subjectId: id, branchId },
      })),
    );
  }
}

function tableOf(bytes: Buffer): string[][] {
  try {
    return readTable(bytes);
  } catch {
    throw ImportUnreadable({ reason: 'The file is not a table of values: save it as CSV.' });
  }
}

interface ReadRows {
  families: ImportedFamily[];
  faults: RowFault[];
  /** Rows with anything in them. */
  count: number;
}

function readRows(
  rows: readonly string[][],
  columns: Columns,
  world: Parameters<typeof readFamily>[3],
): ReadRows {
  const result: ReadRows = { families: [], faults: [], count: 0 };
  const earlier = new EarlierRows();
  rows.forEach((cells, index) => {
    if (cells.every((cell) => cell.trim() === '')) return;
    result.count += 1;
    const row = index + 2;
    const read = readFamily(row, cells, columns, world);
    if (Array.isArray(read)) {
      result.faults.push(...read);
      return;
    }
    const repeated = earlier.repeats(read);
    if (repeated === null) result.families.push(read);
    else {
      const column = columns.header.lastName ?? columns.header.fullName ?? '';
      result.faults.push({
        row,
        column,
        code: 'row.repeated',
        detail: `The same client as in row ${String(repeated)}.`,
      });
    }
  });
  return result;
}

async function branchesOf(tx: Tx): Promise<ImportBranch[]> {
  const rows = await tx.query<{ id: string; code: string; name: string; timeZone: string }>(
    sql`select id, code, name, time_zone as "timeZone" from branches where archived_at is null order by code`,
  );
  return rows.map(({ timeZone, ...branch }) => ({
    ...branch,
    today: localDateOf(tx.now, timeZone),
    isReached: reachesBranch(tx.actor, Clients.import, branch.id),
  }));
}

function chunksOf<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, index) =>
    all.slice(index * CHUNK, (index + 1) * CHUNK),
  );
}
