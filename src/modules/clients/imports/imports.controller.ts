import { Controller, Post, Query } from '@nestjs/common';
import { Can, CurrentRequest, Fails, type ApiRequest } from '../../../platform/http/index.js';
import { languageOf } from '../../../platform/http/problem.js';
import { LongWorkDoor } from '../../../platform/operations/long-work.js';
import { LongWork, type Operation } from '../../../platform/operations/operations.dto.js';
import {
  SheetEmpty,
  SheetBroken,
  SheetProtected,
  SheetTooLarge,
  SheetUnknownFormat,
} from '../../../platform/sheets/sheets.errors.js';
import { Clients } from '../clients.permissions.js';
import { SheetUploads } from '../../../platform/imports/sheet-uploads.js';
import { ImportOrders } from './import-orders.js';
import { ImportAnswer, ImportQuery, SheetBody } from './imports.dto.js';
import { readChoices } from './reading-choices.js';

@Controller('imports')
export class ImportsController {
  constructor(
    private readonly door: LongWorkDoor,
    private readonly uploads: SheetUploads,
    private readonly orders: ImportOrders,
  ) {}

  /**
   * Imports families from a spreadsheet.
   * Good rows are registered, faulty ones reported with row, column and reason, and given back as a file to mend; the same
   * file again changes nothing. An import that is cancelled keeps the rows it took.
   */
  @Post('clients')
  @Can(Clients.import)
  @LongWork()
  @Fails(SheetEmpty, SheetBroken, SheetProtected, SheetTooLarge, SheetUnknownFormat)
  @SheetBody()
  @ImportAnswer()
  async clients(@CurrentRequest() request: ApiRequest, @Query() query: ImportQuery): Promise<Operation> {
    const { bytes, fileName, fields } = await this.uploads.read(request);
    const { branchId, mapping, onError, dateOrder, sheet } = query;
    const asked = given({ branchId, mapping, onError, dateOrder, sheet });
    const chosen = { ...readChoices(asked, fields), fileName };
    const language = languageOf(request.headers['accept-language']);
    request.allowedQuery = Object.keys(asked);
    return this.door.accept(request, (tx, isRehearsal) =>
      this.orders.take(tx, { bytes, choices: { ...chosen, isRehearsal, language } }),
    );
  }
}

const given = (choices: object): object =>
  Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
