/**
 * Quotient of two integers rounded half to even (banker's rounding), the one rounding of this house (domain-rules.md 3.0).
 * `denominator` must be positive. Signs are handled on the magnitude: -2.5 -> -2, 2.5 -> 2, 3.5 -> 4.
 */
export function halfEven(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n;
  const n = negative ? -numerator : numerator;
  let quotient = n / denominator;
  const twice = (n % denominator) * 2n;
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) quotient += 1n;
  return negative ? -quotient : quotient;
}

/** `cents` x `bps` / 10,000 in integer cents, half to even. 150000 x 750 bps -> 11250; 1000 x 125 -> 12; 3000 x 125 -> 38. */
export const shareOf = (cents: number, bps: number): number => Number(halfEven(BigInt(cents) * BigInt(bps), 10_000n));

/** The largest amount we take: $10 billion. Sums of a million of them stay below 2^63, each below 2^53. */
export const MAX_CENTS = 1_000_000_000_000;
