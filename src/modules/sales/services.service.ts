import { Injectable } from '@nestjs/common';
import type { Page } from '../../kernel/page.js';
import { shownAsMoney } from '../../platform/config/currency.js';
import { Db } from '../../platform/database/db.js';
import { newId } from '../../platform/database/ids.js';
import { keysetPage } from '../../platform/database/keyset.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import { VatService } from '../catalogue/index.js';
import { ServiceRow } from './sales.entity.js';
import { ServiceNotFound } from './sales.errors.js';
import type { Service, ServiceListQuery, ServicePatch, ServiceRequest } from './services.dto.js';

const SERVICE = sql`
  select v.id, v.name, money(v.price) as price, v.vat_code as "vatCode", v.archived_at is not null as "isArchived", v.version,
         v.created_at as "createdAt", v.created_by as "createdBy", v.updated_at as "updatedAt", v.updated_by as "updatedBy"
  from services v`;

/** What is sold besides goods and lessons. Services belong to the whole organisation: whoever may see one sees all. */
@Injectable()
export class ServicesService {
  constructor(
    private readonly db: Db,
    private readonly vat: VatService,
  ) {}

  list(query: ServiceListQuery): Promise<Page<Service>> {
    const { archived = 'false', q } = query;
    return keysetPage<Service>(this.db, {
      query,
      sorts: {
        name: { column: sql`v.name`, type: 'text' },
        createdAt: { column: sql`v.created_at`, type: 'timestamptz' },
      },
      defaultSort: 'name',
      id: sql`v.id`,
      select: SERVICE,
      where: [
        archived !== 'any' && sql`(v.archived_at is not null) = ${archived === 'true'}`,
        q !== undefined && sql`v.name ilike ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}`,
      ],
    });
  }

  async get(reader: Reader, id: string): Promise<Service> {
    const found = await reader.find<Service>(sql`${SERVICE} where v.id = ${id}`);
    if (found === null) throw ServiceNotFound({ id });
    return found;
  }

  async create(tx: Tx, { name, price, vatCode = 'none' }: ServiceRequest): Promise<Service> {
    await this.vat.assertKnown(tx, vatCode);
    const id = newId();
    await tx.insert(ServiceRow, { id, name, price: price.amount, vatCode, archivedAt: null });
    return this.get(tx, id);
  }

  async change(tx: Tx, id: string, patch: ServicePatch, base: EditBase): Promise<Service> {
    const { isArchived, price, ...rest } = patch;
    await this.vat.assertKnown(tx, patch.vatCode);
    await editRecord(tx, {
      table: 'services',
      id,
      patch: {
        ...rest,
        price: price?.amount,
        archivedAt: isArchived === undefined ? undefined : isArchived ? tx.now : null,
      },
      base,
      notFound: ServiceNotFound,
      reach: sql`true`,
      shown: { price: shownAsMoney },
    });
    return this.get(tx, id);
  }
}
