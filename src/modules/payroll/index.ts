export { PayrollModule } from './payroll.module.js';
export { PaySchemesService } from './pay-schemes.service.js';
export { PayrollService, type WorkDone } from './payroll.service.js';
export { payrollRunChecks } from './runs/runs.checks.js';
export { payrollRunApproved, payrollRunPaid } from './runs/runs.events.js';
export { payrollChecks } from './payroll.checks.js';
export { accrualMade, accrualReversed } from './payroll.events.js';
export { Payroll } from './payroll.permissions.js';
export type { Accrual, PayScheme, PaySchemeRequest } from './payroll.dto.js';
