import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('closures')
export class ClosureRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { nullable: true }) branchId: string | null;
  @Column('uuid', { nullable: true }) roomId: string | null;
  @Column('text') name: string;
  @Column('text') kind: 'holiday' | 'closure';
  @Column('text') policy: 'cancel' | 'keep';
  @Column('date') fromOn: string;
  @Column('date') toOn: string;
  @Column('time', { nullable: true }) localFrom: string | null;
  @Column('time', { nullable: true }) localTo: string | null;
  @Column('text', { nullable: true }) code: string | null;
  @Column('timestamptz', { nullable: true }) liftedAt: string | null;
}
