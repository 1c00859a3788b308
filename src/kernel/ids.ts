import { ulid } from "ulidx";

/** `prefix_<ulid>`: sorts by time of creation, no dots (Standard Webhooks forbids them in ids). */
export const newId = (prefix: string): string => `${prefix}_${ulid()}`;
