import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { invalid } from '../../../kernel/faults.js';
import type { ApiRequest } from '../../../platform/http/index.js';
import type { ImportFile } from './family-import.service.js';

const MAX_BYTES = 10 * 1024 * 1024;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Upload {
  toBuffer(): Promise<Buffer>;
  fields: Record<string, { value?: unknown } | undefined>;
}

/** Takes a file as the raw body (`text/csv`, any charset) or as the member `file` of a form. */
@Injectable()
export class CsvUploads implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    // Commands run the same modules without a server.
    const server = this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
    if (server?.addContentTypeParser === undefined) return;
    const options = { parseAs: 'buffer' as const, bodyLimit: MAX_BYTES };
    server.addContentTypeParser(
      ['text/csv', 'application/csv', 'application/vnd.ms-excel'],
      options,
      (_, body, done) => {
        done(null, body);
      },
    );
  }

  async read(request: ApiRequest, branchId: string | undefined): Promise<ImportFile> {
    if (Buffer.isBuffer(request.body)) return { bytes: request.body, branchId: branchId ?? null };
    const form = request as unknown as {
      isMultipart?: () => boolean;
      file?: (options: object) => Promise<Upload | undefined>;
    };
    const upload =
      form.isMultipart?.() === true ? await form.file?.({ limits: { fileSize: MAX_BYTES } }) : undefined;
    if (upload === undefined) {
      const detail = 'Send the file as text/csv, or as the member "file" of multipart/form-data.';
      throw invalid([{ pointer: '/file', code: 'value.required', detail }]);
    }
    const bytes = await upload.toBuffer();
    // An Idempotency-Key is bound to the body, which a form leaves empty.
    request.body = bytes;
    return { bytes, branchId: branchId ?? branchOf(upload) };
  }
}

function branchOf(upload: Upload): string | null {
  const value = upload.fields['branchId']?.value;
  if (value === undefined || value === '') return null;
  if (typeof value === 'string' && UUID.test(value)) return value.toLowerCase();
  throw invalid([{ pointer: '/branchId', code: 'id.not-uuid', detail: 'An id is a UUID.' }]);
}
