import type { LocalDate } from '../../../kernel/local-date.js';
import { birthDateFaults, isMinor, type ClientStatus } from '../client.rules.js';
import { sexOf, statusOfWord, type DateOrder } from './cells.rules.js';
import type { Columns } from './columns.rules.js';
import { guardianColumn, readGuardians, type ImportedGuardian } from './guardian-cells.rules.js';
import { RowCells, type Names, type RowFault } from './row-cells.rules.js';

/** A good row. */
export interface ImportedFamily extends Names {
  row: number;
  externalId: string | null;
  branchId: string;
  birthDate: LocalDate | null;
  sex: 'female' | 'male' | null;
  phones: string[];
  email: string | null;
  address: string | null;
  tags: string[];
  status: ClientStatus;
  statusReason: string | null;
  source: string | null;
  guardians: ImportedGuardian[];
  /** Place among the guardians; -1 when the client pays. */
  payer: number;
}

export interface ImportBranch {
  id: string;
  code: string;
  name: string;
  today: LocalDate;
  isReached: boolean;
}

export interface ImportWorld {
  branches: readonly ImportBranch[];
  /** For rows that name no branch. */
  branchId: string | null;
  dateOrder: DateOrder;
  /** The phones of a cell, or null when it holds something else. */
  readPhones: (cell: string) => string[] | null;
}

const CLIENT = { last: 'lastName', first: 'firstName', middle: 'middleName', whole: 'fullName' } as const;
const ANY_DAY = '2099-12-31';

/** Reads one row; every fault of it at once. */
export function readFamily(
  row: number,
  values: readonly string[],
  columns: Columns,
  world: ImportWorld,
): ImportedFamily | RowFault[] {
  const cells = new RowCells(row, values, columns, world.readPhones);
  const branch = readBranch(cells, world);
  const names = cells.names(CLIENT, true);
  const birthDate = readBirthDate(cells, branch, world.dateOrder);
  const { guardians, payer, isFaulty } = readGuardians(cells, columns);
  const rest = {
    externalId: cells.text('externalId'),
    birthDate,
    sex: cells.word('sex', 'sex.unknown', sexOf),
    phones: [...new Set([...cells.phones('phones'), ...cells.phones('phones2')])],
    email: cells.email('email'),
    address: cells.text('address'),
    tags: cells.tags('tags'),
    source: cells.text('source'),
    ...readStatus(cells),
  };
  if (branch !== null && isMinor(birthDate, branch.today) === true) {
    if (guardians.length === 0 && !isFaulty) cells.fault(guardianColumn(cells), 'guardian.required');
    else if (guardians.length > 0 && payer < 0) cells.fault('payer', 'payer.minor');
  }
  if (cells.faults.length > 0 || branch === null || names === null) return cells.faults;
  return { row, branchId: branch.id, ...names, ...rest, guardians, payer };
}

function readBranch(cells: RowCells, { branches, branchId }: ImportWorld): ImportBranch | null {
  const asked = cells.text('branch');
  const found = branches.find((one) =>
    asked === null
      ? one.id === branchId
      : [one.code, one.name].some((name) => name.toLowerCase() === asked.toLowerCase()),
  );
  if (found?.isReached === true) return found;
  if (asked === null && branchId === null) cells.fault('branch', 'branch.required');
  else cells.fault('branch', 'branch.unknown', { value: asked ?? branchId ?? '' });
  return null;
}

function readBirthDate(cells: RowCells, branch: ImportBranch | null, order: DateOrder): LocalDate | null {
  const date = cells.date('birthDate', branch?.today ?? ANY_DAY, order);
  const [future] = branch === null ? [] : birthDateFaults(date, branch.today);
  if (future !== undefined) cells.fault('birthDate', future.code);
  return date;
}

/** Whoever is not said to be anything attends. Who left says why. */
function readStatus(cells: RowCells): { status: ClientStatus; statusReason: string | null } {
  const status = cells.word('status', 'status.unknown', statusOfWord) ?? 'active';
  const statusReason = cells.text('statusReason');
  if (status === 'left' && statusReason === null) cells.fault('statusReason', 'status-reason.required');
  return { status, statusReason };
}
