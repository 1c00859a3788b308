import { type ParseArgsConfig, parseArgs } from "node:util";

/** Prints how a tool is used, after what is wrong, and ends it with code 2. */
export function misused(usage: string, problem: string): never {
  console.error(`${problem}\n\n${usage}`);
  process.exit(2);
}

/** Reads a tool's arguments. `--help` prints its usage and ends it; an unknown argument is misuse. */
export function readArguments<C extends ParseArgsConfig>(usage: string, config: C): ReturnType<typeof parseArgs<C>> {
  if (process.argv.slice(2).some((argument) => argument === "--help" || argument === "-h")) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs<C>(config);
  } catch (error) {
    misused(usage, error instanceof Error ? error.message : String(error));
  }
}
