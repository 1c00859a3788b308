import { defineEvent } from "#/kernel/events.ts";
import { Item } from "./schemas.ts";

export const itemCreated = defineEvent("item.created", Item, "An item was added to the price book");
export const itemUpdated = defineEvent("item.updated", Item, "A price book item was changed");

export const events = [itemCreated, itemUpdated];
