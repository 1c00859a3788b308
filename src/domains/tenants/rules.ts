/** The most letters that a business code takes from the name. */
const CODE_LENGTH = 20;

/** `Smith HVAC` -> `SMITHHVAC`: letters and digits of the name, in capitals. A name without any gives `BUSINESS`. */
export function codeFromName(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .slice(0, CODE_LENGTH);
  return plain.length >= 2 ? plain : "BUSINESS";
}

/** The code of one attempt: the plain code first; after a clash, with a random number behind it. */
export const codeForTry = (name: string, attempt: number, random: number): string =>
  attempt === 0 ? codeFromName(name) : `${codeFromName(name)}${Math.floor(random * 9000 * 10 ** attempt) + 1000}`;

type ShardLoad = { name: string; tenantCount: number; draining: boolean };

/** The shard for a new business: of those that are not draining, the one with the fewest businesses. */
export function emptiestShard<Name extends string>(
  bound: readonly Name[],
  loads: readonly ShardLoad[],
): Name | undefined {
  const load = new Map(loads.map((shard) => [shard.name, shard]));
  const open = bound.filter((name) => !load.get(name)?.draining);
  return open.toSorted((a, b) => (load.get(a)?.tenantCount ?? 0) - (load.get(b)?.tenantCount ?? 0))[0];
}
