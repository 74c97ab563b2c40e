// Amounts as people write and read them: cents and basis points inside, Dutch writing outside.

// "1.250.000,50" or "1250000" as people type it, in cents; null when it is no amount.
export function centsOf(text: string): number | null {
  const clean = text.replace(/[€\s]/g, '');
  const plain = /^\d{1,3}(\.\d{3})+(,\d{1,2})?$/.test(clean)
    ? clean.replace(/\./g, '').replace(',', '.')
    : clean.replace(',', '.');
  return /^\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
}
export const euroText = (cents: number) =>
  cents % 100 === 0 ? String(cents / 100) : (cents / 100).toFixed(2).replace('.', ',');
export const percentOf = (basisPoints: number) => basisPoints / 100;

// "1-3-2027", "01/03/27" or "2027-03-01" as people type it, as the API has it; null when it is no day.
export function dayOf(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const dutch = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/.exec(text);
  const [year, month, day] = iso
    ? [iso[1], iso[2], iso[3]]
    : dutch
      ? [dutch[3]?.length === 2 ? `20${dutch[3]}` : dutch[3], dutch[2], dutch[1]]
      : [];
  if (!year || !month || !day) return null;
  const out = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const found = new Date(`${out}T00:00:00Z`);
  return !Number.isNaN(found.getTime()) && found.toISOString().startsWith(out) ? out : null;
}
// As it is typed in Dutch.
export const dayText = (day: string) =>
  day
    .split('-')
    .reverse()
    .map((part) => part.replace(/^0(\d)$/, '$1'))
    .join('-');
