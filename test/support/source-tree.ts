import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";

const root = new URL("../..", import.meta.url).pathname;

export const readSource = (path: string): string => readFileSync(`${root}${path}`, "utf8");
/** Paths below the repository's root, with forward slashes. */
export const sourceFiles = (pattern: string): string[] =>
  globSync(pattern, { cwd: root, exclude: ["**/node_modules/**"] }).toSorted();

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

/** Circles among imports: each a list of files that reach one another. */
export function circles(edges: readonly Pick<Import, "from" | "to">[]): string[][] {
  const targets = Map.groupBy(edges, ({ from }) => from);
  const reach = (start: string): Set<string> => {
    const seen = new Set<string>();
    const open = [start];
    for (let at = open.pop(); at !== undefined; at = open.pop())
      for (const { to } of targets.get(at) ?? [])
        if (!seen.has(to)) {
          seen.add(to);
          open.push(to);
        }
    return seen;
  };
  const reached = new Map([...targets.keys()].map((file) => [file, reach(file)]));
  const inCircle = [...reached].filter(([file, others]) => others.has(file)).map(([file]) => file);
  const groups = inCircle.map((file) => inCircle.filter((other) => reached.get(file)?.has(other)).toSorted());
  return [...new Map(groups.map((group) => [group.join(), group])).values()];
}
