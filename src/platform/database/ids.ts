import { v7 } from 'uuid';

/** A new UUIDv7: ids made later sort later, which keeps indexes dense and lists stable. */
export const newId = (): string => v7();
