import { Injectable } from '@nestjs/common';
import { reachesBranch } from '../../kernel/actor.js';
import type { Fault } from '../../kernel/errors.js';
import type { Tx } from '../../platform/database/tx.js';
import type { ClientInHand } from './client-in-hand.js';
import { isMinor } from './client.rules.js';
import type { ClientRequest } from './client-requests.dto.js';
import { Consents } from './consents/consents.permissions.js';
import { ConsentsService, type Draft, type Signing } from './consents/consents.service.js';
import { MemberNotAllowed } from './health/health.errors.js';
import { Health } from './health/health.permissions.js';
import { healthFaults, nothingKnown, withChange } from './health/health.rules.js';
import { HealthService } from './health/health.service.js';

/** Health and consents that come with a registration: checked with the rest of the family, kept in the same transaction. */
@Injectable()
export class FirstPapers {
  constructor(
    private readonly health: HealthService,
    private readonly consents: ConsentsService,
  ) {}

  async check(
    tx: Tx,
    input: ClientRequest,
    client: Omit<ClientInHand, 'id'>,
  ): Promise<{ faults: Fault[]; signings: (Signing & { signer: number })[] }> {
    if (input.health !== undefined) refuseWithout(tx, client.branchId, 'health', Health.write);
    if (input.consents !== undefined) refuseWithout(tx, client.branchId, 'consents', Consents.write);
    const content = withChange(nothingKnown, input.health ?? {});
    const drafts = draftsOf(input, isMinor(client.birthDate, client.today));
    const plan = await this.consents.plan(tx, client, drafts);
    return {
      faults: [...healthFaults(content, client.today, '/health'), ...plan.faults],
      signings: plan.signings.map((signing, index) => ({
        ...signing,
        signer: drafts[index]?.signerIndex ?? -1,
      })),
    };
  }

  /** `guardianIds` in the order of the request. */
  async keep(
    tx: Tx,
    client: ClientInHand,
    { health }: Pick<ClientRequest, 'health'>,
    signed: { signings: readonly (Signing & { signer: number })[]; guardianIds: readonly string[] },
  ): Promise<void> {
    if (health !== undefined) await this.health.begin(tx, client, health);
    if (signed.signings.length === 0) return;
    const signings = signed.signings.map(({ signer, ...signing }) => ({
      ...signing,
      representativeId: signed.guardianIds[signer] ?? null,
    }));
    await this.consents.write(tx, client, signings);
  }
}

function draftsOf(
  { consents = [], guardians = [] }: ClientRequest,
  minor: boolean | null,
): (Draft & { signerIndex: number })[] {
  const mayPick = guardians.findIndex((one) => one.isLegalRepresentative !== false);
  return consents.map(({ representativeIndex, ...consent }, index) => {
    const signerIndex = representativeIndex ?? (minor === true ? mayPick : -1);
    const signer = guardians[signerIndex];
    const representative =
      signer === undefined
        ? representativeIndex === undefined
          ? 'none'
          : 'unknown'
        : signer.isLegalRepresentative === false
          ? 'not-legal'
          : 'legal';
    const place = `/consents/${String(index)}`;
    return { ...consent, representative, place, signer: 'representativeIndex', signerIndex };
  });
}

function refuseWithout(tx: Tx, branchId: string, member: string, permission: string): void {
  if (reachesBranch(tx.actor, permission, branchId)) return;
  const detail = `This needs the permission ${permission}.`;
  const faults = [{ pointer: `#/${member}`, code: 'member.not-allowed', detail }];
  throw MemberNotAllowed({ member, permission }, { faults });
}
