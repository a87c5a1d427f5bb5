import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
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
import { BranchArchived } from '../../organisation/index.js';
import { Schedule } from '../schedule.permissions.js';
import { Room, RoomListQuery, RoomPage, RoomPatch, RoomRequest } from './rooms.dto.js';
import { RoomNameTaken, RoomNotFound } from './rooms.errors.js';
import { RoomsQueries } from './rooms.queries.js';
import { RoomsService } from './rooms.service.js';

@Controller('rooms')
export class RoomsController {
  constructor(
    private readonly commands: Commands,
    private readonly rooms: RoomsService,
    private readonly queries: RoomsQueries,
  ) {}

  /** Lists rooms. */
  @Get()
  @Can(Schedule.read)
  list(@Me() me: Actor, @Query() query: RoomListQuery): Promise<RoomPage> {
    return this.queries.list(me, query);
  }

  /** Gives one room. */
  @Get(':id')
  @Can(Schedule.read)
  @Fails(RoomNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Room> {
    return this.queries.getFor(me, id);
  }

  /** Makes a room. */
  @Post()
  @Can(Schedule.write)
  @Fails(RoomNameTaken, BranchArchived)
  create(@CurrentRequest() request: ApiRequest, @Body() body: RoomRequest): Promise<Room> {
    return this.commands.create(request, (tx) => this.rooms.create(tx, body));
  }

  /** Changes a room. */
  @Patch(':id')
  @Can(Schedule.write)
  @Fails(RoomNotFound, RoomNameTaken, VersionUnknown)
  change(@CurrentRequest() request: ApiRequest, @Id() id: string, @Body() body: RoomPatch): Promise<Room> {
    return this.commands.change(request, (tx, base) => this.rooms.change(tx, id, body, base));
  }

  /**
   * Archives a room.
   * Nothing is deleted: nothing new is planned there, what is planned stays. Repeating it changes nothing.
   */
  @Delete(':id')
  @Can(Schedule.write)
  @Fails(RoomNotFound)
  archive(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.rooms.archive(tx, id));
  }
}
