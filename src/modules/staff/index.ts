export { StaffModule } from './staff.module.js';
export { EmployeesService } from './employees.service.js';
export { EmployeeNotFound } from './staff.errors.js';
export { Employees } from './staff.permissions.js';
export { worksOn, type Engagement } from './employee.rules.js';
export type { EmployeeRequest } from './employee-requests.dto.js';
export type { Employee } from './employees.dto.js';
