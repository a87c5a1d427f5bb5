import { Body, Controller, Get, Patch } from '@nestjs/common';
import { Db } from '../../platform/database/db.js';
import { VersionUnknown } from '../../platform/database/versioned.js';
import { Can, Commands, CurrentRequest, Fails, type ApiRequest } from '../../platform/http/index.js';
import { SettingsPatch } from './settings-requests.dto.js';
import { SettingsView } from './settings.dto.js';
import { SettingsNotFound } from './organisation.errors.js';
import { Settings } from './organisation.permissions.js';
import { SettingsQueries } from './settings.queries.js';
import { SettingsService } from './settings.service.js';

@Controller('settings')
export class SettingsController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly settings: SettingsService,
    private readonly queries: SettingsQueries,
  ) {}

  /** Gives the settings of the organisation. */
  @Get()
  @Can(Settings.read)
  @Fails(SettingsNotFound)
  get(): Promise<SettingsView> {
    return this.queries.get(this.db);
  }

  /** Changes the settings of the organisation. */
  @Patch()
  @Can(Settings.write)
  @Fails(SettingsNotFound, VersionUnknown)
  change(@CurrentRequest() request: ApiRequest, @Body() body: SettingsPatch): Promise<SettingsView> {
    return this.commands.change(request, (tx, base) => this.settings.change(tx, body, base));
  }
}
