import { z } from "#/kernel/fields.ts";
import { Shard } from "./schemas.ts";

const example = {
  shard: "SHARD_02",
  sealed_with_old_key: 120,
  passwords_with_old_pepper: 31,
  backup_codes_with_old_pepper: 40,
};
const KeyUse = z
  .object({
    shard: z.string().openapi({ description: "a shard; CONTROL: the control database" }),
    sealed_with_old_key: z.int().openapi({ description: "values that are not under the first key of SEAL_KEY" }),
    passwords_with_old_pepper: z.int().openapi({
      description:
        "passwords that are not under the first pepper of PASSWORD_PEPPER; each changes at its owner's next log-in",
    }),
    backup_codes_with_old_pepper: z.int().openapi({
      description:
        "unused backup codes that are not under the first pepper; they change when their owner makes new ones",
    }),
  })
  .openapi("KeyUse", { example });
export const KeyUseList = z
  .object({ shards: z.array(KeyUse) })
  .openapi("KeyUseList", { example: { shards: [example] } });

export const SealAgain = z
  .strictObject({
    shard: z.union([Shard, z.literal("CONTROL")]).openapi({ description: "a shard, or the control database" }),
  })
  .openapi("SealAgain", { example: { shard: "SHARD_02" } });
export const SealedAgain = KeyUse.extend({
  resealed: z.int().openapi({ description: "values that this request sealed again" }),
}).openapi("SealedAgain", { example: { ...example, resealed: 500 } });
