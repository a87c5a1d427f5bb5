import { Body, Controller, Delete, Get, Patch, Post, Query, type StreamableFile } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { VersionUnknown } from '../../../platform/database/versioned.js';
import { documentTypes } from '../../../platform/files/file-kinds.js';
import { Files } from '../../../platform/files/files.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  fileAnswer,
  Id,
  Me,
  Uploads,
  type ApiRequest,
} from '../../../platform/http/index.js';
import { ClientNotFound } from '../clients.errors.js';
import { acceptedFile } from './accepted-file.js';
import { ResultFilesService } from './result-files.service.js';
import {
  FileBody,
  FileContent,
  Result,
  ResultListQuery,
  ResultPage,
  ResultPatch,
  ResultRequest,
} from './results.dto.js';
import {
  FileTypeMismatch,
  FileTypeNotAccepted,
  ResultFileNotFound,
  ResultFilesFull,
  ResultNotFound,
} from './results.errors.js';
import { Results } from './results.permissions.js';
import { ResultsService } from './results.service.js';

const MOST_BYTES = 10 * 1024 * 1024;

@Controller('clients/:id/results')
export class ResultsController {
  constructor(
    private readonly commands: Commands,
    private readonly uploads: Uploads,
    private readonly results: ResultsService,
    private readonly attached: ResultFilesService,
    private readonly files: Files,
  ) {}

  /** Lists what a client achieved, the newest day first. */
  @Get()
  @Can(Results.read)
  @Fails(ClientNotFound)
  list(@Me() me: Actor, @Id() id: string, @Query() query: ResultListQuery): Promise<ResultPage> {
    return this.results.list(me, id, query);
  }

  /** Shows a result with its files. */
  @Get(':resultId')
  @Can(Results.read)
  @Fails(ClientNotFound, ResultNotFound)
  get(@Me() me: Actor, @Id() id: string, @Id('resultId') resultId: string): Promise<Result> {
    return this.results.getFor(me, id, resultId);
  }

  /** Writes down what a client achieved or was given. */
  @Post()
  @Can(Results.write)
  @Fails(ClientNotFound)
  add(@CurrentRequest() request: ApiRequest, @Id() id: string, @Body() body: ResultRequest): Promise<Result> {
    return this.commands.create(request, (tx) => this.results.add(tx, id, body));
  }

  /** Changes a result. */
  @Patch(':resultId')
  @Can(Results.write)
  @Fails(ClientNotFound, ResultNotFound, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('resultId') resultId: string,
    @Body() body: ResultPatch,
  ): Promise<Result> {
    return this.commands.change(request, (tx, base) => this.results.change(tx, id, resultId, body, base));
  }

  /** Removes a result with its files. */
  @Delete(':resultId')
  @Can(Results.write)
  @Fails(ClientNotFound, ResultNotFound)
  remove(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('resultId') resultId: string,
  ): Promise<void> {
    return this.commands.remove(request, (tx) => this.results.remove(tx, id, resultId));
  }

  /**
   * Attaches a file to a result.
   * PDF, JPEG, PNG, WebP, HEIC, DOCX or XLSX by its first bytes, which its Content-Type and name must agree with.
   */
  @Post(':resultId/files')
  @Can(Results.write)
  @Fails(ClientNotFound, ResultNotFound, ResultFilesFull, FileTypeNotAccepted, FileTypeMismatch)
  @FileBody('At most 10 MB; at most 10 files a result.')
  async addFile(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('resultId') resultId: string,
  ): Promise<Result> {
    const file = await acceptedFile(await this.uploads.one(request, MOST_BYTES), documentTypes);
    return this.commands.create(
      request,
      (tx) => this.attached.attach(tx, id, resultId, file),
      () => `/v1/clients/${id}/results/${resultId}`,
    );
  }

  /** Gives a file of a result, to be saved. */
  @Get(':resultId/files/:fileId')
  @Can(Results.read)
  @Fails(ClientNotFound, ResultNotFound, ResultFileNotFound)
  @FileContent(...documentTypes)
  async getFile(
    @Me() me: Actor,
    @Id() id: string,
    @Id('resultId') resultId: string,
    @Id('fileId') fileId: string,
  ): Promise<StreamableFile> {
    const file = await this.attached.find(me, id, resultId, fileId);
    return fileAnswer({ ...file, content: this.files.read(file.id) });
  }

  /** Removes a file of a result. */
  @Delete(':resultId/files/:fileId')
  @Can(Results.write)
  @Fails(ClientNotFound, ResultNotFound, ResultFileNotFound)
  removeFile(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('resultId') resultId: string,
    @Id('fileId') fileId: string,
  ): Promise<void> {
    return this.commands.remove(request, (tx) => this.attached.remove(tx, id, resultId, fileId));
  }
}
