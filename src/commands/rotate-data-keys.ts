import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { Cipher } from '../platform/crypto/cipher.js';
import { KeyRotation } from '../platform/crypto/key-rotation.js';
import { sealedColumns } from '../sealed-columns.js';

/** Encrypts everything with the newest key of DATA_KEYS, beside a running centre; safe to repeat. */
const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'], abortOnError: false });
try {
  const done = await app.get(KeyRotation).run(sealedColumns);
  for (const [{ table, column }, count] of done)
    process.stdout.write(`${table}.${column}: ${String(count)} encrypted anew\n`);
  process.stdout.write(
    `All is under "${app.get(Cipher).newestKeyId}". Older keys open answers stored in the last three days; then take them out.\n`,
  );
} finally {
  await app.close();
}
