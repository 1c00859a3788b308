/** The opaque texts of the entity tags that If-Match or If-None-Match names; `*` stands for every tag. */
export type EntityTags = "*" | readonly string[];

const TAG = /(?:W\/)?"([!#-~\u0080-\u00ff]*)"/;
const LIST = new RegExp(`^(?:[ \\t]*,)*[ \\t]*${TAG.source}(?:[ \\t]*,(?:[ \\t]*${TAG.source})?)*[ \\t]*$`);

/**
 * Reads a condition (RFC 9110 13.1): one tag, a list of them, or `*`; null when it is none of these. Weak tags count as strong ones:
 * If-None-Match compares so by the standard, and Cloudflare makes our tags weak when it compresses an answer, so that is how they come back.
 */
export function readTags(header: string): EntityTags | null {
  if (header.trim() === "*") return "*";
  if (!LIST.test(header)) return null;
  return [...header.matchAll(new RegExp(TAG, "g"))].map(([, tag = ""]) => tag);
}

/** Whether the tags name what has this tag now; undefined: there is nothing now, which not even `*` names. */
export const names = (tags: EntityTags, tag: string | undefined): boolean =>
  tag !== undefined && (tags === "*" || tags.includes(tag));

/** Whether a reader with this If-None-Match has it already. A condition that cannot be read is none. */
export const hasAlready = (ifNoneMatch: string | undefined, tag: string): boolean =>
  ifNoneMatch !== undefined && names(readTags(ifNoneMatch) ?? [], tag);
