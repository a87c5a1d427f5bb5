import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import type { Page } from '../../../kernel/page.js';
import { Cipher, type SealedPlace } from '../../../platform/crypto/cipher.js';
import type { SealedColumn } from '../../../platform/crypto/key-rotation.js';
import { Db } from '../../../platform/database/db.js';
import { newId } from '../../../platform/database/ids.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { takeClient, type ClientInHand } from '../client-in-hand.js';
import { clientReach } from '../clients.queries.js';
import { MeasurementRow } from './health.entity.js';
import { MeasurementNotFound, MeasurementReplaced } from './health.errors.js';
import { healthChanged } from './health.events.js';
import { Health } from './health.permissions.js';
import type { Measurement, MeasurementListQuery, MeasurementRequest } from './measurements.dto.js';

/** What is sealed of an entry. */
type Sealed = Pick<Measurement, 'kind' | 'value' | 'unit' | 'comment'>;
type Row = Omit<Measurement, keyof Sealed> & { secret: string };

const nothingLeft: Sealed = { kind: '—', value: null, unit: null, comment: null };

const KIND = 'measurement kind';

/** For the command that changes keys. */
export const sealedMeasurements: SealedColumn = {
  table: 'measurements',
  column: 'secret',
  mark: { column: 'kind_mark', purpose: KIND, textOf: (opened) => (JSON.parse(opened) as Sealed).kind },
};

const ENTRY = sql`
  select m.id, m.client_id as "clientId", m.measured_on as "measuredOn", m.secret, m.replaces_id as "replacesId",
         (select r.id from measurements r where r.replaces_id = m.id) as "replacedById", m.is_reversal as "isReversal",
         m.created_at as "createdAt", m.created_by as "createdBy"
  from measurements m join clients c on c.id = m.client_id`;
const STANDS = sql`not m.is_reversal and not exists (select from measurements r where r.replaces_id = m.id)`;

/** What is measured over time: sealed entries; a wrong one is corrected or taken back by another. */
@Injectable()
export class MeasurementsService {
  constructor(
    private readonly db: Db,
    private readonly cipher: Cipher,
    private readonly events: Events,
  ) {}

  async list(actor: Actor, clientId: string, query: MeasurementListQuery): Promise<Page<Measurement>> {
    const page = await keysetPage<Row>(this.db, {
      query,
      sorts: { measuredOn: { column: sql`m.measured_on`, type: 'date' } },
      defaultSort: '-measuredOn',
      id: sql`m.id`,
      select: ENTRY,
      where: [
        sql`m.client_id = ${clientId}`,
        clientReach(actor, Health.read, 'c'),
        query.kind !== undefined && sql`m.kind_mark = any (${this.cipher.marks(query.kind, KIND)})`,
        query.history !== 'true' && STANDS,
      ],
    });
    return { ...page, items: page.items.map((row) => this.shown(row)) };
  }

  async add(tx: Tx, clientId: string, input: MeasurementRequest): Promise<Measurement> {
    const client = await takeClient(tx, clientId, Health.write);
    const { measuredOn, kind, value, unit, comment = null, replacesId = null } = input;
    if (measuredOn > client.today) {
      const detail = 'It was measured today or earlier.';
      throw invalid([{ pointer: '/measuredOn', code: 'date.in-future', detail }]);
    }
    if (replacesId !== null && (await this.standing(tx, clientId, replacesId)) === null)
      throw invalid([unknownReference('/replacesId')]);
    return this.enter(
      tx,
      client,
      { kind, value, unit, comment },
      { measuredOn, replacesId, isReversal: false },
    );
  }

  /** Takes a measurement back; both stay in the history. */
  async reverse(tx: Tx, clientId: string, id: string, reason: string): Promise<Measurement> {
    const client = await takeClient(tx, clientId, Health.write);
    const measurement = await this.standing(tx, clientId, id);
    if (measurement === null) throw MeasurementNotFound({ id });
    const { kind, measuredOn } = measurement;
    const sealed = { kind, value: null, unit: null, comment: reason };
    return this.enter(tx, client, sealed, { measuredOn, replacesId: id, isReversal: true });
  }

  private async enter(
    tx: Tx,
    client: ClientInHand,
    sealed: Sealed,
    plain: Pick<MeasurementRow, 'measuredOn' | 'replacesId' | 'isReversal'>,
  ): Promise<Measurement> {
    const id = newId();
    const secret = this.cipher.seal(JSON.stringify(sealed), placeOf(id));
    const kindMark = this.cipher.mark(sealed.kind, KIND);
    await tx.insert(MeasurementRow, { id, clientId: client.id, kindMark, secret, ...plain });
    const place = { subjectId: client.id, branchId: client.branchId };
    await this.events.record(tx, healthChanged({ clientId: client.id }), place);
    return this.shown(await tx.one<Row>(sql`${ENTRY} where m.id = ${id}`));
  }

  private async standing(tx: Tx, clientId: string, id: string): Promise<Measurement | null> {
    const row = await tx.find<Row>(sql`${ENTRY} where m.id = ${id} and m.client_id = ${clientId}`);
    if (row === null) return null;
    if (row.isReversal || row.replacedById !== null) throw MeasurementReplaced();
    return this.shown(row);
  }

  private shown({ secret, ...row }: Row): Measurement {
    const text = this.cipher.openUnlessErased(secret, placeOf(row.id));
    return { ...row, ...(text === null ? nothingLeft : (JSON.parse(text) as Sealed)) };
  }
}

const placeOf = (id: string): SealedPlace => ({ table: 'measurements', column: 'secret', id });
