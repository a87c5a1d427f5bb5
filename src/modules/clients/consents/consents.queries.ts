import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Clock, localDateOf } from '../../../platform/clock/clock.js';
import { Db } from '../../../platform/database/db.js';
import { keysetPage } from '../../../platform/database/keyset.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { ClientNotFound } from '../clients.errors.js';
import { clientReach } from '../clients.queries.js';
import type { Consent, ConsentListQuery, ConsentPage, MissingConsent } from './consents.dto.js';
import { ConsentNotFound } from './consents.errors.js';
import { Consents } from './consents.permissions.js';

const holds = (on: string): Sql =>
  sql`s.signed_on <= ${on}::date and (v.id is null or v.revoked_on > ${on}::date)`;

const select = (on: string): Sql => sql`
  select s.id, s.client_id as "clientId", p.code as purpose, s.text_id as "textId", t.text_version as "textVersion",
         case when g.id is not null then jsonb_build_object('id', g.id, 'name', concat_ws(' ', g.last_name, g.first_name)) end as representative,
         s.signed_on as "signedOn", s.how,
         case when s.signed_on > ${on}::date then 'future' when ${holds(on)} then 'valid' else 'revoked' end as status,
         exists (select from consent_texts n where n.purpose_id = s.purpose_id and n.effective_from <= ${on}::date
                 and n.text_version > t.text_version) as "isOutdated",
         case when v.id is not null then jsonb_build_object('revokedOn', v.revoked_on, 'reason', v.reason, 'at', utc(v.created_at), 'by', v.created_by) end as revocation,
         s.created_at as "createdAt", s.created_by as "createdBy"
  from consents s
  join consent_purposes p on p.id = s.purpose_id
  join consent_texts t on t.id = s.text_id
  left join guardians g on g.id = s.representative_id
  left join consent_revocations v on v.consent_id = s.id`;

@Injectable()
export class ConsentsQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor, clientId: string, query: ConsentListQuery): Promise<ConsentPage> {
    const client = await this.db.find<{ timeZone: string }>(sql`
      select b.time_zone as "timeZone" from clients c join branches b on b.id = c.branch_id
      where c.id = ${clientId} and ${clientReach(actor, Consents.read, 'c')}`);
    if (client === null) throw ClientNotFound({ id: clientId });
    const on = query.on ?? localDateOf(this.clock.now(), client.timeZone);
    const page = await keysetPage<Consent>(this.db, {
      query,
      sorts: { signedOn: { column: sql`s.signed_on`, type: 'date' } },
      defaultSort: '-signedOn',
      id: sql`s.id`,
      select: select(on),
      where: [sql`s.client_id = ${clientId}`],
    });
    return { ...page, on, missing: await this.missing(this.db, clientId, on) };
  }

  async get(reader: Reader, clientId: string, id: string, on: string): Promise<Consent> {
    const consent = await reader.find<Consent>(
      sql`${select(on)} where s.id = ${id} and s.client_id = ${clientId}`,
    );
    if (consent === null) throw ConsentNotFound({ id });
    return consent;
  }

  private missing(reader: Reader, clientId: string, on: string): Promise<MissingConsent[]> {
    return reader.query<MissingConsent>(sql`
      select p.code as purpose, p.name, p.is_required as "isRequired" from consent_purposes p
      where p.archived_at is null and not exists (
        select from consents s left join consent_revocations v on v.consent_id = s.id
        where s.client_id = ${clientId} and s.purpose_id = p.id and ${holds(on)})
      order by p.is_required desc, p.code`);
  }
}
