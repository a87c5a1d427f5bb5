import type { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

interface Answer {
  name: string;
  mediaType: string;
  size: number;
  content: Readable;
}

/** A file as an answer. Shown inline only where the caller says so; otherwise a browser saves it and runs nothing of it. */
export function fileAnswer(file: Answer, place: 'attachment' | 'inline' = 'attachment'): StreamableFile {
  return new StreamableFile(file.content, {
    type: file.mediaType,
    length: file.size,
    disposition: contentDisposition(file.name, place),
  });
}

/** RFC 6266: the name in ASCII for the old, and whole, as RFC 8187 spells it, for everybody else. */
export function contentDisposition(name: string, place: 'attachment' | 'inline'): string {
  const oneLine = name.replace(/[\u0000-\u001f\u007f]/g, '').trim();
  const plain = oneLine.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const whole = encodeURIComponent(oneLine.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${place}; filename="${plain === '' ? 'file' : plain}"; filename*=UTF-8''${whole === '' ? 'file' : whole}`;
}
