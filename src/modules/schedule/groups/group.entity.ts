import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('groups')
export class GroupRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') branchId: string;
  @Column('text') name: string;
  @Column('uuid') activityId: string;
  @Column('uuid') teacherId: string;
  @Column('uuid') roomId: string;
  @Column('integer') capacity: number;
  @Column('date') startsOn: string;
  @Column('date', { nullable: true }) endsOn: string | null;
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}

@Entity('group_members')
export class GroupMemberRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') groupId: string;
  @Column('uuid') clientId: string;
  @Column('date') joinedOn: string;
  @Column('date', { nullable: true }) leftOn: string | null;
  @Column('text', { nullable: true }) leaveReason: string | null;
}
