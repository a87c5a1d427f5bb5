import { invalid } from '../../../kernel/faults.js';
import { judgeFile } from '../../../platform/files/file-kinds.js';
import { FileTypeMismatch, FileTypeNotAccepted } from './results.errors.js';

/** A file whose first bytes, Content-Type and name agree. */
export interface AcceptedFile {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

const LONGEST_NAME = 200;

export async function acceptedFile(file: AcceptedFile, accepted: readonly string[]): Promise<AcceptedFile> {
  const name = file.name.replace(/[\p{Cc}\p{Cs}]/gu, '').trim();
  if (name.length > LONGEST_NAME) {
    const detail = `A name has at most ${String(LONGEST_NAME)} characters.`;
    throw invalid([{ pointer: '/file', code: 'text.too-long', detail }]);
  }
  const verdict = await judgeFile({ ...file, name }, accepted);
  if (verdict.fits) return { name, mediaType: verdict.mediaType, bytes: file.bytes };
  throw verdict.why === 'not-accepted'
    ? FileTypeNotAccepted({ accepted: accepted.join(', ') })
    : FileTypeMismatch({ mediaType: verdict.mediaType });
}
