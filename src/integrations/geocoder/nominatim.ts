import { zipOf } from "#/kernel/postcode.ts";
import { askMapService, type MapService } from "../map-service.ts";
import type { Address, Located, Precision } from "./port.ts";

/**
 * Asks a server that speaks as Nominatim does (its structured search, `format=jsonv2`). Null: it knows no such place; undefined: it did not answer, or
 * not in this form.
 */
export async function askNominatim(
  { url, ...how }: MapService,
  { address, city, state, zip }: Address,
): Promise<Located | null | undefined> {
  const asked = URL.parse(url); // may have a query of its own: a key
  const params = {
    format: "jsonv2",
    limit: "1",
    street: address,
    city,
    state,
    postalcode: zip,
    countrycodes: zip && zipOf(zip) ? "us" : undefined,
  };
  for (const [name, value] of Object.entries(params)) if (value) asked?.searchParams.set(name, value);
  const answer = await askMapService(asked, how);
  if (!Array.isArray(answer)) return undefined;
  const [first] = answer as readonly unknown[];
  return first === undefined ? null : located(first);
}

/** Coordinates come as texts. */
function located(place: unknown): Located | undefined {
  if (typeof place !== "object" || place === null) return undefined;
  const { lat, lon, place_rank: rank, addresstype } = place as Record<string, unknown>;
  const [latitude, longitude] = [Number(lat ?? Number.NaN), Number(lon ?? Number.NaN)];
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return undefined;
  return { latitude, longitude, precision: precisionOf(Number(rank), addresstype), source: "nominatim" };
}

/** By the ranks of Nominatim: 30 is a house, 26 and 27 are streets. */
function precisionOf(rank: number, type: unknown): Precision {
  if (type === "postcode") return "zip";
  if (rank >= 28) return "address";
  return rank >= 26 ? "street" : "city";
}
