import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Files } from '../../../platform/files/files.js';
import type { OperationRequest } from '../../../platform/operations/operation.js';
import { styleOf } from '../../../platform/sheets/sheets.js';
import { mediaTypeOf } from '../../../platform/sheets/write-sheet.js';
import { Clients } from '../clients.permissions.js';
import { branchesFor } from './family-register.js';
import { CLIENTS_IMPORT, type ImportChoices } from './import-choices.js';

/** Takes the order for an import: keeps the file and says what is to be done with it. */
@Injectable()
export class ImportOrders {
  constructor(private readonly files: Files) {}

  async take(
    tx: Tx,
    { bytes, choices }: { bytes: Buffer; choices: ImportChoices },
  ): Promise<OperationRequest> {
    const style = styleOf(bytes);
    const { branchId } = choices;
    const branches = branchId === null ? [] : await branchesFor(tx, tx.actor, tx.now);
    if (branchId !== null && !branches.some(({ id, isReached }) => id === branchId && isReached))
      throw invalid([unknownReference('/branchId')]);
    const name = choices.fileName === '' ? `clients.${style.format}` : choices.fileName.slice(-200);
    const file = await this.files.keep(tx, { name, mediaType: mediaTypeOf(style), content: [bytes] });
    return {
      kind: CLIENTS_IMPORT,
      permission: Clients.import,
      request: { ...choices, fileName: name },
      inputFileId: file.id,
    };
  }
}
