import { Module } from '@nestjs/common';
import { DigestsService } from './digests.service.js';
import { InboxController, NotificationPreferencesController } from './inbox.controller.js';
import { InboxQueries } from './inbox.queries.js';
import { InboxService } from './inbox.service.js';
import { Names } from './names.js';
import { NoticeFeeds } from './notice-feeds.js';
import { NoticeKinds } from './notice-kinds.js';
import { NoticeLetters } from './notice-letters.js';
import { NoticesService } from './notices.service.js';
import { PreferencesService } from './preferences.service.js';
import { Telling } from './telling.js';

@Module({
  controllers: [InboxController, NotificationPreferencesController],
  providers: [
    ...[
      DigestsService,
      InboxQueries,
      InboxService,
      Names,
      NoticeFeeds,
      NoticeKinds,
      NoticeLetters,
      NoticesService,
    ],
    ...[PreferencesService, Telling],
  ],
})
export class NotificationsModule {}
