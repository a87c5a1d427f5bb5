interface Loose {
  'x-long-work'?: unknown;
  responses?: Record<string, { description?: string; headers?: object } | undefined>;
}

/** Work that goes on after its answer: `202`, or `200` when it ended while the caller waited. */
export function describeLongWork(node: object): void {
  const operation = node as Loose;
  if (operation['x-long-work'] !== true || operation.responses === undefined) return;
  const { '200': done } = operation.responses;
  const header = (description: string) => ({ description, schema: { type: 'string' } });
  operation.responses['200'] = {
    ...done,
    description: 'Ended while you waited (`Prefer: wait`).',
    headers: { 'Preference-Applied': header('`wait` and the seconds.') },
  };
  operation.responses['202'] = {
    ...done,
    description: 'Begun; follow the operation.',
    headers: {
      Location: header('Address of the operation.'),
      'Retry-After': header('Seconds after which it is worth asking.'),
    },
  };
  delete operation['x-long-work'];
}
