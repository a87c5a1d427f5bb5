import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('results')
export class ResultRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('text') kind: string;
  @Column('text') title: string;
  @Column('text', { nullable: true }) text: string | null;
  @Column('date') onDate: string;
  @Column('uuid', { nullable: true }) activityId: string | null;
  @Column('text', { nullable: true }) issuer: string | null;
}

@Entity('result_files')
export class ResultFileRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') resultId: string;
}

@Entity('client_photos')
export class ClientPhotoRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
}
