export { CostingModule } from './costing.module.js';
export { costingChecks } from './costing.checks.js';
