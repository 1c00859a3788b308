import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";

const root = new URL("../..", import.meta.url).pathname;

export const readSource = (path: string): string => readFileSync(`${root}${path}`, "utf8");
/** Paths below the repository's root, with forward slashes. */
export const sourceFiles = (pattern: string): string[] => globSync(pattern, { cwd: root }).toSorted();

export type Import = {
  from: string;
  /** A path below the root, or the name of a package. */
  to: string;
  typeOnly: boolean;
  lazy: boolean;
};

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm;
const DYNAMIC = /\bimport\(\s*"([^"]+)"\s*\)/g;

/** Everything that a file imports: static and dynamic, by `#/`, by a relative path, or a package. */
export function importsOf(from: string): Import[] {
  const text = readSource(from);
  const target = (name: string) => {
    if (name.startsWith("#/")) return `src/${name.slice(2)}`;
    return name.startsWith(".") ? posix.join(posix.dirname(from), name) : name;
  };
  const found = [...text.matchAll(STATEMENT)].map(([, type, name = ""]) => ({
    from,
    to: target(name),
    typeOnly: type !== undefined,
    lazy: false,
  }));
  const lazy = [...text.matchAll(DYNAMIC)].map(([, name = ""]) => ({
    from,
    to: target(name),
    typeOnly: false,
    lazy: true,
  }));
  return [...found, ...lazy];
}
