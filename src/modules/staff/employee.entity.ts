import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Engagement } from './employee.rules.js';

@Entity('employees')
export class EmployeeRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') branchId: string;
  @Column('text') lastName: string;
  @Column('text') firstName: string;
  @Column('text', { nullable: true }) middleName: string | null;
  @Column('text') position: string;
  @Column('text') engagement: Engagement;
  @Column('text', { nullable: true }) phone: string | null;
  @Column('text', { nullable: true }) email: string | null;
  @Column('date') hiredOn: string;
  @Column('date', { nullable: true }) leftOn: string | null;
}
