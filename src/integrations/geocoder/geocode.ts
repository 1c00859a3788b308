import { postcodeOf } from "#/kernel/postcode.ts";
import { edgeCache, hashOf, type Memory } from "../edge-cache.ts";
import { askNominatim } from "./nominatim.ts";
import type { Address, Located } from "./port.ts";
import { type Assets, zipPlace } from "./zip-places.ts";

/** A place does not move; an address that nobody knew may be entered meanwhile. */
const KEPT_SECONDS = 90 * 24 * 3600;
const UNKNOWN_SECONDS = 24 * 3600;
const TIMEOUT_MS = 3000;

type Setting = {
  env: { ASSETS: Assets; GEOCODER_URL: string; CONTACT_EMAIL: string };
  /** Work that may finish after the answer. */
  background: (work: Promise<unknown>) => void;
  memory?: Memory;
  timeoutMs?: number;
};

/**
 * Where an address is: by the server that GEOCODER_URL names, else by the middle of its US ZIP code. Null: nobody knows. Never throws for a server that
 * fails; then the ZIP code answers.
 */
export async function geocode(setting: Setting, given: Address): Promise<Located | null> {
  const address = plain(given);
  const found = await byServer(setting, address);
  if (found && found.precision !== "city") return found;
  const middle = address.zip ? await zipPlace(setting.env.ASSETS, address.zip) : null;
  return middle ?? found; // the middle of a ZIP code is nearer than that of a town
}

/** Without what makes no difference: spaces, case of the ZIP. */
const plain = ({ address, city, state, zip }: Address) => ({
  address: squeezed(address),
  city: squeezed(city),
  state: squeezed(state),
  zip: zip ? postcodeOf(zip) : "",
});
const squeezed = (text: string | null | undefined): string => (text ?? "").replace(/\s+/g, " ").trim();

async function byServer(
  { env, background, memory = edgeCache, timeoutMs = TIMEOUT_MS }: Setting,
  address: ReturnType<typeof plain>,
): Promise<Located | null> {
  const url = env.GEOCODER_URL;
  if (!url || (!address.address && !address.city)) return null;
  const key = `geocode/${await hashOf(JSON.stringify([url, address]).toLowerCase())}`;
  const known = (await memory.get(key)) as { place: Located | null } | undefined; // safe: only we put it there
  if (known) return known.place;
  const place = await askNominatim({ url, userAgent: `Truckroll/1 (${env.CONTACT_EMAIL})`, timeoutMs }, address);
  if (place === undefined) return null;
  background(memory.put(key, { place }, place ? KEPT_SECONDS : UNKNOWN_SECONDS));
  return place;
}
