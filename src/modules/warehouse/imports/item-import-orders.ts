import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../../kernel/actor.js';
import { fieldsForbidden } from '../../../kernel/field-groups.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Files } from '../../../platform/files/files.js';
import { ChoiceReader } from '../../../platform/imports/choice-reader.js';
import type { OperationRequest } from '../../../platform/operations/operation.js';
import { styleOf } from '../../../platform/sheets/sheets.js';
import { mediaTypeOf } from '../../../platform/sheets/write-sheet.js';
import { Items, StockCosts, Warehousing } from '../warehouse.permissions.js';
import { WarehousesService } from '../warehouses/warehouses.service.js';
import { itemFields } from './item-fields.rules.js';
import { ITEMS_IMPORT, type ItemImportChoices } from './item-import.js';

const KNOWN = ['warehouseId', 'mapping', 'onError', 'sheet'];

type Choices = Pick<ItemImportChoices, 'warehouseId' | 'mapping' | 'onError' | 'sheet'>;

/** Takes the order for an import of items: keeps the file and says what is to be done with it. */
@Injectable()
export class ItemImportOrders {
  constructor(
    private readonly files: Files,
    private readonly warehouses: WarehousesService,
  ) {}

  choicesOf(query: object, form: Readonly<Record<string, string>>): Choices {
    const reader = new ChoiceReader(query, form, KNOWN);
    const choices: Choices = {
      warehouseId: reader.id('warehouseId'),
      mapping: reader.mapping(itemFields),
      onError: reader.one('onError', ['skip', 'stop'], 'skip'),
      sheet: reader.sheet(),
    };
    reader.assertRight();
    return choices;
  }

  /** Whoever opens balances posts a receipt with its prices. */
  async take(
    tx: Tx,
    { bytes, choices }: { bytes: Buffer; choices: ItemImportChoices },
  ): Promise<OperationRequest> {
    const style = styleOf(bytes);
    const { warehouseId, fileName } = choices;
    if (warehouseId !== null) {
      const { branchId } = await this.warehouses.open(tx, warehouseId, { permission: Warehousing.post });
      if (!reachesBranch(tx.actor, StockCosts.read, branchId))
        throw fieldsForbidden([StockCosts.read], [{ parameter: 'warehouseId' }]);
    }
    const name = fileName === '' ? `items.${style.format}` : fileName.slice(-200);
    const file = await this.files.keep(tx, { name, mediaType: mediaTypeOf(style), content: [bytes] });
    return {
      kind: ITEMS_IMPORT,
      permission: Items.write,
      request: { ...choices, fileName: name },
      inputFileId: file.id,
    };
  }
}
