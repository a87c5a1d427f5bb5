import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('health_records')
export class HealthRecordRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('text') secret: string;
  @Column('date', { nullable: true }) certificateExpiresOn: string | null;
}

@Entity('measurements')
export class MeasurementRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('date') measuredOn: string;
  @Column('text') kindMark: string;
  @Column('text') secret: string;
  @Column('uuid', { nullable: true }) replacesId: string | null;
  @Column('boolean') isReversal: boolean;
}
