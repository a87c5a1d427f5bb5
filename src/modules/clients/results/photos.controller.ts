import { Controller, Delete, Get, Put, type StreamableFile } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { photoTypes } from '../../../platform/files/file-kinds.js';
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
import { Clients } from '../clients.permissions.js';
import { acceptedFile } from './accepted-file.js';
import { PhotosService } from './photos.service.js';
import { FileBody, FileContent, Photo } from './results.dto.js';
import { FileTypeMismatch, FileTypeNotAccepted, PhotoNotFound } from './results.errors.js';

const MOST_BYTES = 5 * 1024 * 1024;

@Controller('clients/:id/photo')
export class PhotosController {
  constructor(
    private readonly commands: Commands,
    private readonly uploads: Uploads,
    private readonly photos: PhotosService,
    private readonly files: Files,
  ) {}

  /** Gives a client's photo. */
  @Get()
  @Can(Clients.read)
  @Fails(PhotoNotFound)
  @FileContent(...photoTypes)
  async get(@Me() me: Actor, @Id() id: string): Promise<StreamableFile> {
    const file = await this.photos.find(me, id);
    return fileAnswer({ ...file, content: this.files.read(file.id) }, 'inline');
  }

  /**
   * Sets a client's photo in the place of the one before.
   * JPEG, PNG or WebP by its first bytes, which its Content-Type and name must agree with.
   */
  @Put()
  @Can(Clients.write)
  @Fails(ClientNotFound, FileTypeNotAccepted, FileTypeMismatch)
  @FileBody('At most 5 MB.')
  async put(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<Photo> {
    const file = await acceptedFile(await this.uploads.one(request, MOST_BYTES), photoTypes);
    return this.commands.run(request, (tx) => this.photos.put(tx, id, file));
  }

  /** Removes a client's photo. */
  @Delete()
  @Can(Clients.write)
  @Fails(ClientNotFound, PhotoNotFound)
  remove(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.photos.remove(tx, id));
  }
}
