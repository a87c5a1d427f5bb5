import { Module } from '@nestjs/common';
import { QueueDashboardController } from './dashboard.controller.js';

@Module({ controllers: [QueueDashboardController] })
export class QueueDashboardModule {}
