import type { Ctx } from "#/ctx.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { contactKeys, readEmails, readPhones } from "../contacts.ts";
import { nameMissing, reasonMissing } from "../errors.ts";
import { customerCreated } from "../events.ts";
import { moveContacts, moveTags } from "../repo.ts";
import { nameOf } from "../rules.ts";
import type { CreateCustomer } from "../schemas.ts";
import { type Customer, customers } from "../tables.ts";

type CustomerInput = Omit<Inside<z.output<typeof CreateCustomer>>, "allowDuplicate">;

/** A new customer as they are stored, by the fields of a request. */
export function readCustomer({ phones, emails, ...input }: CustomerInput) {
  const name = input.name ?? nameOf(input);
  if (name === undefined) throw nameMissing();
  if (input.doNotService && !input.doNotServiceReason) throw reasonMissing();
  return { ...input, name, phones: readPhones(phones), emails: readEmails(emails) };
}
export type NewCustomer = ReturnType<typeof readCustomer>;

/** What adding a customer puts into a commit. `alone`: refused when somebody else has a phone or e-mail of theirs by now. */
export function planCustomer(ctx: Ctx, { id, ...input }: NewCustomer & { id: number }, alone: boolean) {
  const part = customers.insert(ctx, { ...input, id });
  return {
    parts: [part, moveContacts(ctx, id, [], contactKeys(input), alone), moveTags(ctx, id, [], input.tags)],
    events: [customerCreated(part.row)],
    audit: { action: "add", of: part },
    row: part.row,
  };
}

/** By what one of these is known already. Several of them: nobody can tell which one is meant. */
export function knownBy(found: readonly Customer[], { phones }: Pick<NewCustomer, "phones">): "phone" | "email" {
  const numbers = new Set(phones.map(({ e164 }) => e164));
  return found.some((one) => one.phones.some(({ e164 }) => numbers.has(e164))) ? "phone" : "email";
}
