import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('clients')
export class ClientRow {
  @PrimaryColumn('uuid') id: string;
  /** Given by the database. */
  @Column('bigint') number: number;
  @Column('uuid') branchId: string;
  @Column('text', { nullable: true }) externalId: string | null;
  @Column('text') lastName: string;
  @Column('text') firstName: string;
  @Column('text', { nullable: true }) middleName: string | null;
  @Column('date', { nullable: true }) birthDate: string | null;
  @Column('text', { nullable: true }) sex: string | null;
  @Column('text', { array: true }) phones: string[];
  @Column('text', { nullable: true }) email: string | null;
  @Column('text', { nullable: true }) address: string | null;
  @Column('text') status: string;
  @Column('text', { nullable: true }) statusReason: string | null;
  @Column('uuid', { nullable: true }) statusReasonId?: string | null;
  @Column('text', { nullable: true }) source: string | null;
  @Column('text', { array: true }) tags: string[];
  @Column('text', { array: true }) interests: string[];
  @Column('text', { nullable: true }) preferences: string | null;
  @Column('text', { nullable: true }) wishes: string | null;
  @Column('text') searchText: string;
  @Column('uuid', { nullable: true }) mergedIntoId?: string | null;
}

@Entity('guardians')
export class GuardianRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') branchId: string;
  @Column('text') lastName: string;
  @Column('text') firstName: string;
  @Column('text', { nullable: true }) middleName: string | null;
  @Column('text', { array: true }) phones: string[];
  @Column('text', { nullable: true }) email: string | null;
  @Column('text') searchText: string;
}

@Entity('client_guardians')
export class ClientGuardianRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('uuid') guardianId: string;
  @Column('text') relation: string;
  @Column('boolean') isPayer: boolean;
  @Column('boolean') isLegalRepresentative: boolean;
  @Column('boolean') mayPickUp: boolean;
}

@Entity('status_reasons')
export class StatusReasonRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') code: string;
  @Column('text') nameRu: string;
  @Column('text') nameEn: string;
  @Column('text') kind: string;
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}
