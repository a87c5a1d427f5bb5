import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from '../../platform/database/sql.js';
import { PersonalData } from '../clients/index.js';

/** Nobody is forgotten who has something of ours. What is written of loans is found by its comments, like everything else. */
@Injectable()
export class LoansOfClients implements OnModuleInit {
  constructor(private readonly personal: PersonalData) {}

  onModuleInit(): void {
    this.personal.refuseWhile((tx, clientId) =>
      tx.query(
        sql`select 'loan-open' as code, id from loans where client_id = ${clientId} and closed_on is null order by id`,
      ),
    );
  }
}
