import type { Ctx } from "#/ctx.ts";
import { type Organization, settingOf } from "#/domains/organization/index.ts";
import { type Assets, zipPlace } from "#/integrations/geocoder/zip-places.ts";
import { zipOf } from "#/kernel/postcode.ts";
import type { Instant } from "#/kernel/time.ts";
import { hoursFor, nextAllowed } from "./quiet-hours.ts";

type Place = { zip: string | null; timezone?: string | null; latitude?: number | null; longitude?: number | null };
type Addressed = { billingZip: string | null };

/** The ZIP code by which the hours and the clocks of a customer are known: of their bill, else of their first site. */
export const zipOfCustomer = (customer: Addressed | undefined, site?: Pick<Place, "zip">): string | undefined =>
  zipOf(customer?.billingZip ?? "") ?? zipOf(site?.zip ?? "");

/** The time zone in which a customer lives: of their ZIP code, else of their first site, else of the business. */
export async function zoneOfCustomer(ctx: Ctx, customer: Addressed | undefined, site?: Place): Promise<string> {
  const byBill = await zoneOfZip(ctx.env.ASSETS, customer?.billingZip ?? "");
  if (byBill) return byBill;
  if (site?.timezone) return site.timezone;
  if (site?.latitude != null && site.longitude != null) return await zoneAt(site.latitude, site.longitude);
  return (await zoneOfZip(ctx.env.ASSETS, site?.zip ?? "")) ?? ctx.tenant.timezone;
}

type Reader = { customer: Addressed | undefined; site: Place | undefined; organization: Organization | undefined };

/** When marketing may go to a customer: now, or when their quiet hours are over. */
export async function marketingFrom(ctx: Ctx, { customer, site, organization }: Reader): Promise<Instant> {
  const hours = hoursFor(settingOf(organization, "marketing_hours"), zipOfCustomer(customer, site));
  return nextAllowed(ctx.now, await zoneOfCustomer(ctx, customer, site), hours);
}

/** The zone of the middle of a US ZIP code, or of one that begins with the same three digits; undefined for others. */
export async function zoneOfZip(assets: Assets, text: string): Promise<string | undefined> {
  const zip = zipOf(text);
  if (!zip) return undefined;
  const place = (await zipPlace(assets, zip)) ?? (await neighbour(assets, zip));
  return place ? await zoneAt(place.latitude, place.longitude) : undefined;
}

/** A place whose ZIP code begins with the same three digits: those newer than the table, and of post-office boxes. */
async function neighbour(assets: Assets, zip: string) {
  for (const tail of ["01", "02", "03", "04", "05", "10", "11", "12", "20", "30", "40", "50", "60", "70", "80", "90"]) {
    const place = await zipPlace(assets, zip.slice(0, 3) + tail);
    if (place) return place;
  }
  return undefined;
}

/** The table of zones has 70 kB, and few need it. */
const zoneAt = async (latitude: number, longitude: number): Promise<string> =>
  (await import("@photostructure/tz-lookup")).default(latitude, longitude);
