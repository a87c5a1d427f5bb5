import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Db } from '../../../platform/database/db.js';
import type { Tx } from '../../../platform/database/tx.js';
import { SheetImports, type TakenRows } from '../../../platform/imports/sheet-imports.js';
import type { OperationRun } from '../../../platform/operations/operation-run.js';
import { lockRegister } from '../identity-locks.js';
import { namesClients, nameColumn, readColumns, type Columns } from './columns.rules.js';
import { branchesFor, FamilyRegister } from './family-register.js';
import { faultText } from './fault-texts.rules.js';
import { CLIENTS_IMPORT, type ImportChoices } from './import-choices.js';
import type { ImportedFamily, ImportWorld } from './import.rules.js';
import { readRows } from './import-source.js';
import { readPhones } from './phones.js';

/** How families are read from a spreadsheet and registered. */
@Injectable()
export class ClientImport implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly imports: SheetImports,
    private readonly register: FamilyRegister,
  ) {}

  onModuleInit(): void {
    this.imports.on<ImportedFamily, Columns, ImportChoices, ImportWorld>({
      kind: CLIENTS_IMPORT,
      counts: ['created', 'unchanged', 'guardians'],
      faultText,
      columns: ({ mapping }) => ({
        read: (headers) => readColumns(headers, mapping),
        isEnough: namesClients,
      }),
      world: (run, choices) => this.worldOf(run, choices),
      rows: (bytes, source, world, { sheet }) => readRows(bytes, source, { ...world, sheet }),
      lock: lockRegister,
      take: (tx, families, { columns, world }) => this.take(tx, families, columns, world),
    });
  }

  /** The day of the request: an import that is begun again after midnight must not read other ages. */
  private async worldOf(run: OperationRun, { branchId, dateOrder }: ImportChoices): Promise<ImportWorld> {
    const branches = await branchesFor(this.db, run.actor, run.operation.createdAt);
    return { branches, branchId, dateOrder, readPhones };
  }

  private async take(
    tx: Tx,
    families: readonly ImportedFamily[],
    columns: Columns,
    { branches }: ImportWorld,
  ): Promise<TakenRows> {
    const reached = branches.filter(({ isReached }) => isReached).map(({ id }) => id);
    const { faults, ...counts } = await this.register.take(tx, families, {
      ...{ nameColumn: nameColumn(columns), reached },
    });
    return { counts, faults };
  }
}
