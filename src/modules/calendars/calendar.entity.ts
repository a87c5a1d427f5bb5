import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('calendars')
export class CalendarRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') kind: string;
  @Column('uuid') branchId: string;
  @Column('uuid', { nullable: true }) roomId: string | null;
  @Column('uuid', { nullable: true }) teacherId: string | null;
  @Column('uuid', { nullable: true }) clientId: string | null;
  @Column('uuid', { nullable: true }) groupId: string | null;
  @Column('uuid', { nullable: true }) userId: string | null;
  @Column('text') tokenHash: string;
  @Column('timestamptz', { nullable: true }) revokedAt: string | null;
}
