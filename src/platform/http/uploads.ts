import { createHash } from 'node:crypto';
import multipart from '@fastify/multipart';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { invalid } from '../../kernel/faults.js';
import type { ApiRequest } from './request.js';

/** The largest file any route takes; each route has a limit of its own within it. */
const LARGEST_BYTES = 20 * 1024 * 1024;

/** A file as it came, with what its sender says of it. */
export interface UploadedFile {
  name: string;
  mediaType: string;
  bytes: Buffer;
}

interface Part {
  filename: string;
  mimetype: string;
  toBuffer(): Promise<Buffer>;
}

/** Takes a file as the member `file` of a form. Forms are read here and by nobody else: the parser is one for the server. */
@Injectable()
export class Uploads implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  async onModuleInit(): Promise<void> {
    // Commands run the same modules without a server.
    const server = this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
    if (server?.addContentTypeParser === undefined) return;
    await server.register(multipart, {
      limits: { fileSize: LARGEST_BYTES, files: 1, fields: 10, fieldSize: 100_000 },
    });
  }

  async one(request: ApiRequest, mostBytes: number): Promise<UploadedFile> {
    const form = request as unknown as {
      isMultipart?: () => boolean;
      file?: (options: object) => Promise<Part | undefined>;
    };
    const part =
      form.isMultipart?.() === true ? await form.file?.({ limits: { fileSize: mostBytes } }) : undefined;
    if (part === undefined) {
      const detail = 'Send the file as the member "file" of multipart/form-data.';
      throw invalid([{ pointer: '/file', code: 'value.required', detail }]);
    }
    const bytes = await part.toBuffer();
    // An Idempotency-Key is bound to the body, which a form leaves empty.
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    request.body = { name: part.filename, mediaType: part.mimetype, sha256 };
    return { name: part.filename, mediaType: part.mimetype, bytes };
  }
}
