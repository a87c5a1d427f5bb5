import { Controller, Post, Query } from '@nestjs/common';
import { Can, Commands, CurrentRequest, Fails, type ApiRequest } from '../../../platform/http/index.js';
import { ImportUnreadable } from '../clients.errors.js';
import { Clients } from '../clients.permissions.js';
import { CsvUploads } from './csv-uploads.js';
import { FamilyImport } from './family-import.service.js';
import { CsvBody, ImportQuery, ImportResult } from './imports.dto.js';

@Controller('imports')
export class ImportsController {
  constructor(
    private readonly commands: Commands,
    private readonly uploads: CsvUploads,
    private readonly families: FamilyImport,
  ) {}

  /**
   * Imports families from a spreadsheet.
   * Good rows are registered, faulty ones reported with row, column and reason; the same file again changes nothing.
   */
  @Post('clients')
  @Can(Clients.import)
  @Fails(ImportUnreadable)
  @CsvBody()
  async clients(@CurrentRequest() request: ApiRequest, @Query() query: ImportQuery): Promise<ImportResult> {
    const file = await this.uploads.read(request, query.branchId);
    request.allowedQuery = ['branchId'];
    const dryRun = query.dryRun === 'true';
    return this.commands.run(request, async (tx) => ({ ...(await this.families.run(tx, file)), dryRun }));
  }
}
