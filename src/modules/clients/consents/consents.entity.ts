import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('consent_purposes')
export class ConsentPurposeRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') code: string;
  @Column('text') name: string;
  @Column('boolean') isRequired: boolean;
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}

@Entity('consent_texts')
export class ConsentTextRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') purposeId: string;
  @Column('integer') textVersion: number;
  @Column('text') text: string;
  @Column('date') effectiveFrom: string;
}

@Entity('consents')
export class ConsentRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('uuid') purposeId: string;
  @Column('uuid') textId: string;
  @Column('uuid', { nullable: true }) representativeId: string | null;
  @Column('date') signedOn: string;
  @Column('text') how: string;
}

@Entity('consent_revocations')
export class ConsentRevocationRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') consentId: string;
  @Column('date') revokedOn: string;
  @Column('text') reason: string;
}
