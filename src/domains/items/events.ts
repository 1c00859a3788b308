import { defineEvent } from "#/kernel/events.ts";
import { Item } from "./schemas.ts";

export const itemUpdated = defineEvent("item.updated", Item, "A price book item was changed");

export const events = [itemUpdated];
