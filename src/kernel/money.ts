/**
 * Divides two integers and rounds half to even (banker's rounding). All amounts of money use this rounding (domain-rules.md 3.0).
 * `denominator` must be positive. Negative numbers round like positive ones: -2.5 -> -2, 2.5 -> 2, 3.5 -> 4.
 */
export function halfEven(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n;
  const n = negative ? -numerator : numerator;
  let quotient = n / denominator;
  const twice = (n % denominator) * 2n;
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) quotient += 1n;
  return negative ? -quotient : quotient;
}

/** `cents` x `bps` / 10,000 in integer cents, rounded half to even. 150000 x 750 bps -> 11250; 1000 x 125 -> 12; 3000 x 125 -> 38. */
export const shareOf = (cents: number, bps: number): number => Number(halfEven(BigInt(cents) * BigInt(bps), 10_000n));

/** The largest accepted amount: $10 billion. It is below 2^53, and the sum of a million such amounts is below 2^63. */
export const MAX_CENTS = 1_000_000_000_000;
