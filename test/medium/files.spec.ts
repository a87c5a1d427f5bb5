import { randomBytes } from 'node:crypto';
import { Files } from '../../src/platform/files/files.js';
import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;
let files: Files;
beforeAll(async () => {
  app = await startTestApp();
  files = app.app.get(Files);
});
afterAll(() => app.close());

const bytesOf = async (id: string): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of files.read(id)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
};

describe('files', () => {
  it.each([0, 1, 262_144, 262_145, 1_000_000])('gives back %d bytes as they were', async (size) => {
    const content = randomBytes(size);
    const pieces = [content.subarray(0, 100), content.subarray(100, 300_000), content.subarray(300_000)];
    const kept = await app.tx((tx) =>
      files.keep(tx, { name: 'справка.pdf', mediaType: 'application/pdf', content: pieces }),
    );
    expect(await files.find(kept.id)).toEqual({ ...kept, size });
    expect((await bytesOf(kept.id)).equals(content)).toBe(true);
  });

  it('keeps nothing of a file whose transaction failed', async () => {
    let id = '';
    const failing = app.tx(async (tx) => {
      const file = { name: 'a', mediaType: 'text/plain', content: [Buffer.from('a')] };
      id = (await files.keep(tx, file)).id;
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await files.find(id)).toBeNull();
    expect(await bytesOf(id)).toHaveLength(0);
  });

  it('removes a file with its content', async () => {
    const content = [randomBytes(10)];
    const { id } = await app.tx((tx) =>
      files.keep(tx, { name: 'a.bin', mediaType: 'application/octet-stream', content }),
    );
    await app.tx((tx) => files.remove(tx, [id]));
    expect(await bytesOf(id)).toHaveLength(0);
  });
});
