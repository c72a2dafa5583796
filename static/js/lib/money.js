// Sums as people type and read them. Counted in minor units, never in fractions.

/** What was typed, "88", "88.5", "1,288.00" or "88。50" with a currency's `exponent` decimals, in minor units; NaN for no sum. */
export function toMinor(text, exponent) {
  const plain = text.trim().replace(/[,，\s]/g, "").replace(/[。．]/g, ".");
  const found = /^(\d{1,9})(?:\.(\d*))?$/.exec(plain);
  if (!found || (found[2] || "").length > exponent) return NaN;
  return Number(found[1] + (found[2] || "").padEnd(exponent, "0"));
}

/** A sum of minor units as it is typed: 8800 is "88.00". */
export function typed(minor, exponent) {
  const digits = String(minor).padStart(exponent + 1, "0");
  return exponent ? `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}` : digits;
}
