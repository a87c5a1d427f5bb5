type Json = Record<string, any>;

const text = (description: string, example?: string): Json => ({
  type: 'string',
  description,
  ...(example === undefined ? {} : { example }),
});

/** The shape of every problem, RFC 9457. */
export const problemSchemas: Json = {
  Problem: {
    type: 'object',
    description: 'What went wrong, RFC 9457.',
    required: ['type', 'title', 'status', 'code', 'detail', 'instance', 'requestId'],
    properties: {
      type: text('Address of a page about this error.', '/problems/request.invalid'),
      title: text('The same for every such problem.', 'Some values are not right'),
      status: { type: 'integer', description: 'HTTP status.', example: 422 },
      code: text('Stable code, `noun.reason`.', 'request.invalid'),
      detail: text('What happened here.'),
      instance: text('Path of the request.', '/v1/clients'),
      requestId: text('Name it when you ask us.'),
      params: { type: 'object', description: 'Values behind the detail.', additionalProperties: true },
      errors: {
        type: 'array',
        description: 'Every fault of the request.',
        items: { $ref: '#/components/schemas/Fault' },
      },
      conflicts: {
        type: 'array',
        description:
          'What is in the way: fields that somebody else changed too, or lessons at the same time.',
        items: { anyOf: [{ $ref: '#/components/schemas/Conflict' }, { $ref: '#/components/schemas/Clash' }] },
      },
    },
  },
  Fault: {
    type: 'object',
    description: 'One fault: a pointer into the body, or a parameter.',
    required: ['code', 'detail'],
    properties: {
      pointer: text('RFC 6901 pointer into the body.', '#/guardians/0/phones/0'),
      parameter: text('Name of a query, path or header parameter.', 'limit'),
      code: text('Stable code.', 'value.required'),
      detail: text('What is wrong.', 'This is required.'),
      params: { type: 'object', description: 'Values behind the detail.', additionalProperties: true },
    },
  },
  Clash: {
    type: 'object',
    description: 'A time that is taken by something else, or at which the room is shut.',
    required: ['startsAt', 'endsAt'],
    properties: {
      what: text('What is taken.', 'room'),
      startsAt: { type: 'string', format: 'date-time', description: 'From when.' },
      endsAt: { type: 'string', format: 'date-time', description: 'Until when.' },
    },
    additionalProperties: true,
  },
  Conflict: {
    type: 'object',
    description: 'A field changed by somebody else to another value.',
    required: ['pointer', 'base', 'theirs', 'yours', 'by', 'at'],
    properties: {
      pointer: text('The field.', '#/address'),
      base: { description: 'Its value at your base.' },
      theirs: { description: 'Its value now.' },
      yours: { description: 'The value you sent.' },
      by: { $ref: '#/components/schemas/Signature' },
      at: { type: 'string', format: 'date-time', description: 'When they changed it.' },
    },
  },
};
