import { z } from "zod";
import { Skill } from "#/domains/skills/schemas.ts";
import { ServiceZone } from "#/domains/zones/schemas.ts";
import { localDateOf, plusDays, toInstant } from "#/kernel/time.ts";
import type { Api } from "./api.ts";

// Where the demo business works, and what its people can do. Technicians are named by their places in TECHNICIANS.

const ZONES = [
  {
    zone: {
      name: "Tampa",
      kind: "zips",
      zips: ["33602", "33604", "33606", "33609", "33647"],
      color: "#2563eb",
      priority: 10,
    },
    crew: [0, 1, 3],
  },
  {
    zone: { name: "East Hillsborough", kind: "zips", zips: ["33511", "33578", "33596"], color: "#16a34a" },
    crew: [2, 0],
  },
  {
    zone: {
      name: "Pinellas",
      kind: "polygon",
      polygon: {
        type: "Polygon",
        coordinates: [
          [
            [-82.86, 27.86],
            [-82.75, 27.68],
            [-82.58, 27.72],
            [-82.62, 27.9],
            [-82.64, 28.17],
            [-82.8, 28.17],
            [-82.86, 27.86],
          ],
        ],
      },
      color: "#d97706",
      travel_fee_cents: 2500,
      service_days: [1, 2, 3, 4, 5],
    },
    crew: [3, 4],
  },
  {
    zone: {
      name: "North of Tampa",
      kind: "radius",
      center: { latitude: 28.18, longitude: -82.47 },
      radius_m: 12_000,
      color: "#9333ea",
      travel_fee_cents: 3500,
    },
    crew: [4, 1],
  },
] as const;

/** Level of each technician, and how many days their certificate is still valid; the last one hears of it. */
const SKILLS = [
  {
    skill: { name: "EPA 608 Universal", category: "Refrigerants", requires_certification: true },
    held: [
      [0, 4, 400],
      [1, 5, 700],
      [2, 3, 250],
      [3, 4, 500],
      [4, 2, 20],
    ],
  },
  {
    skill: { name: "Heat pumps", category: "Installation" },
    held: [
      [1, 5],
      [2, 4],
      [3, 3],
    ],
  },
  {
    skill: { name: "Duct work", category: "Installation" },
    held: [
      [0, 3],
      [2, 5],
      [4, 3],
    ],
  },
  {
    skill: { name: "Controls and thermostats", category: "Electrical" },
    held: [
      [0, 5],
      [1, 3],
      [3, 4],
    ],
  },
] as const;

/** Gives the demo business its zones and skills. */
export async function seedPlaces(office: Api, crew: readonly { id: number }[], timeZone: string): Promise<void> {
  const today = localDateOf(toInstant(Date.now()), timeZone);
  for (const { zone, crew: places } of ZONES) {
    const { id } = await office.call("POST /admin/service-zones", ServiceZone, { body: zone });
    const technicians = places.map((place, i) => ({
      technician_id: crew[place]?.id,
      rank: i < places.length - 1 ? "primary" : "secondary",
    }));
    await office.call(`PUT /admin/service-zones/${id}/technicians`, z.unknown(), { body: { technicians } });
  }
  for (const { skill, held } of SKILLS) {
    const { id } = await office.call("POST /admin/technician-skills/skills", Skill, { body: skill });
    for (const [place, level, days] of held)
      await office.call(`PUT /admin/technician-skills/${crew[place]?.id}/${id}`, z.unknown(), {
        body: { level, ...(days !== undefined && { certified_until: plusDays(today, days) }) },
      });
  }
}
