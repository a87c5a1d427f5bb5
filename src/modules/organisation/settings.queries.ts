import { Injectable } from '@nestjs/common';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import type { SettingsView } from './settings.dto.js';
import { SettingsNotFound } from './organisation.errors.js';

@Injectable()
export class SettingsQueries {
  async get(reader: Reader): Promise<SettingsView> {
    const settings = await reader.find<SettingsView>(sql`
      select id, money(0::bigint) ->> 'currency' as currency, running_out_visits as "runningOutVisits",
             expiring_days as "expiringDays", payment_due_days as "paymentDueDays",
             schedule_horizon_weeks as "scheduleHorizonWeeks",
             payment_grace_days as "paymentGraceDays", loan_grace_days as "loanGraceDays", cash_shift_required as "cashShiftRequired",
             payroll_four_eyes as "payrollFourEyes",
             certificate_alert_days as "certificateAlertDays", age_bands as "ageBands",
             absence_notice_hours as "absenceNoticeHours", make_up_days as "makeUpDays", correction_days as "correctionDays",
             waitlist_offer_hours as "waitlistOfferHours", country, pay_contributions_percent as "payContributionsPercent", version,
             created_at as "createdAt", created_by as "createdBy", updated_at as "updatedAt", updated_by as "updatedBy"
      from settings`);
    if (settings === null) throw SettingsNotFound();
    return settings;
  }
}
