import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { VersionUnknown } from '../../../platform/database/versioned.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  type ApiRequest,
} from '../../../platform/http/index.js';
import { ClientNotFound } from '../clients.errors.js';
import { HealthReads } from './health-reads.js';
import { HealthPatch, HealthRecord } from './health.dto.js';
import { HealthChangedMeanwhile, MeasurementNotFound, MeasurementReplaced } from './health.errors.js';
import { Health } from './health.permissions.js';
import { HealthService } from './health.service.js';
import {
  Measurement,
  MeasurementListQuery,
  MeasurementPage,
  MeasurementRequest,
  ReversalRequest,
} from './measurements.dto.js';
import { MeasurementsService } from './measurements.service.js';

@Controller('clients/:id')
export class HealthRecordsController {
  constructor(
    private readonly commands: Commands,
    private readonly reads: HealthReads,
    private readonly health: HealthService,
    private readonly measurements: MeasurementsService,
  ) {}

  /**
   * Shows a client's health record.
   * The look is written down, with who and when. A client nobody wrote anything of has an empty record of version 0.
   */
  @Get('health')
  @Can(Health.read)
  @Fails(ClientNotFound)
  async get(@Me() me: Actor, @Id() id: string): Promise<HealthRecord> {
    await this.reads.note(me, id, 'record', Health.read);
    return this.health.get(me, id);
  }

  /**
   * Changes a client's health record.
   * It must be based on the newest version: edits of health are not merged. What changed is encrypted, and the trail says only that it did.
   */
  @Patch('health')
  @Can(Health.write)
  @Fails(ClientNotFound, HealthChangedMeanwhile, VersionUnknown)
  async change(
    @CurrentRequest() request: ApiRequest,
    @Me() me: Actor,
    @Id() id: string,
    @Body() body: HealthPatch,
  ): Promise<HealthRecord> {
    await this.reads.note(me, id, 'change', Health.write);
    return this.commands.change(request, (tx, base) => this.health.change(tx, id, body, base));
  }

  /**
   * Lists what was measured of a client, the newest day first.
   * The look is written down. What was corrected or taken back is shown with `history=true`.
   */
  @Get('measurements')
  @Can(Health.read)
  @Fails(ClientNotFound)
  async listMeasurements(
    @Me() me: Actor,
    @Id() id: string,
    @Query() query: MeasurementListQuery,
  ): Promise<MeasurementPage> {
    await this.reads.note(me, id, 'measurements', Health.read);
    return this.measurements.list(me, id, query);
  }

  /** Writes a measurement down, or with replacesId a correction of one. */
  @Post('measurements')
  @Can(Health.write)
  @Fails(ClientNotFound, MeasurementNotFound, MeasurementReplaced)
  async addMeasurement(
    @CurrentRequest() request: ApiRequest,
    @Me() me: Actor,
    @Id() id: string,
    @Body() body: MeasurementRequest,
  ): Promise<Measurement> {
    await this.reads.note(me, id, 'change', Health.write);
    return this.commands.create(
      request,
      (tx) => this.measurements.add(tx, id, body),
      () => `/v1/clients/${id}/measurements`,
    );
  }

  /** Takes a measurement back: it counts no more and stays in the history. */
  @Post('measurements/:measurementId/reversal')
  @Can(Health.write)
  @Fails(ClientNotFound, MeasurementNotFound, MeasurementReplaced)
  async reverseMeasurement(
    @CurrentRequest() request: ApiRequest,
    @Me() me: Actor,
    @Id() id: string,
    @Id('measurementId') measurementId: string,
    @Body() body: ReversalRequest,
  ): Promise<Measurement> {
    await this.reads.note(me, id, 'change', Health.write);
    return this.commands.run(request, (tx) => this.measurements.reverse(tx, id, measurementId, body.reason));
  }
}
