import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The bands are sorted and end with one that has no end, so the first that is not over is the category: no ranges to be made of them first. */
export class FindAgeCategories1763900000243 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
drop function age_category;
drop function age_ranges;
-- The one definition of a client's age category. Of a table, so that it dissolves in the query that asks.
create function age_category(age integer) returns table (code text) language sql stable as $$
  select jsonb_path_query_first(age_bands, '$[*] ? (@.under == null || @.under > $age).code', jsonb_build_object('age', age)) #>> '{}'
  from settings where age is not null
$$;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
drop function age_category;
create function age_ranges() returns table (code text, since integer, under integer) language sql stable as $$
  select band ->> 'code',
         coalesce(max(coalesce((band ->> 'under')::integer, 2147483647))
                  over (order by place rows between unbounded preceding and 1 preceding), -2147483648),
         coalesce((band ->> 'under')::integer, 2147483647)
  from settings cross join jsonb_array_elements(age_bands) with ordinality as bands(band, place)
$$;
create function age_category(age integer) returns text language sql stable as $$
  select code from age_ranges() where age >= since and age < under
$$;
`);
  }
}
