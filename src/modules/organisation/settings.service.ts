import { Injectable } from '@nestjs/common';
import { invalid } from '../../kernel/faults.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import { ageBandFaults } from './age-bands.rules.js';
import type { SettingsPatch } from './settings-requests.dto.js';
import type { SettingsView } from './settings.dto.js';
import { SettingsNotFound } from './organisation.errors.js';
import { SettingsQueries } from './settings.queries.js';

/** The one row of settings. */
@Injectable()
export class SettingsService {
  constructor(private readonly queries: SettingsQueries) {}

  /** Makes the settings with their defaults when there are none; for setting up, safe to repeat. */
  async ensure(tx: Tx): Promise<void> {
    await tx.run(sql`insert into settings (id) values (${newId()}) on conflict (only_row) do nothing`);
  }

  async change(tx: Tx, patch: SettingsPatch, base: EditBase): Promise<SettingsView> {
    const faults = ageBandFaults(patch.ageBands ?? []);
    if (faults.length > 0) throw invalid(faults);
    const { id } = await this.queries.get(tx);
    await editRecord(tx, {
      table: 'settings',
      id,
      patch,
      base,
      notFound: SettingsNotFound,
      reach: sql`true`,
    });
    return this.queries.get(tx);
  }
}
