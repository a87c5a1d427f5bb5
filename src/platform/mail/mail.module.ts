import { Global, Module } from '@nestjs/common';
import { Mail } from './mail.js';

/** Asking for letters, for every process. */
@Global()
@Module({ providers: [Mail], exports: [Mail] })
export class MailModule {}
