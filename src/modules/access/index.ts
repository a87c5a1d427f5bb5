export { AccessModule } from './access.module.js';
export { RolesService } from './roles.service.js';
export { UsersService } from './users.service.js';
export { SessionsService } from './sessions.service.js';
export type { UserRequest } from './users.dto.js';
