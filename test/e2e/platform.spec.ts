import { RateLimiter } from '../../src/platform/http/rate-limiter.js';
import { startTestApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ BODY_LIMIT_BYTES: '2000' });
});
afterAll(() => test.close());

const branch = { code: 'HQ', name: 'Headquarters', timeZone: 'Europe/Moscow' };
const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code;

describe('every answer', () => {
  it('has security headers, a request id and no cache for what is personal', async () => {
    const { headers } = await test.owner.get('/v1/me').set('x-request-id', 'asked-by-a-client').expect(200);
    expect(headers).toMatchObject({
      'x-request-id': 'asked-by-a-client',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
    });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['ratelimit-policy']).toContain('w=60');
    const odd = await test.owner.get('/v1/me').set('x-request-id', 'x'.repeat(500)).expect(200);
    expect(odd.headers['x-request-id']).toHaveLength(36);
  });

  it('is not sent again to who has it', async () => {
    const first = await test.owner.get('/v1/me').expect(200);
    await test.owner
      .get('/v1/me')
      .set('if-none-match', first.headers['etag'] ?? '')
      .expect(304);
    await test.owner.get('/v1/me').set('if-none-match', '"other"').expect(200);
  });
});

describe('what the server refuses itself', () => {
  const send = (body: string, type: string) =>
    test.anonymous.post('/v1/auth/login').set('content-type', type).send(body);

  it.each([
    ['{not json', 'application/json', 400, 'request.not-json'],
    ['<x/>', 'application/xml', 415, 'request.media-type'],
    [`{"login":"${'x'.repeat(3000)}"}`, 'application/json', 413, 'request.too-large'],
    ['[]', 'application/json', 400, 'request.malformed'],
    ['{"__proto__":{"x":1}}', 'application/json', 400, 'request.not-json'],
  ])('answers %s as %s with a problem', async (body, type, status, code) => {
    const answer = await send(body, type).expect(status);
    expect(codeOf(answer)).toBe(code);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('names an address that is not there', async () => {
    expect(codeOf(await test.owner.get('/v1/nothing').expect(404))).toBe('route.not-found');
  });

  it('speaks the language asked for, with the same codes', async () => {
    const russian = await test.owner.post('/v1/branches', {}).set('accept-language', 'ru').expect(422);
    const english = await test.owner.post('/v1/branches', {}).set('accept-language', 'en').expect(422);
    const codes = (answer: { body: unknown }) =>
      (answer.body as { errors: { code: string }[] }).errors.map((fault) => fault.code);
    expect((russian.body as { title: string }).title).toMatch(/[а-я]/);
    expect(codes(russian)).toEqual(codes(english));
  });

  it('takes an instant, a name or an id only when it is one', async () => {
    const nul = await test.owner.post('/v1/branches', { ...branch, name: 'a\u0000b' }).expect(422);
    expect((nul.body as { errors: { code: string }[] }).errors[0]?.code).toBe('text.control-character');
    await test.owner.get('/v1/branches/not-an-id').expect(422);
    await test.owner.post('/v1/branches', { ...branch, timeZone: 'Mars/Base' }).expect(422);
    await test.owner.post('/v1/branches?dryRun=perhaps', branch).expect(422);
    await test.owner.post('/v1/branches?unknown=1', branch).expect(400);
  });
});

describe('health', () => {
  it('says that the process lives and can serve', async () => {
    await test.anonymous.get('/health/live').expect(200, { status: 'ok' });
    await test.anonymous.get('/health/ready').expect(200, { status: 'ok' });
    const { text } = await test.anonymous.get('/metrics').expect(200);
    expect(text).toContain('http_request_duration_seconds_bucket');
    expect(text).toContain('outbox_deliveries{state="dead"} 0');
  });
});

describe('merge patch', () => {
  it('is taken under its own media type', async () => {
    const { id } = (await test.owner.post('/v1/branches', branch).expect(201)).body as { id: string };
    const answer = await test.owner
      .patch(`/v1/branches/${id}`)
      .set('content-type', 'application/merge-patch+json')
      .send(JSON.stringify({ name: 'New name', version: 1 }))
      .expect(200);
    expect(answer.body).toMatchObject({ name: 'New name', version: 2 });
    expect(answer.headers['etag']).toMatch(/^"v2\./);
  });
});

describe('rate limits', () => {
  it('tell what is left, then when to come again', async () => {
    const strict = await startTestApp({ RATE_LIMIT_PER_MINUTE: '5' });
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1) statuses.push((await strict.owner.get('/v1/me')).status);
    const refused = await strict.owner.get('/v1/me').expect(429);
    await strict.close();
    expect(statuses.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
    expect(codeOf(refused)).toBe('rate.limited');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('count each request once, however many come at once', async () => {
    const limiter = test.app.get(RateLimiter);
    const taken = async (count: number) =>
      (await Promise.all(Array.from({ length: count }, () => limiter.take('burst', 2_000)))).map(
        (allowance) => allowance?.remaining,
      );
    expect(await taken(1_500)).toEqual(Array.from({ length: 1_500 }, (_, n) => 1_999 - n));
    expect((await taken(600)).filter((remaining) => Number(remaining) >= 0)).toHaveLength(500);
  });
});
