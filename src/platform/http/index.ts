export { Can, Fails, Public, SignedIn } from './decorators.js';
export { Commands } from './commands.js';
export { Id } from './id.decorator.js';
export { CurrentRequest, Me, type ApiRequest } from './request.js';
export { fileAnswer } from './downloads.js';
export { Uploads } from './uploads.js';
