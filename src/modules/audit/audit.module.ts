import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { AuditHandlers } from './audit.handlers.js';
import { AuditQueries } from './audit.queries.js';
import { MarksService } from './marks.service.js';
import { QuestionsService } from './questions.service.js';
import { RecordsQueries } from './records.queries.js';
import { ReviewChangesQueries } from './review-changes.queries.js';
import { ReviewsController } from './reviews.controller.js';
import { ReviewsQueries } from './reviews.queries.js';
import { ReviewsRepository } from './reviews.repository.js';
import { ReviewsService } from './reviews.service.js';
import { SealsService } from './seals.service.js';
import { VerificationService } from './verification.service.js';

@Module({
  controllers: [AuditController, ReviewsController],
  providers: [
    ...[AuditQueries, RecordsQueries],
    ...[SealsService, VerificationService, AuditHandlers],
    ...[
      ReviewsService,
      ReviewsRepository,
      ReviewsQueries,
      ReviewChangesQueries,
      MarksService,
      QuestionsService,
    ],
  ],
  exports: [SealsService, VerificationService],
})
export class AuditModule {}
