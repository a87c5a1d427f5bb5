let organisationCurrency = 'RUB';

/** Set once at start from the settings. */
export function configureCurrency(currency: string): void {
  organisationCurrency = currency;
}

/** The one currency of the organisation. */
export const currency = (): string => organisationCurrency;

/** An amount of a row, or none, as the contract shows it. */
export const shownAsMoney = (amount: unknown): unknown =>
  amount === null ? null : { amount, currency: organisationCurrency };
