import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { RunAgain } from '../../platform/database/run-again.js';
import type { Tx } from '../../platform/database/tx.js';
import { Events } from '../../platform/events/events.js';
import { BillingService, type ChargeInput } from '../billing/index.js';
import { Endings } from './endings.js';
import { SinglePrices } from './single-prices.js';
import { visitsAbsorbed, visitsCharged, visitsReversed } from './subscriptions.events.js';
import { absorb, afterVisit, chooseSubscription, valueOf, type Candidate } from './visit.rules.js';
import { VisitsRepository, type NewVisit } from './visits.repository.js';
import { WatchService } from './watch.service.js';

/** What a lesson asks for: a visit for each client, as the policy of their mark has it. */
export interface LessonVisits {
  lessonId: string;
  branchId: string;
  activityId: string;
  /** Null: it is held for no group. */
  groupId: string | null;
  onDate: LocalDate;
  visits: readonly VisitWanted[];
}

export interface VisitWanted {
  clientId: string;
  mark: string;
  /** Credits to take; 0 charges nothing. */
  visits: number;
  /** What the visit costs by the activity's own prices when no subscription pays it; a price list goes before them. */
  price: Minor;
}

export interface VisitOutcome {
  clientId: string;
  charged: 'subscription' | 'unpaid' | 'none';
  visitId: string | null;
  subscriptionId: string | null;
  visitsLeft: number | null;
  value: Minor;
}

/** A visit decided upon: paid by a subscription (as it is afterwards), or by money. */
interface Decision {
  visit: NewVisit;
  subscription: Candidate | null;
}

/** The visit ledger. Statements are few and constant: a lesson of fifty costs as many as a lesson of one. */
@Injectable()
export class VisitsService {
  constructor(
    private readonly repository: VisitsRepository,
    private readonly prices: SinglePrices,
    private readonly billing: BillingService,
    private readonly endings: Endings,
    private readonly watch: WatchService,
    private readonly events: Events,
  ) {}

  /** What has become of the subscriptions that paid is said by itself. */
  lookAt(tx: Tx, charged: readonly VisitOutcome[]): Promise<void> {
    return this.watch.look(
      tx,
      charged.flatMap(({ subscriptionId }) => subscriptionId ?? []),
    );
  }

  /**
   * Charges a lesson's visits: to the subscription that fits, or as unpaid visits to the payer's account. Whoever asks holds the
   * clients, and looks at the subscriptions (`lookAt`) while it asks other things.
   */
  async charge(tx: Tx, lesson: LessonVisits): Promise<VisitOutcome[]> {
    const wanted = lesson.visits.filter(isCharged);
    const decisions = wanted.length === 0 ? [] : await this.decide(tx, lesson, wanted);
    if (decisions.length > 0) await this.write(tx, lesson, decisions);
    const byClient = new Map(decisions.map((decision) => [decision.visit.clientId, decision]));
    return lesson.visits.map(({ clientId }) => outcomeOf(clientId, byClient.get(clientId)));
  }

  /** Undoes what a lesson charged to all or some of its clients, by entries: credits and money are where they were before. */
  async reverse(tx: Tx, lessonId: string, only?: readonly string[]): Promise<void> {
    const clientIds = only ?? (await this.holdClientsOf(tx, lessonId));
    if (clientIds.length === 0) return;
    if (only !== undefined) await this.repository.lockClients(tx, clientIds);
    const visits = await this.repository.reverseVisits(tx, lessonId, clientIds);
    if (visits.length === 0) return;
    const visitIds = visits.map((visit) => visit.id);
    await this.repository.enterReversals(tx, visitIds);
    await this.repository.giveBack(tx, visitIds);
    await this.endings.closeReturned(tx, await this.repository.returnedToEnded(tx, visitIds));
    await this.billing.reverseCharges(
      tx,
      visits.flatMap((visit) => visit.chargeId ?? []),
    );
    await this.events.record(tx, visitsReversed({ lessonId, visitIds }), { subjectId: lessonId });
  }

  /** Who waited for a merge of clients finds the visits at the one they became: so it is read again. */
  private async holdClientsOf(tx: Tx, lessonId: string): Promise<string[]> {
    const seen = await this.repository.clientsOf(tx, lessonId);
    if (seen.length > 0) await this.repository.lockClients(tx, seen);
    const now = await this.repository.clientsOf(tx, lessonId);
    if (now.some((id) => !seen.includes(id))) throw new RunAgain('the clients of a lesson');
    return now;
  }

  /** Lets a subscription just sold take over the client's unpaid visits. The client is locked. */
  async absorbUnpaid(tx: Tx, subscriptionId: string): Promise<void> {
    const fresh = await this.repository.candidate(tx, subscriptionId);
    if (fresh === null) return;
    const unpaid = await this.repository.unpaidVisits(tx, fresh.clientId, fresh);
    const { visits, subscription } = absorb(fresh, unpaid);
    if (visits.length === 0) return;
    await this.repository.hand(tx, subscriptionId, visits);
    await this.repository.enterCharges(
      tx,
      visits.map(({ id: visitId, ...visit }) => ({ visitId, subscriptionId, ...visit })),
    );
    await this.repository.keep(tx, [subscription]);
    await this.watch.look(tx, [subscriptionId]);
    const taken = new Set(visits.map((visit) => visit.id));
    const charges = unpaid.filter((visit) => taken.has(visit.id)).map((visit) => visit.chargeId);
    await this.billing.reverseCharges(tx, charges);
    await this.events.record(tx, visitsAbsorbed({ subscriptionId, visitIds: [...taken] }), {
      subjectId: subscriptionId,
    });
  }

  private async decide(tx: Tx, lesson: LessonVisits, wanted: readonly VisitWanted[]): Promise<Decision[]> {
    const clientIds = wanted.map((visit) => visit.clientId);
    const { activityId, onDate } = lesson;
    const [candidates, listed] = await Promise.all([
      this.repository.lockCandidates(tx, clientIds, activityId, onDate),
      this.prices.of(tx, lesson),
    ]);
    return wanted.map((visit) => {
      const own = candidates.filter((candidate) => candidate.clientId === visit.clientId);
      return decideOne(lesson, { ...visit, price: listed(visit) }, own);
    });
  }

  private async write(tx: Tx, lesson: LessonVisits, decisions: readonly Decision[]): Promise<void> {
    const visits = decisions.map((decision) => decision.visit);
    await this.chargeUnpaid(tx, lesson, visits);
    const used = decisions.flatMap((decision) => decision.subscription ?? []);
    this.repository.insertVisits(tx, visits, used);
    const { lessonId, branchId } = lesson;
    const visitIds = visits.map(({ id }) => id);
    await this.events.record(tx, visitsCharged({ lessonId, visitIds }), { subjectId: lessonId, branchId });
  }

  private async chargeUnpaid(tx: Tx, lesson: LessonVisits, visits: readonly NewVisit[]): Promise<void> {
    if (visits.every((visit) => visit.chargeId === null)) return;
    const { name, vatCode } = await this.prices.activity(tx, lesson.activityId);
    const charges = visits.flatMap((visit): ChargeInput[] =>
      visit.chargeId === null
        ? []
        : [{ ...chargeOf(visit, visit.chargeId, `${name}, ${visit.onDate}`), vatCode }],
    );
    await this.billing.charge(tx, charges);
  }
}

/** A trial takes no credit of a subscription: it is paid by money when it has a price. */
const isCharged = (visit: VisitWanted): boolean =>
  visit.visits > 0 || (visit.mark === 'trial' && visit.price > 0);

function decideOne(lesson: LessonVisits, wanted: VisitWanted, candidates: readonly Candidate[]): Decision {
  const { lessonId, branchId, activityId, groupId, onDate } = lesson;
  const { clientId, mark, visits: credits, price } = wanted;
  const chosen =
    credits === 0 ? null : chooseSubscription(candidates, { activityId, groupId, onDate, credits });
  const visit = { id: newId(), branchId, clientId, activityId, lessonId, onDate, mark, credits };
  if (chosen === null)
    return { visit: { ...visit, value: price, subscriptionId: null, chargeId: newId() }, subscription: null };
  const value = valueOf(chosen, onDate, credits);
  return {
    visit: { ...visit, value, subscriptionId: chosen.id, chargeId: null },
    subscription: afterVisit(chosen, { onDate, credits }),
  };
}

function chargeOf(visit: NewVisit, id: string, description: string): ChargeInput {
  const { clientId, branchId, id: subjectId, value: amount, onDate: dueOn } = visit;
  return { id, clientId, branchId, kind: 'visit', subjectId, description, amount, dueOn };
}

function outcomeOf(clientId: string, decision: Decision | undefined): VisitOutcome {
  if (decision === undefined)
    return { clientId, charged: 'none', visitId: null, subscriptionId: null, visitsLeft: null, value: 0 };
  const { visit, subscription } = decision;
  return {
    clientId,
    charged: subscription === null ? 'unpaid' : 'subscription',
    visitId: visit.id,
    subscriptionId: visit.subscriptionId,
    visitsLeft: subscription?.visitsLeft ?? null,
    value: visit.value,
  };
}
