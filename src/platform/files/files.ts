import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Db } from '../database/db.js';
import { newId } from '../database/ids.js';
import { sql } from '../database/sql.js';
import type { Tx } from '../database/tx.js';
import { Timers } from '../events/timers.js';

const CHUNK_BYTES = 262_144;

export interface FileToKeep {
  /** As the person who takes it away will see it. */
  name: string;
  mediaType: string;
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** When it may be forgotten; absent keeps it until it is removed. */
  expiresAt?: string;
}

export interface StoredFile {
  id: string;
  name: string;
  mediaType: string;
  /** Bytes. */
  size: number;
  sha256: string;
}

/** Keeps files in the database by pieces, so that neither writing nor reading one holds it whole in memory. */
@Injectable()
export class Files implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly timers: Timers,
  ) {}

  onModuleInit(): void {
    this.timers.every('day', 'files.expired', async (tx) => {
      await tx.run(sql`delete from files where expires_at < ${tx.now}`);
    });
  }

  async keep(tx: Tx, file: FileToKeep): Promise<StoredFile> {
    const { name, mediaType, expiresAt = null } = file;
    const id = newId();
    await tx.run(sql`insert into files (id, name, media_type, size, sha256, expires_at)
      values (${id}, ${name}, ${mediaType}, 0, '', ${expiresAt})`);
    const hash = createHash('sha256');
    let size = 0;
    let number = 0;
    for await (const bytes of inChunks(file.content)) {
      hash.update(bytes);
      size += bytes.length;
      await tx.run(sql`insert into file_chunks (file_id, number, bytes) values (${id}, ${number}, ${bytes})`);
      number += 1;
    }
    const sha256 = hash.digest('hex');
    await tx.run(sql`update files set size = ${size}, sha256 = ${sha256} where id = ${id}`);
    return { id, name, mediaType, size, sha256 };
  }

  find(id: string): Promise<StoredFile | null> {
    return this.db.find<StoredFile>(
      sql`select id, name, media_type as "mediaType", size, sha256 from files where id = ${id}`,
    );
  }

  /** The content, read piece by piece as it is asked for. */
  read(id: string): Readable {
    return Readable.from(this.chunksOf(id), { objectMode: false });
  }

  async remove(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.run(sql`delete from files where id = any (${ids}::uuid[])`);
  }

  private async *chunksOf(id: string): AsyncGenerator<Buffer> {
    for (let number = 0; ; number += 1) {
      const chunk = await this.db.find<{ bytes: Buffer }>(
        sql`select bytes from file_chunks where file_id = ${id} and number = ${number}`,
      );
      if (chunk === null) return;
      yield chunk.bytes;
    }
  }
}

/**
 * The same bytes in pieces of one size, each in the place of the one before: whoever gets one is done with it when asking for
 * the next. Pieces that waited until there were enough of them would outlive the quick collections of garbage.
 */
async function* inChunks(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Buffer> {
  const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let length = 0;
  for await (const piece of content) {
    for (let from = 0; from < piece.length;) {
      const part = piece.subarray(from, from + CHUNK_BYTES - length);
      chunk.set(part, length);
      from += part.length;
      length += part.length;
      if (length < CHUNK_BYTES) continue;
      yield chunk;
      length = 0;
    }
  }
  if (length > 0) yield chunk.subarray(0, length);
}
