import { readSource } from "./source-tree.ts";

/** The shards of wrangler.toml. */
export const shardNames: readonly string[] = Array.from(
  readSource("wrangler.toml").matchAll(/^binding = "(SHARD_\d\d)"/gm),
  ([, name]) => name as string,
);
