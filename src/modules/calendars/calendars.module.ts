import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CalendarRow } from './calendar.entity.js';
import { CalendarsController } from './calendars.controller.js';
import { CalendarsQueries } from './calendars.queries.js';
import { CalendarsService } from './calendars.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([CalendarRow])],
  controllers: [CalendarsController],
  providers: [CalendarsService, CalendarsQueries],
})
export class CalendarsModule {}
