import { Controller, Post, Query } from '@nestjs/common';
import { FieldForbidden } from '../../../kernel/field-groups.js';
import { Can, CurrentRequest, Fails, type ApiRequest } from '../../../platform/http/index.js';
import { languageOf } from '../../../platform/http/problem.js';
import { ImportAnswerOf, SheetBodyWith } from '../../../platform/imports/imports.dto.js';
import { SheetUploads } from '../../../platform/imports/sheet-uploads.js';
import { LongWorkDoor } from '../../../platform/operations/long-work.js';
import { LongWork, type Operation } from '../../../platform/operations/operations.dto.js';
import {
  SheetBroken,
  SheetEmpty,
  SheetProtected,
  SheetTooLarge,
  SheetUnknownFormat,
} from '../../../platform/sheets/sheets.errors.js';
import { Items } from '../warehouse.permissions.js';
import { WarehouseArchived } from '../warehouses/warehouses.errors.js';
import { ItemImportOrders } from './item-import-orders.js';
import { ItemImportQuery, ItemImportResult } from './item-imports.dto.js';

@Controller('imports')
export class ItemImportsController {
  constructor(
    private readonly door: LongWorkDoor,
    private readonly uploads: SheetUploads,
    private readonly orders: ItemImportOrders,
  ) {}

  /**
   * Imports items and opening balances from a spreadsheet.
   * Good rows are made, faulty ones reported with row, column and reason, and given back as a file to mend. An item whose
   * SKU is there stays as it is; a balance comes in, by a receipt, only where the item has never moved: the same file
   * again changes nothing.
   */
  @Post('items')
  @Can(Items.write)
  @LongWork()
  @Fails(
    SheetEmpty,
    SheetBroken,
    SheetProtected,
    SheetTooLarge,
    SheetUnknownFormat,
    WarehouseArchived,
    FieldForbidden,
  )
  @SheetBodyWith({ warehouseId: { type: 'string', format: 'uuid' } })
  @ImportAnswerOf(ItemImportResult)
  async items(@CurrentRequest() request: ApiRequest, @Query() query: ItemImportQuery): Promise<Operation> {
    const { bytes, fileName, fields } = await this.uploads.read(request);
    const { warehouseId, mapping, onError, sheet } = query;
    const asked = Object.fromEntries(
      Object.entries({ warehouseId, mapping, onError, sheet }).filter(([, value]) => value !== undefined),
    );
    const chosen = { ...this.orders.choicesOf(asked, fields), fileName };
    const language = languageOf(request.headers['accept-language']);
    request.allowedQuery = Object.keys(asked);
    return this.door.accept(request, (tx, isRehearsal) =>
      this.orders.take(tx, { bytes, choices: { ...chosen, isRehearsal, language } }),
    );
  }
}
