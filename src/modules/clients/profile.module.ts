import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConsentPurposesController } from './consents/consent-purposes.controller.js';
import { ConsentTextsController } from './consents/consent-texts.controller.js';
import { ConsentTextsService } from './consents/consent-texts.service.js';
import { ConsentsController } from './consents/consents.controller.js';
import {
  ConsentPurposeRow,
  ConsentRevocationRow,
  ConsentRow,
  ConsentTextRow,
} from './consents/consents.entity.js';
import { ConsentsQueries } from './consents/consents.queries.js';
import { ConsentsService } from './consents/consents.service.js';
import { FirstPapers } from './first-papers.js';
import { Certificates } from './health/certificates.js';
import { HealthReadsController } from './health/health-reads.controller.js';
import { HealthReads } from './health/health-reads.js';
import { HealthRecordsController } from './health/health.controller.js';
import { HealthRecordRow, MeasurementRow } from './health/health.entity.js';
import { HealthService } from './health/health.service.js';
import { MeasurementsService } from './health/measurements.service.js';
import { NotePhrasesController } from './notes/note-phrases.controller.js';
import { NotePhrasesService } from './notes/note-phrases.service.js';
import { NotesController } from './notes/notes.controller.js';
import { NotePhraseRow, NoteRow } from './notes/notes.entity.js';
import { NotesService } from './notes/notes.service.js';
import { PhotosController } from './results/photos.controller.js';
import { PhotosService } from './results/photos.service.js';
import { ResultFilesService } from './results/result-files.service.js';
import { ResultsController } from './results/results.controller.js';
import { ClientPhotoRow, ResultFileRow, ResultRow } from './results/results.entity.js';
import { ResultsService } from './results/results.service.js';
import { TimelineController } from './timeline/timeline.controller.js';
import { TimelineQueries } from './timeline/timeline.queries.js';

const rows = [
  ...[HealthRecordRow, MeasurementRow],
  ...[ConsentPurposeRow, ConsentTextRow, ConsentRow, ConsentRevocationRow],
  ...[NoteRow, NotePhraseRow],
  ...[ResultRow, ResultFileRow, ClientPhotoRow],
];

/** What is written down about a client beside who they are. */
@Module({
  imports: [TypeOrmModule.forFeature(rows)],
  controllers: [
    ...[HealthRecordsController, HealthReadsController],
    ...[ConsentsController, ConsentPurposesController, ConsentTextsController],
    ...[NotesController, NotePhrasesController],
    ...[ResultsController, PhotosController, TimelineController],
  ],
  providers: [
    ...[HealthService, HealthReads, MeasurementsService, Certificates],
    ...[ConsentsService, ConsentsQueries, ConsentTextsService, NotesService, NotePhrasesService],
    ...[ResultsService, ResultFilesService, PhotosService, TimelineQueries, FirstPapers],
  ],
  exports: [FirstPapers, HealthService, HealthReads, MeasurementsService],
})
export class ProfileModule {}
