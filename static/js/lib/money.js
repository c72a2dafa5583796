// Sums as people type and read them. Counted in minor units, never in fractions.

/**
 * What was typed, "88", "88.5", "1,288.00" or "88。50" with a currency's `exponent` decimals, in minor units; NaN for no
 * sum. A comma stands before three digits and nowhere else: "88,50" is no sum, as it may be meant for less or for more.
 */
export function toMinor(text, exponent) {
  const plain = text.replace(/\s/g, "").replace(/，/g, ",").replace(/[。．]/g, ".");
  const found = /^(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d*))?$/.exec(plain);
  if (!found || (found[2] || "").length > exponent) return NaN;
  return Number(found[1].replace(/,/g, "") + (found[2] || "").padEnd(exponent, "0"));
}

/** A sum of minor units as it is read: 128800 is "1,288.00". */
export function told(minor, exponent) {
  const [whole, fraction] = typed(minor, exponent).split(".");
  const grouped = whole.replace(/\d(?=(?:\d{3})+$)/g, "$&,");
  return fraction ? `${grouped}.${fraction}` : grouped;
}

/** A sum of minor units as it is typed: 8800 is "88.00". */
export function typed(minor, exponent) {
  const digits = String(minor).padStart(exponent + 1, "0");
  return exponent ? `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}` : digits;
}
