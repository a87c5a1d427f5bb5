import { Controller, Get, Post, Query, StreamableFile } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Files } from '../files/files.js';
import { Commands, CurrentRequest, Fails, Id, Me, SignedIn, type ApiRequest } from '../http/index.js';
import { languageOf } from '../http/problem.js';
import { FileAnswer, Operation, OperationListQuery, OperationPage } from './operations.dto.js';
import { OperationFileNotFound, OperationFinished, OperationNotFound } from './operations.errors.js';
import { Operations } from './operations.js';
import { OperationsQueries } from './operations.queries.js';

const languageIn = (request: ApiRequest) => languageOf(request.headers['accept-language']);

@Controller('operations')
export class OperationsController {
  constructor(
    private readonly commands: Commands,
    private readonly operations: Operations,
    private readonly queries: OperationsQueries,
    private readonly files: Files,
  ) {}

  /** Lists one's own operations, newest first. They are kept for 30 days after their end. */
  @Get()
  @SignedIn()
  list(
    @Me() me: Actor,
    @Query() query: OperationListQuery,
    @CurrentRequest() request: ApiRequest,
  ): Promise<OperationPage> {
    return this.queries.list(me, query, languageIn(request));
  }

  /** Shows an operation: how far it is, or what came of it. */
  @Get(':id')
  @SignedIn()
  @Fails(OperationNotFound)
  get(@Me() me: Actor, @Id() id: string, @CurrentRequest() request: ApiRequest): Promise<Operation> {
    return this.queries.find(me, id, languageIn(request));
  }

  /**
   * Asks an operation to stop.
   * One that waits is cancelled at once, one that runs at its next step; what it did by then stands, and its result says so.
   */
  @Post(':id/cancellation')
  @SignedIn()
  @Fails(OperationNotFound, OperationFinished)
  cancel(@Id() id: string, @CurrentRequest() request: ApiRequest): Promise<Operation> {
    return this.commands.run(request, async (tx) => {
      await this.operations.cancel(tx, id);
      return this.queries.get(tx, tx.actor, id, languageIn(request));
    });
  }

  /** Gives a file the operation made. */
  @Get(':id/files/:fileId')
  @SignedIn()
  @FileAnswer()
  @Fails(OperationFileNotFound)
  async file(@Me() me: Actor, @Id() id: string, @Id('fileId') fileId: string): Promise<StreamableFile> {
    const file = await this.queries.file(me, id, fileId);
    return new StreamableFile(this.files.read(file.id), {
      type: file.mediaType,
      length: file.size,
      disposition: `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    });
  }
}
