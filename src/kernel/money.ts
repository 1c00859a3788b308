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

/**
 * Divides two integers and rounds half away from zero: for taxes, which the Streamlined Sales and Use Tax Agreement (section 324) rounds up from
 * half a cent on. `denominator` must be positive. 72.5 -> 73; -2.5 -> -3.
 */
export function halfUp(numerator: bigint, denominator: bigint): bigint {
  const magnitude = (2n * (numerator < 0n ? -numerator : numerator) + denominator) / (2n * denominator);
  return numerator < 0n ? -magnitude : magnitude;
}

/** `cents` x `bps` / 10,000 in integer cents, rounded half to even. 150000 x 750 bps -> 11250; 1000 x 125 -> 12; 3000 x 125 -> 38. */
export const shareOf = (cents: number, bps: number): number => Number(halfEven(BigInt(cents) * BigInt(bps), 10_000n));

/** `amount` x `part` / `whole` in integer cents, rounded half to even. 100 x 3333 / 10000 -> 33. */
export const partOf = (amount: number, part: number, whole: number): number =>
  Number(halfEven(BigInt(amount) * BigInt(part), BigInt(whole)));

/**
 * Splits integer cents by weights (integers, sum above zero), so that the parts sum to the whole: by largest remainder, ties in order.
 * 5 by 3:7 -> [2, 3]; -5 by 3:7 -> [-2, -3].
 */
export function allot(total: number, weights: readonly number[]): number[] {
  const sum = BigInt(weights.reduce((all, weight) => all + weight, 0));
  const shares = weights.map((weight) => BigInt(Math.abs(total)) * BigInt(weight));
  const parts = shares.map((share) => share / sum);
  let left = BigInt(Math.abs(total)) - parts.reduce((all, part) => all + part, 0n);
  const byRemainder = shares
    .map((share, i) => [share % sum, i] as const)
    .sort(([a], [b]) => (a === b ? 0 : a < b ? 1 : -1));
  for (const [, i] of byRemainder) {
    if (left === 0n) break;
    parts[i] = (parts[i] ?? 0n) + 1n;
    left -= 1n;
  }
  return parts.map((part) => (total < 0 ? -Number(part) : Number(part)));
}

/** The largest accepted amount: $10 billion. It is below 2^53, and the sum of a million such amounts is below 2^63. */
export const MAX_CENTS = 1_000_000_000_000;
