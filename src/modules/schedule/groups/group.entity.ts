import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('groups')
export class GroupRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') branchId: string;
  @Column('text') name: string;
  @Column('uuid') activityId: string;
  @Column('uuid') teacherId: string;
  @Column('uuid', { nullable: true }) secondTeacherId: string | null;
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
  @Column('text', { nullable: true }) overrideReason: string | null;
}

@Entity('waitlist_entries')
export class WaitlistEntryRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') groupId: string;
  @Column('uuid') clientId: string;
  @Column('text', { nullable: true }) wish: string | null;
  @Column('text') status: string;
  @Column('timestamptz') since: string;
  @Column('timestamptz', { nullable: true }) offeredAt: string | null;
  @Column('timestamptz', { nullable: true }) offerEndsAt: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: string | null;
  @Column('text', { nullable: true }) leaveReason: string | null;
}
