import {
  DateField,
  Id,
  IdText,
  InstantField,
  InstantOut,
  integerOf,
  line,
  namesAField,
  prose,
  z,
} from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { documentKinds, fuelTypes, readingSources, vehicleStatuses } from "./rules.ts";

/** Up to 10 million kilometres. */
export const Metres = integerOf("metres").min(0).max(10_000_000_000);

const given = {
  name: "Van 3",
  vin: "1FTBW2CM5HKA12345",
  plate: "ABC 1234",
  make: "Ford",
  model: "Transit 250",
  year: 2022,
  fuel_type: "gasoline" as const,
  insurance_expires_on: "2026-09-30",
  registration_expires_on: "2026-12-31",
  inspection_expires_on: null,
  note: "Spare key in the office",
};
const stamps = {
  created_by: "user:1",
  created_at: "2026-03-01T12:00:00.000Z",
  updated_at: "2026-03-28T09:00:00.000Z",
  version: 4,
};

export const Vehicle = z
  .object({
    id: z.int(),
    name: z.string(),
    vin: z.string().nullable(),
    plate: z.string().nullable(),
    make: z.string().nullable(),
    model: z.string().nullable(),
    year: z.int().nullable(),
    fuel_type: z.enum(fuelTypes).nullable(),
    status: z.enum(vehicleStatuses),
    odometer_m: z.int().nullable(),
    odometer_at: InstantOut.nullable(),
    assigned_technician_id: z.int().nullable(),
    assigned_at: InstantOut.nullable(),
    insurance_expires_on: z.iso.date().nullable(),
    registration_expires_on: z.iso.date().nullable(),
    inspection_expires_on: z.iso.date().nullable(),
    note: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("Vehicle", {
    example: {
      ...{ id: 3, ...given, status: "active", odometer_m: 84_321_000, odometer_at: "2026-03-28T09:00:00.000Z" },
      ...{ assigned_technician_id: 1, assigned_at: "2026-03-02T12:00:00.000Z", ...stamps },
    },
  });
export const VehiclePage = pageOf("VehiclePage", Vehicle);
export const VehicleQuery = PageQuery.extend({
  status: z.enum(vehicleStatuses).optional(),
  technician_id: IdText.optional().openapi({ description: "the vehicles that this technician has now" }),
  sort: sortBy("id", "updated_at", "name"),
});

const Vin = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-HJ-NPR-Z0-9]{5,17}$/, "must be a VIN: up to 17 letters and digits, without I, O and Q");
const fields = {
  vin: Vin.nullable().optional(),
  plate: line(20).nullable().optional(),
  make: line(60).nullable().optional(),
  model: line(60).nullable().optional(),
  year: z.int().min(1900).max(2199).nullable().optional(),
  fuel_type: z.enum(fuelTypes).nullable().optional(),
  insurance_expires_on: z.union([DateField, z.null()]).optional(),
  registration_expires_on: z.union([DateField, z.null()]).optional(),
  inspection_expires_on: z.union([DateField, z.null()]).optional(),
  note: prose(2000).nullable().optional(),
};
export const CreateVehicle = z
  .strictObject({
    name: line(80),
    ...fields,
    odometer_m: Metres.optional().openapi({ description: "its first reading, of now, in metres" }),
  })
  .openapi("CreateVehicle", { example: { ...given, odometer_m: 84_000_000 } });
export const ChangeVehicle = z
  .strictObject({
    name: line(80).optional(),
    ...fields,
    status: z
      .enum(["active", "in_shop"])
      .optional()
      .openapi({ description: "`active` takes a retired vehicle into use again" }),
  })
  .refine(...namesAField)
  .openapi("ChangeVehicle", { example: { status: "in_shop" } });

export const AssignVehicle = z
  .strictObject({ technician_id: z.union([Id, z.null()]).openapi({ description: "null: nobody has it" }) })
  .openapi("AssignVehicle", { example: { technician_id: 1 } });
export const VehicleAssignment = z
  .object({
    id: z.int(),
    vehicle_id: z.int(),
    technician_id: z.int(),
    started_at: InstantOut,
    ended_at: InstantOut.nullable(),
    created_by: z.string(),
  })
  .openapi("VehicleAssignment", {
    example: {
      ...{ id: 8, vehicle_id: 3, technician_id: 1, started_at: "2026-03-02T12:00:00.000Z", ended_at: null },
      created_by: "user:1",
    },
  });
export const VehicleAssignmentPage = pageOf("VehicleAssignmentPage", VehicleAssignment);

export const OdometerReading = z
  .object({
    id: z.int(),
    vehicle_id: z.int(),
    odometer_m: z.int(),
    at: InstantOut,
    source: z.enum(readingSources),
    superseded: z.boolean(),
    created_by: z.string(),
    created_at: InstantOut,
  })
  .openapi("OdometerReading", {
    example: {
      ...{ id: 40, vehicle_id: 3, odometer_m: 84_321_000, at: "2026-03-28T09:00:00.000Z", source: "manual" },
      ...{ superseded: false, created_by: "user:1", created_at: "2026-03-28T09:00:05.000Z" },
    },
  });
export const OdometerReadingPage = pageOf("OdometerReadingPage", OdometerReading);
const confirm = z.boolean().default(false).openapi({
  description: "true: it is right, though further than a vehicle can drive since the reading before",
});
export const reading = { odometer_m: Metres, confirm };
export const AddOdometerReading = z
  .strictObject({
    ...reading,
    at: InstantField.optional().openapi({ description: "when it was read; now when absent" }),
    source: z.enum(["manual", "correction"]).default("manual").openapi({
      description: "`correction`: it is right whatever others say; readings that contradict it count no more",
    }),
  })
  .openapi("AddOdometerReading", { example: { odometer_m: 84_321_000 } });

export const VehicleLocations = z
  .object({
    items: z.array(
      z.object({
        vehicle_id: z.int(),
        name: z.string(),
        technician_id: z.int(),
        position: z
          .object({
            latitude: z.number(),
            longitude: z.number(),
            speed: z.number().nullable(),
            heading: z.number().nullable(),
            accuracy: z.number().nullable(),
            at: InstantOut,
          })
          .nullable(),
      }),
    ),
  })
  .openapi("VehicleLocations", {
    example: {
      items: [
        {
          ...{ vehicle_id: 3, name: "Van 3", technician_id: 1 },
          position: {
            ...{ latitude: 27.9506, longitude: -82.4572, speed: 13.4, heading: 270, accuracy: 8 },
            at: "2026-03-28T14:00:00.000Z",
          },
        },
      ],
    },
  });

export const VehicleNotice = z
  .object({
    vehicle_id: z.int(),
    vehicle_name: z.string(),
    plate: z.string().nullable(),
    document: z.enum(documentKinds),
    expires_on: z.iso.date(),
    days_left: z.int().openapi({ description: "days to its last day; negative when that is over" }),
  })
  .openapi("VehicleNotice", {
    example: {
      ...{ vehicle_id: 3, vehicle_name: "Van 3", plate: "ABC 1234", document: "insurance" },
      ...{ expires_on: "2026-09-30", days_left: 30 },
    },
  });
