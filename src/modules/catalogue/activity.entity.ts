import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActivityKind, MaterialsPolicy } from './activity.rules.js';
import type { ChargingPolicy } from './charging-policy.rules.js';

@Entity('activities')
export class ActivityRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') kind: ActivityKind;
  @Column('text', { nullable: true }) category: string | null;
  @Column('integer', { nullable: true }) ageFrom: number | null;
  @Column('integer', { nullable: true }) ageTo: number | null;
  @Column('integer') lessonMinutes: number;
  @Column('integer') hourMinutes: number;
  @Column('integer') capacity: number;
  @Column('bigint') singlePrice: number;
  @Column('bigint') trialPrice: number;
  @Column('jsonb') chargingPolicy: ChargingPolicy;
  @Column('boolean', { default: false }) needsCertificate: boolean;
  @Column('text', { default: 'exempt' }) vatCode: string;
  @Column('text', { default: 'available' }) materialsPolicy: MaterialsPolicy;
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}
