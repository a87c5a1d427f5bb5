import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { Db } from '../../platform/database/db.js';
import { VersionUnknown } from '../../platform/database/versioned.js';
import { Can, Commands, CurrentRequest, Fails, Id, type ApiRequest } from '../../platform/http/index.js';
import { ActivitiesQueries } from './activities.queries.js';
import { ActivitiesService } from './activities.service.js';
import { Activity, ActivityListQuery, ActivityPage } from './activities.dto.js';
import { ActivityPatch } from './activity-patches.dto.js';
import { ActivityRequest } from './activity-requests.dto.js';
import { ActivityNameTaken, ActivityNotFound } from './catalogue.errors.js';
import { Activities } from './catalogue.permissions.js';

@Controller('activities')
export class ActivitiesController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly activities: ActivitiesService,
    private readonly queries: ActivitiesQueries,
  ) {}

  /**
   * Lists activities.
   * By name; archived ones only when asked for. The catalogue is one for all branches.
   */
  @Get()
  @Can(Activities.read)
  list(@Query() query: ActivityListQuery): Promise<ActivityPage> {
    return this.queries.list(query);
  }

  /** Gives one activity. */
  @Get(':id')
  @Can(Activities.read)
  @Fails(ActivityNotFound)
  get(@Id() id: string): Promise<Activity> {
    return this.queries.get(this.db, id);
  }

  /**
   * Makes an activity.
   * The charging policy may name only some marks; the others get the defaults.
   */
  @Post()
  @Can(Activities.write)
  @Fails(ActivityNameTaken)
  create(@CurrentRequest() request: ApiRequest, @Body() body: ActivityRequest): Promise<Activity> {
    return this.commands.create(request, (tx) => this.activities.create(tx, body));
  }

  /**
   * Changes an activity.
   * New prices and a new policy hold for lessons that are held from now on; what was charged stays.
   */
  @Patch(':id')
  @Can(Activities.write)
  @Fails(ActivityNotFound, ActivityNameTaken, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: ActivityPatch,
  ): Promise<Activity> {
    return this.commands.change(request, (tx, base) => this.activities.change(tx, id, body, base));
  }

  /**
   * Archives an activity.
   * Nothing is deleted: it is offered no more, what was held and sold stays. Repeating it changes nothing.
   */
  @Delete(':id')
  @Can(Activities.write)
  @Fails(ActivityNotFound)
  archive(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.activities.archive(tx, id));
  }
}
