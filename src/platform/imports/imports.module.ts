import { Global, Module } from '@nestjs/common';
import { SheetImports } from './sheet-imports.js';
import { SheetUploads } from './sheet-uploads.js';

/** Taking spreadsheets in, for every module that imports. */
@Global()
@Module({ providers: [SheetImports, SheetUploads], exports: [SheetImports, SheetUploads] })
export class ImportsModule {}
