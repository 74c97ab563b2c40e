// Dates, euros and percentages the way the reader's language writes them.
import i18next from 'i18next';

const locale = () => (i18next.language === 'en' ? 'en-GB' : 'nl-NL');

export const number = (value: number) => new Intl.NumberFormat(locale()).format(value);
export const euros = (cents: number) =>
  new Intl.NumberFormat(locale(), { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 }).format(cents / 100);
export const exactEuros = (value: number) =>
  new Intl.NumberFormat(locale(), { style: 'currency', currency: 'EUR' }).format(value);
// An amount in its own currency: a figure without one would be read as euros.
export const amount = (cents: number, currency: string) =>
  /^[A-Z]{3}$/.test(currency)
    ? new Intl.NumberFormat(locale(), {
        style: 'currency',
        currency,
        currencyDisplay: 'code',
        maximumFractionDigits: 0,
      }).format(cents / 100)
    : euros(cents);
export const money = (cents: number, currency: string) =>
  currency === '' || currency === 'EUR' ? euros(cents) : amount(cents, currency);
// "€ 6,2 mln", for headlines and charts only; the exact amount stands in the table.
export const shortEuros = (cents: number) => {
  const millions = cents / 100_000_000;
  if (Math.abs(millions) < 0.05) return euros(cents);
  const large = Math.abs(millions) >= 1000;
  const amountOf = large ? millions / 1000 : millions;
  const text = new Intl.NumberFormat(locale(), {
    style: 'currency',
    currency: 'EUR',
    minimumFractionDigits: 0,
    maximumFractionDigits: Math.abs(amountOf) < 100 ? 1 : 0,
  }).format(amountOf);
  const dutch = i18next.language !== 'en';
  return `${text} ${large ? (dutch ? 'mld' : 'bn') : dutch ? 'mln' : 'm'}`;
};
export const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
export const percent = (fraction: number) =>
  new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 }).format(fraction);
export const date = (iso: string | null | undefined) =>
  iso
    ? new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
        new Date(iso),
      )
    : '–';
// "2026-12" as December 2026.
export const monthName = (month: string) =>
  new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
export const longDay = (iso: string) =>
  new Intl.DateTimeFormat(locale(), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(iso));
// Days inside a sentence of the server, which writes them as a file would.
export const readableDays = (text: string) => text.replace(/\b\d{4}-\d\d-\d\d\b/g, (day) => date(day));
export const dateTime = (iso: string) =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'short', timeStyle: 'short' }).format(new Date(iso));
