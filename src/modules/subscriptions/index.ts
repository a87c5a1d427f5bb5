export { SubscriptionsModule } from './subscriptions.module.js';
export { PlansService } from './plans.service.js';
export { SubscriptionsService, type SaleInput } from './subscriptions.service.js';
export { FreezesService, type FreezeInput } from './freezes.service.js';
export { VisitsService, type LessonVisits, type VisitOutcome, type VisitWanted } from './visits.service.js';
export type { Plan, PlanRequest } from './plans.dto.js';
export type { Subscription } from './subscriptions.dto.js';
export * from './subscriptions.events.js';
export { subscriptionChecks } from './subscriptions.checks.js';
