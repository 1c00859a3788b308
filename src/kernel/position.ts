import type { Point } from "./geo.ts";
import type { Instant } from "./time.ts";

/** A place as a device reads it; null is what the device does not know. */
export type Reading = Point & { speed: number | null; heading: number | null; accuracy: number | null };
/** Where a technician was. */
export type Position = Reading & { technicianId: number; at: Instant };
