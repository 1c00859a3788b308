import { DateField, InstantOut, Latitude, Longitude, line, namesAField, together, z } from "#/kernel/fields.ts";
import { minutesOfDay } from "#/kernel/wall-clock.ts";
import { Kind } from "./absence-schemas.ts";
import { Holiday, Interval, LocalDay, someDays } from "./schemas.ts";

const place = { latitude: Latitude.nullable(), longitude: Longitude.nullable(), address: line(300).nullable() };
const Place = z
  .strictObject({
    latitude: place.latitude.optional(),
    longitude: place.longitude.optional(),
    address: place.address.optional(),
  })
  .refine(...together("latitude", "longitude"))
  .refine(({ latitude, address }) => latitude != null || address != null, {
    path: ["address"],
    error: "send an address, or latitude and longitude",
  });
const PlaceOut = z.object(place);
const TimeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a local time of day, 00:00 to 23:59")
  .openapi({ description: "local time of day, HH:MM" });
const TimeOfDayOut = z.string().openapi({ description: "local time of day, HH:MM" });
const Lunch = z
  .strictObject({ from: TimeOfDay, to: TimeOfDay, minutes: z.int().min(1).max(240) })
  .refine(({ from, to }) => from < to, { path: ["to"], error: "must be later than from" })
  .refine(({ from, to, minutes }) => from >= to || minutesOfDay(to) - minutesOfDay(from) >= minutes, {
    path: ["minutes"],
    error: "must fit between from and to",
  });

const home = { latitude: 27.9506, longitude: -82.4572, address: "12 Palm Ave, Tampa, FL 33601" };
const lunchExample = { from: "11:30", to: "13:30", minutes: 30 };
const termsExample = {
  start_place: home,
  end_place: null,
  max_jobs_per_day: 8,
  overtime_minutes: 60,
  lunch: lunchExample,
};
const words = {
  start: "where their day begins; null: wherever the first job is",
  end: "where their day ends; null: wherever the last job is",
  most: "planning gives them no more jobs a day; null: no limit",
  overtime: "minutes that planning may go beyond the end of their shift; null: none",
  lunch: "a break that planning leaves free between two local times of day; null: none",
};

export const ChangeWorkTerms = z
  .strictObject({
    start_place: Place.nullable().optional().openapi({ description: words.start }),
    end_place: Place.nullable().optional().openapi({ description: words.end }),
    max_jobs_per_day: z.int().min(1).max(100).nullable().optional().openapi({ description: words.most }),
    overtime_minutes: z.int().min(0).max(720).nullable().optional().openapi({ description: words.overtime }),
    lunch: Lunch.nullable().optional().openapi({ description: words.lunch }),
  })
  .refine(...namesAField)
  .openapi("ChangeWorkTerms", { example: termsExample });

const terms = {
  start_place: z.union([PlaceOut, z.null()]).openapi({ description: words.start }),
  end_place: z.union([PlaceOut, z.null()]).openapi({ description: words.end }),
  max_jobs_per_day: z.int().nullable().openapi({ description: words.most }),
  overtime_minutes: z.int().nullable().openapi({ description: words.overtime }),
  lunch: z
    .union([z.object({ from: TimeOfDayOut, to: TimeOfDayOut, minutes: z.int() }), z.null()])
    .openapi({ description: words.lunch }),
};
export const WorkTerms = z
  .object({
    technician_id: z.int(),
    ...terms,
    updated_at: InstantOut.nullable().openapi({ description: "null until something is set for the first time" }),
    version: z.int(),
  })
  .openapi("WorkTerms", {
    example: { technician_id: 3, ...termsExample, updated_at: "2026-03-01T12:00:00.000Z", version: 1 },
  });

const span = { starts_at: InstantOut, ends_at: InstantOut };
const day = {
  source: z.enum(["override", "holiday", "pattern", "business_hours"]).openapi({
    description:
      "what decides: shifts of that very day, a holiday, the technician's shifts of every week, or the hours of the business for a technician without shifts",
  }),
  shifts: z.array(Interval).openapi({
    description: "whole shifts that reach into the day; one over midnight is in both of its days",
  }),
  free: z.array(Interval).openapi({ description: "the parts of the day itself in which they work: without time off" }),
  available_minutes: z.int().openapi({ description: "minutes of `free`, less the lunch" }),
  time_off: z
    .array(z.object({ id: z.int(), kind: Kind, ...span }))
    .openapi({ description: "approved time off that reaches into the day" }),
  on_call: z
    .array(z.object({ id: z.int(), rank: z.int().openapi({ description: "who is called first: 1" }), ...span }))
    .openapi({ description: "on-call duty that reaches into the day" }),
};
const spanExample = { starts_at: "2026-03-27T12:00:00.000Z", ends_at: "2026-03-27T21:00:00.000Z" };
const dayExample = {
  source: "pattern" as const,
  shifts: [spanExample],
  free: [spanExample],
  available_minutes: 510,
  time_off: [],
  on_call: [],
};
const holiday = z.union([Holiday, z.null()]).openapi({ description: "the holiday of the day; null: none" });

export const AvailabilityQuery = z.object({
  date: DateField.optional().openapi({ description: "local day; today in the business' time zone when absent" }),
});
export const DayAvailability = z
  .object({
    date: LocalDay,
    timezone: z.string(),
    holiday,
    technicians: z
      .array(z.object({ id: z.int(), name: z.string(), ...day, ...terms }))
      .openapi({ description: "active technicians, by id" }),
  })
  .openapi("DayAvailability", {
    example: {
      date: "2026-03-27",
      timezone: "America/New_York",
      holiday: null,
      technicians: [{ id: 3, name: "Mike Johnson", ...dayExample, ...termsExample }],
    },
  });

export const OwnAvailabilityQuery = someDays(
  z.object({
    date_from: DateField.optional().openapi({ description: "today when absent" }),
    date_to: DateField.optional().openapi({ description: "13 days after `date_from` when absent" }),
  }),
  31,
);
export const OwnAvailability = z
  .object({
    technician_id: z.int(),
    timezone: z.string(),
    days: z.array(z.object({ date: LocalDay, holiday, ...day })).openapi({ description: "the days, in their order" }),
  })
  .openapi("OwnAvailability", {
    example: {
      technician_id: 3,
      timezone: "America/New_York",
      days: [{ date: "2026-03-27", holiday: null, ...dayExample }],
    },
  });
