import { Global, Module } from '@nestjs/common';
import { Cipher } from './cipher.js';
import { KeyRotation } from './key-rotation.js';

@Global()
@Module({ providers: [Cipher, KeyRotation], exports: [Cipher, KeyRotation] })
export class CryptoModule {}
