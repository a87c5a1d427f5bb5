import { fileTypeFromBuffer } from 'file-type';

/** What files may be attached, and the extensions their names may have. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
};

export const documentTypes: readonly string[] = Object.keys(EXTENSIONS);
export const photoTypes: readonly string[] = ['image/jpeg', 'image/png', 'image/webp'];

export type FileVerdict =
  | { fits: true; mediaType: string }
  | { fits: false; why: 'not-accepted' | 'not-as-declared'; mediaType: string | null };

/** Judges a file by its first bytes; what its sender and its name say must agree with them. */
export async function judgeFile(
  file: { name: string; mediaType: string; bytes: Uint8Array },
  accepted: readonly string[],
): Promise<FileVerdict> {
  const mediaType = (await fileTypeFromBuffer(file.bytes).catch(() => undefined))?.mime ?? null;
  if (mediaType === null || !accepted.includes(mediaType))
    return { fits: false, why: 'not-accepted', mediaType };
  const declared = file.mediaType.toLowerCase().replace('image/jpg', 'image/jpeg');
  const extension = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  const agrees = declared === mediaType && (EXTENSIONS[mediaType] ?? []).includes(extension);
  return agrees ? { fits: true, mediaType } : { fits: false, why: 'not-as-declared', mediaType };
}
