type Named = { name: string };
export type Result = { name: string; error?: string };

/**
 * Migrates the control database, then one shard as a canary, then the others, `width` at a time. Starts no further database after an error.
 * Calls `report` with each result, and returns all results.
 */
export async function rollOut(
  databases: readonly Named[],
  migrate: (name: string) => Promise<unknown>,
  report: (result: Result) => void = () => undefined,
  width = 4,
): Promise<Result[]> {
  const [control, canary, ...others] = databases;
  const waves = [[control], [canary], ...chunks(others, width)].map((wave) => wave.filter((one) => one !== undefined));
  const results: Result[] = [];
  for (const wave of waves) {
    const done = await Promise.all(
      wave.map(async ({ name }) => {
        const result = await migrate(name).then(
          () => ({ name }),
          (error: unknown) => ({ name, error: error instanceof Error ? error.message : String(error) }),
        );
        report(result);
        return result;
      }),
    );
    results.push(...done);
    if (done.some((result) => "error" in result)) break;
  }
  return results;
}

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
