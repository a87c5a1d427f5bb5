import { PayslipsController } from './payslips.controller.js';
import { PayslipsQueries } from './payslips.queries.js';
import { RunCalculator } from './run-calculator.js';
import { RunFacts } from './run-facts.js';
import { RunPaymentsService } from './run-payments.service.js';
import { PayrollRunsController } from './runs.controller.js';
import { PayrollRunsQueries } from './runs.queries.js';
import { PayrollRunsService } from './runs.service.js';
import { TaxFactsController, WithholdingOrdersController } from './tax-facts.controller.js';
import { TaxFactsQueries } from './tax-facts.queries.js';
import { TaxFactsService } from './tax-facts.service.js';
import { EmployerTermsController, TaxTablesController } from './tax-tables.controller.js';
import { TaxTablesQueries } from './tax-tables.queries.js';
import { TaxTablesService } from './tax-tables.service.js';

/** Runs, taxes and payslips: what becomes of the accruals. Parts of the payroll module. */
export const runControllers = [
  ...[PayrollRunsController, PayslipsController, TaxTablesController, EmployerTermsController],
  ...[TaxFactsController, WithholdingOrdersController],
];
export const runProviders = [
  ...[PayrollRunsQueries, PayrollRunsService, RunCalculator, RunFacts, RunPaymentsService],
  ...[PayslipsQueries, TaxFactsQueries, TaxFactsService, TaxTablesQueries, TaxTablesService],
];
