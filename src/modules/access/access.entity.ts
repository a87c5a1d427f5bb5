import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Scope } from '../../kernel/actor.js';

@Entity('users')
export class UserRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') login: string;
  @Column('text') name: string;
  @Column('text') passwordHash: string;
  @Column('text', { array: true }) roleCodes: string[];
  @Column('uuid', { array: true }) branchIds: string[];
  @Column('uuid', { nullable: true }) employeeId: string | null;
  @Column('text', { nullable: true }) email: string | null;
  @Column('boolean') isActive: boolean;
}

@Entity('roles')
export class RoleRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') code: string;
  @Column('text') name: string;
  @Column('text', { nullable: true }) description: string | null;
  @Column('jsonb') permissions: Record<string, Scope>;
  @Column('boolean') isBuiltIn: boolean;
}
