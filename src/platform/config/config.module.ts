import { Global, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { flushLog } from '../logging/logger.js';
import { readConfig } from './config.js';

export const CONFIG = Symbol('config');

/** The first module to be there is the last to go: the last lines are written by it. */
@Injectable()
class LastLines implements OnApplicationShutdown {
  onApplicationShutdown(): void {
    flushLog();
  }
}

@Global()
@Module({
  providers: [LastLines, { provide: CONFIG, useFactory: () => readConfig(process.env) }],
  exports: [CONFIG],
})
export class ConfigModule {}
