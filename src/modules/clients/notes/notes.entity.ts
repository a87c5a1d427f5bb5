import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('notes')
export class NoteRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('text') type: string;
  @Column('text') text: string;
  @Column('uuid', { nullable: true }) replacesId: string | null;
}

@Entity('note_phrases')
export class NotePhraseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') type: string;
  @Column('text') text: string;
}
