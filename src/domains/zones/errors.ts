import { AppError } from "#/kernel/errors.ts";
import type { FaultName, PolygonFault } from "./polygon-rules.ts";

export const zoneNameTaken = (name: string) =>
  new AppError("conflict", "service_zone.name_taken", `There is a service zone ${name} already. Choose another name.`, {
    fields: { name: "is taken" },
  });
export const tooManyZones = (most: number) =>
  new AppError(
    "conflict",
    "service_zone.too_many",
    `A business has at most ${most} service zones. Give one that is not active another shape instead.`,
  );
export const tooManyZips = (most: number, name: string) =>
  new AppError("invalid", "service_zone.too_many_zips", `The zone ${name} would have more than ${most} ZIP codes.`, {
    fields: { zips: `must be at most ${most}` },
  });
export const wrongShape = (fields: Record<string, string>) =>
  new AppError(
    "invalid",
    "service_zone.wrong_shape",
    "A zone covers what its kind says: `zips` by kind zips, `polygon` by kind polygon, `center` and `radius_m` by kind radius.",
    { fields },
  );

const polygonFaults: Record<FaultName, (field: string) => AppError> = {
  too_many_vertices: (field) =>
    new AppError("invalid", "service_zone.too_many_vertices", "The polygon has more than 500 points. Simplify it.", {
      fields: { [field]: "must have at most 500 points in all its rings" },
    }),
  ring_too_short: (field) =>
    new AppError(
      "invalid",
      "service_zone.ring_too_short",
      "A ring of the polygon has fewer than 4 points. A triangle has 4: the last repeats the first.",
      { fields: { [field]: "must have at least 4 points" } },
    ),
  ring_open: (field) =>
    new AppError(
      "invalid",
      "service_zone.ring_open",
      "A ring of the polygon is not closed. Repeat its first point as its last.",
      { fields: { [field]: "must be the same point as the first" } },
    ),
  over_antimeridian: (field) =>
    new AppError(
      "invalid",
      "service_zone.over_antimeridian",
      "The polygon crosses the antimeridian (180 degrees). Make a zone on each side of it.",
      { fields: { [field]: "lies more than 180 degrees of longitude from the point before" } },
    ),
  self_crossing: (field) =>
    new AppError(
      "invalid",
      "service_zone.self_crossing",
      "The border of the polygon crosses or touches itself. Put its points in the order in which one walks around it.",
      { fields: { [field]: "begins an edge that crosses or touches another" } },
    ),
  hole_outside: (field) =>
    new AppError(
      "invalid",
      "service_zone.hole_outside",
      "A hole of the polygon reaches out of it, or into another hole.",
      { fields: { [field]: "must lie within the first ring, apart from other holes" } },
    ),
};

export const badPolygon = ({ fault, at }: PolygonFault) =>
  polygonFaults[fault](at ? `polygon.coordinates.${at}` : "polygon.coordinates");

// of files

export const tooManyZonesInFile = (most: number) =>
  new AppError("invalid", "service_zone.too_many_in_file", `The file names more than ${most} zones. Split it.`, {
    fields: { zone: `must name at most ${most} zones` },
  });
