import type { MigrationInterface, QueryRunner } from 'typeorm';

const LISTED = `check (vat in ('exempt', 'none', '0', '5', '7', '10', '20', '22'))`;

/** Which VAT codes there are stands in \`vat_codes\` alone. */
export class ReferItemsToVatCodes1763900000241 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table items drop constraint items_vat_check,
  add constraint items_vat_fkey foreign key (vat) references vat_codes (code);
alter table waybill_lines drop constraint waybill_lines_vat_check,
  add constraint waybill_lines_vat_fkey foreign key (vat) references vat_codes (code);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table items drop constraint items_vat_fkey, add constraint items_vat_check ${LISTED};
alter table waybill_lines drop constraint waybill_lines_vat_fkey, add constraint waybill_lines_vat_check ${LISTED};
`);
  }
}
