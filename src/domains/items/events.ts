import { eventsOf } from "#/kernel/events.ts";
import { Item } from "./schemas.ts";

const define = eventsOf(Item, { entity: "item", permission: "items:read", idIn: ({ id }) => id });

export const itemCreated = define("item.created", "An item was added to the price book");
export const itemUpdated = define("item.updated", "A price book item was changed", { version: 2 });

export const events = [itemCreated, itemUpdated];
