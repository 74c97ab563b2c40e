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
