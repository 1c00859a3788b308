/** A secret of a list `id:secret,id:secret`. The first makes what is new; the others are there for what they made before. */
export type Key = { id: string; secret: string };

const NAMED = /^([a-z0-9_-]{1,16}):(.*)$/i;

/**
 * Parses `id:secret,id:secret`. The last secret may stand without an id, as all did before there were ids; its id is "". What was made before
 * there were ids names none, and is the last secret's work. Throws when two have one id, or when another than the last has none.
 */
export function keyList(name: string, text: string): { keys: Key[]; current: Key; unnamed: Key } {
  const keys = text.split(",").map((part): Key => {
    const [, id, secret] = NAMED.exec(part.trim()) ?? [];
    return id === undefined || secret === undefined ? { id: "", secret: part } : { id, secret };
  });
  const [current, unnamed] = [keys[0], keys.at(-1)];
  const isWrong = keys.slice(0, -1).some(({ id }) => id === "") || new Set(keys.map(({ id }) => id)).size < keys.length;
  if (isWrong || !current || !unnamed) throw new Error(`${name} must be id:secret,id:secret, each id once`);
  return { keys, current, unnamed };
}

type Pepper = { PASSWORD_PEPPER: string };
export const peppers = (env: Pepper) => keyList("PASSWORD_PEPPER", env.PASSWORD_PEPPER);
/** What every hash under the current pepper begins with: a PHC string, after the pepper's id. */
export const hashMark = (env: Pepper): string => `${peppers(env).current.id}$`;
