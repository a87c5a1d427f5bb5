import { domainErrorOf } from './problem.js';

const context = {
  method: 'POST',
  path: '/v1/clients',
  requestId: '00000000-0000-4000-8000-000000000000',
  language: 'en',
} as const;

describe('a fault of the database', () => {
  it.each([
    'timeout exceeded when trying to connect',
    'Connection terminated',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
  ])('is no fault of ours when the connection is gone: %s', (message) => {
    expect(domainErrorOf(new Error(message), context)).toMatchObject({
      code: 'service.unavailable',
      extras: { retryAfterSeconds: 2 },
    });
  });

  it('is ours when nobody foresaw it', () => {
    expect(domainErrorOf(new Error('something else'), context).code).toBe('internal.fault');
  });
});
