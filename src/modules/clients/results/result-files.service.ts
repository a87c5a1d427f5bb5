import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Files, type StoredFile } from '../../../platform/files/files.js';
import { takeClient } from '../client-in-hand.js';
import type { AcceptedFile } from './accepted-file.js';
import type { Result } from './results.dto.js';
import { ResultFileRow } from './results.entity.js';
import { ResultFileNotFound, ResultFilesFull } from './results.errors.js';
import { Results } from './results.permissions.js';
import { ResultsService } from './results.service.js';

const MOST_FILES = 10;

/** Files attached to results. */
@Injectable()
export class ResultFilesService {
  constructor(
    private readonly results: ResultsService,
    private readonly files: Files,
  ) {}

  /** Under the client's lock: however many come at once, no more stay than may. */
  async attach(tx: Tx, clientId: string, resultId: string, file: AcceptedFile): Promise<Result> {
    await takeClient(tx, clientId, Results.write);
    const { files } = await this.results.get(tx, clientId, resultId);
    if (files.length >= MOST_FILES) throw ResultFilesFull({ most: MOST_FILES });
    const { name, mediaType, bytes } = file;
    const { id } = await this.files.keep(tx, { name, mediaType, content: [bytes] });
    await tx.insert(ResultFileRow, { id, resultId });
    return this.results.get(tx, clientId, resultId);
  }

  async find(actor: Actor, clientId: string, resultId: string, id: string): Promise<StoredFile> {
    const { files } = await this.results.getFor(actor, clientId, resultId);
    const file = files.some((one) => one.id === id) ? await this.files.find(id) : null;
    if (file === null) throw ResultFileNotFound({ id });
    return file;
  }

  async remove(tx: Tx, clientId: string, resultId: string, id: string): Promise<void> {
    await takeClient(tx, clientId, Results.write);
    await this.results.get(tx, clientId, resultId);
    const removed = await tx.run(sql`delete from result_files where id = ${id} and result_id = ${resultId}`);
    if (removed === 0) throw ResultFileNotFound({ id });
    await this.files.remove(tx, [id]);
  }
}
