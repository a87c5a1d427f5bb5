import { Global, Logger, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Clock } from '../clock/clock.js';
import { footing, type Footing } from './application-role.js';
import { dataSourceOptions } from './data-source.js';
import { Db } from './db.js';

const ATTEMPTS = 20;
const PAUSE_MS = 500;

/** The database may come a little later than we do. */
async function foothold(config: Config): Promise<Footing> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const found = await footing(config);
      if (found.warning !== null) new Logger('database').warn(found.warning);
      return found;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** One pool a process; modules name their entities with `TypeOrmModule.forFeature`. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: async (config: Config) => ({
        ...dataSourceOptions(config, { role: (await foothold(config)).role }),
        autoLoadEntities: true,
        retryAttempts: ATTEMPTS,
        retryDelay: PAUSE_MS,
      }),
    }),
  ],
  providers: [Db, Clock],
  exports: [Db, Clock],
})
export class DatabaseModule {}
