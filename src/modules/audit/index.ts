export { auditChecks, fullAuditChecks } from './audit.checks.js';
export { AuditModule } from './audit.module.js';
export { SealsService } from './seals.service.js';
export { VerificationService } from './verification.service.js';
