import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';

/**
 * A process that was told to end says so to whoever balances the load, and serves on for `SHUTDOWN_DELAY_SECONDS`: whoever
 * has not heard yet is answered, over connections that end with the answer.
 */
@Injectable()
export class Draining implements BeforeApplicationShutdown {
  private hasBegun = false;

  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'SHUTDOWN_DELAY_SECONDS'>,
    private readonly host: HttpAdapterHost,
  ) {}

  get isUnderWay(): boolean {
    return this.hasBegun;
  }

  async beforeApplicationShutdown(signal?: string): Promise<void> {
    this.hasBegun = true;
    // Nobody balances the load of a worker, and whoever closes by word of their own does not want to wait.
    const adapter = this.host.httpAdapter as HttpAdapterHost['httpAdapter'] | undefined;
    const server = adapter?.getHttpServer() as Server | undefined;
    if (signal === undefined || server?.listening !== true) return;
    await setTimeout(this.config.SHUTDOWN_DELAY_SECONDS * 1_000);
  }
}
