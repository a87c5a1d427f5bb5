import { Global, Module } from '@nestjs/common';
import { ActorSource } from './actor-source.js';
import { LongWorkDoor } from './long-work.js';
import { OperationRunner } from './operation-runner.js';
import { OperationsRelay } from './operations-relay.js';
import { OperationsController } from './operations.controller.js';
import { Operations } from './operations.js';
import { OperationsQueries } from './operations.queries.js';

/** Asking for long work and following it, for every process. */
@Global()
@Module({
  controllers: [OperationsController],
  providers: [ActorSource, LongWorkDoor, OperationRunner, Operations, OperationsQueries],
  exports: [ActorSource, LongWorkDoor, OperationRunner, Operations, OperationsQueries],
})
export class OperationsModule {}

/** Carrying it out, for workers. */
@Module({ providers: [OperationsRelay] })
export class OperationsWorkerModule {}
