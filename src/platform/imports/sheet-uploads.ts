import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { createHash } from 'node:crypto';
import { invalid } from '../../kernel/faults.js';
import type { ApiRequest } from '../http/index.js';

const MAX_BYTES = 20 * 1024 * 1024;
const TYPES = [
  'text/csv',
  'application/csv',
  'text/tab-separated-values',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/octet-stream',
];

/** A file as it came, and what came with it. */
export interface Upload {
  bytes: Buffer;
  fileName: string;
  /** The other members of a form. */
  fields: Record<string, string>;
}

interface Part {
  type: 'file' | 'field';
  fieldname: string;
  filename?: string;
  value?: unknown;
  toBuffer(): Promise<Buffer>;
}

/** Takes a table as the raw body (CSV of any charset, or XLSX) or as the member `file` of a form. */
@Injectable()
export class SheetUploads implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    // Commands run the same modules without a server.
    const server = this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
    if (server?.addContentTypeParser === undefined) return;
    const options = { parseAs: 'buffer' as const, bodyLimit: MAX_BYTES };
    server.addContentTypeParser(TYPES, options, (_, body, done) => {
      done(null, body);
    });
  }

  async read(request: ApiRequest): Promise<Upload> {
    const upload = Buffer.isBuffer(request.body)
      ? { bytes: request.body, fileName: '', fields: {} }
      : await formOf(request);
    if (upload === null) {
      const detail =
        'Send the file as the body (CSV or XLSX), or as the member "file" of multipart/form-data.';
      throw invalid([{ pointer: '/file', code: 'value.required', detail }]);
    }
    // An Idempotency-Key is bound to the body; the digest stands for megabytes, and for a form, which leaves none.
    const digest = createHash('sha256').update(upload.bytes).digest('hex');
    request.body = { file: digest, ...upload.fields };
    return upload;
  }
}

async function formOf(request: ApiRequest): Promise<Upload | null> {
  const form = request as unknown as { isMultipart?: () => boolean; parts?: () => AsyncIterable<Part> };
  if (form.isMultipart?.() !== true || form.parts === undefined) return null;
  const upload: { bytes: Buffer | null; fileName: string; fields: Record<string, string> } = {
    bytes: null,
    fileName: '',
    fields: {},
  };
  for await (const part of form.parts()) {
    if (part.type === 'file') {
      upload.bytes = await part.toBuffer();
      upload.fileName = part.filename ?? '';
    } else if (typeof part.value === 'string' && part.value !== '')
      upload.fields[part.fieldname] = part.value;
  }
  const { bytes } = upload;
  return bytes === null ? null : { ...upload, bytes };
}
