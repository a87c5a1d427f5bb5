import { Controller, Get } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Can, Fails, Id, Me } from '../../../platform/http/index.js';
import { LessonNotFound } from '../lessons/lessons.errors.js';
import { Schedule } from '../schedule.permissions.js';
import { UsedMaterials } from './used-materials.dto.js';
import { UsedMaterialsQueries } from './used-materials.queries.js';

@Controller('lessons/:id/materials')
export class LessonMaterialsController {
  constructor(private readonly materials: UsedMaterialsQueries) {}

  /**
   * Shows what a lesson used up: what its norm asked for with those who were there, what was issued of it, and by which waybills.
   * Of the completion that stands; what was undone is in the movements of stock alone.
   */
  @Get()
  @Can(Schedule.read)
  @Fails(LessonNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<UsedMaterials> {
    return this.materials.ofLesson(me, id);
  }
}
