import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One word over many lessons: a transaction may say several overlap ids, one for each heap of lessons. */
export class OverrideMany1763900000160 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create or replace function lesson_prepared() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.group_id is not null and cardinality(new.group_ids) = 0 then
      new.group_ids := array[new.group_id];
    end if;
    return new;
  end if;
  -- Whoever gives the lesson to its planned teacher, by whatever way, has ended the substitution.
  if new.planned_teacher_id = new.teacher_id then
    new.planned_teacher_id := null;
  end if;
  -- A lesson that takes another place, or takes its place again, asks for it anew: an override is for one place only,
  -- and says so in the transaction that uses it.
  if new.room_overlap_id = old.room_overlap_id
     and ((new.room_id, new.starts_at, new.ends_at) is distinct from (old.room_id, old.starts_at, old.ends_at)
          or (old.status like 'cancelled%' and new.status not like 'cancelled%'))
     and new.room_overlap_id::text <> all (string_to_array(coalesce(current_setting('kruzhok.room_overlap', true), ''), ',')) then
    new.room_overlap_id := gen_random_uuid();
  end if;
  if new.teacher_overlap_id = old.teacher_overlap_id
     and ((new.teacher_id, new.starts_at, new.ends_at) is distinct from (old.teacher_id, old.starts_at, old.ends_at)
          or (old.status like 'cancelled%' and new.status not like 'cancelled%'))
     and new.teacher_overlap_id::text <> all (string_to_array(coalesce(current_setting('kruzhok.teacher_overlap', true), ''), ',')) then
    new.teacher_overlap_id := gen_random_uuid();
  end if;
  return new;
end $$;
`);
  }

  down(): Promise<void> {
    throw new Error('lessons planned over others by one word have no place in the older form');
  }
}
