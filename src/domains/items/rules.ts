/** How deep the tree of categories may be. */
export const MAX_DEPTH = 8;

/** The path of a category below a parent: `/1/3/` and 17 -> `/1/3/17/`. */
export const pathBelow = (parentPath: string | undefined, id: number): string => `${parentPath ?? "/"}${id}/`;

/** `/1/3/17/` -> 3. */
export const depthOf = (path: string): number => path.split("/").length - 2;

/** Whether a category with this path is another one, or lies below it. */
export const liesIn = (path: string, id: number): boolean => path.includes(`/${id}/`);

type Named = { id: number; name: string; path: string };

/** What stands between the names of a category and the one that it lies in. */
const BELOW = " > ";

/** The names of each category from the top down, by its id: `Repair > Motors`. */
export function namesDown(categories: readonly Named[]): Map<number, string> {
  const names = new Map(categories.map(({ id, name }) => [id, name]));
  const down = (path: string) =>
    path
      .split("/")
      .filter(Boolean)
      .map((id) => names.get(Number(id)) ?? id)
      .join(BELOW);
  return new Map(categories.map(({ id, path }) => [id, down(path)]));
}
