import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('expense_categories')
export class ExpenseCategoryRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('timestamptz', { nullable: true }) archivedAt: string | null;
}

@Entity('expenses')
export class ExpenseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') branchId: string;
  @Column('uuid') categoryId: string;
  @Column('date') onDate: string;
  @Column('bigint') amount: number;
  @Column('text') vatCode: string;
  @Column('numeric', { precision: 5, scale: 2, nullable: true }) vatPercent: string | null;
  @Column('text') paidFrom: 'cash' | 'bank';
  @Column('text', { nullable: true }) supplier: string | null;
  @Column('text', { nullable: true }) note: string | null;
  @Column('timestamptz', { nullable: true }) reversedAt: string | null;
  @Column('text', { nullable: true }) reversalReason: string | null;
}

@Entity('expense_files')
export class ExpenseFileRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') expenseId: string;
}
