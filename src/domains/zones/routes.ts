import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addZone } from "./actions/add-zone.ts";
import { changeZone } from "./actions/change-zone.ts";
import { importZips } from "./actions/import-zips.ts";
import { setZoneTechnicians } from "./actions/set-technicians.ts";
import {
  Coverage,
  ResolvedZone,
  ResolvePlace,
  SetZoneTechnicians,
  ZoneFile,
  ZoneFileQuery,
  ZoneTechnicians,
} from "./place-schemas.ts";
import { getZone, readCoverage, readZoneTechnicians, resolvePlace } from "./reads.ts";
import { listZones } from "./repo.ts";
import { ChangeServiceZone, CreateServiceZone, ServiceZone, ServiceZonePage, ServiceZoneQuery } from "./schemas.ts";

const BASE = "/admin/service-zones";

export const routes = [
  endpoint({
    method: "get",
    path: BASE,
    operationId: "listServiceZones",
    summary: "List service zones",
    by: "user",
    permission: "dispatch:read",
    query: ServiceZoneQuery,
    response: ServiceZonePage,
    handler: (ctx, { query }) => listZones(ctx, query),
  }),
  endpoint({
    method: "post",
    path: BASE,
    operationId: "addServiceZone",
    summary: "Add a service zone",
    description:
      "It covers ZIP codes (`zips`), a GeoJSON polygon with holes, or a circle (`center` and `radius_m`), by its `kind`. The border of a polygon belongs to it.",
    by: "user",
    permission: "dispatch:write",
    body: CreateServiceZone,
    response: ServiceZone,
    status: 201,
    handler: (ctx, { body }) => addZone(ctx, body),
  }),
  endpoint({
    method: "post",
    path: `${BASE}/resolve`,
    operationId: "resolveServiceZone",
    summary: "Find the service zone of a place",
    description:
      "By its ZIP code; else the polygon that it lies in; else the circle. A ZIP code alone is taken to be where its middle is. Of several zones the one of highest priority wins, then of smallest area, then of lowest id. Writes nothing. `lat` and `lng` are short for `latitude` and `longitude`.",
    by: "user",
    permission: "dispatch:read",
    body: ResolvePlace,
    response: ResolvedZone,
    handler: (ctx, { body: { zip, latitude, longitude, lat, lng } }) =>
      resolvePlace(ctx, { zip, latitude: latitude ?? lat, longitude: longitude ?? lng }),
  }),
  endpoint({
    method: "get",
    path: `${BASE}/coverage`,
    operationId: "getServiceZoneCoverage",
    summary: "Find gaps and overlaps of the service zones",
    by: "user",
    permission: "dispatch:read",
    response: Coverage,
    handler: (ctx) => readCoverage(ctx),
  }),
  endpoint({
    method: "post",
    path: `${BASE}/import`,
    operationId: "importServiceZoneZips",
    summary: "Import ZIP codes of service zones from a CSV file",
    description:
      "Columns `zip` and `zone` (its name), up to 10,000 rows of at most 100 zones. ZIP codes are added; none is taken away. Rows that are wrong are told and stop no others.",
    by: "user",
    permission: "dispatch:write",
    query: ZoneFileQuery,
    upload: { types: ["text/csv"], maxBytes: 1024 * 1024, example: btoa("zip,zone\r\n33602,Downtown\r\n") },
    response: ZoneFile,
    handler: (ctx, { query: { create = false }, file: { bytes } }) => importZips(ctx, { bytes, create }),
  }),
  endpoint({
    method: "get",
    path: `${BASE}/{id}`,
    operationId: "getServiceZone",
    summary: "Get a service zone",
    by: "user",
    permission: "dispatch:read",
    params: IdParams,
    response: ServiceZone,
    handler: (ctx, { params }) => getZone(ctx, params.id),
  }),
  endpoint({
    method: "patch",
    path: `${BASE}/{id}`,
    operationId: "changeServiceZone",
    summary: "Change a service zone",
    description:
      "`is_active: false` takes it out of use: jobs that have it keep it, new ones do not get it. With another `kind` it covers nothing of what it covered before.",
    by: "user",
    permission: "dispatch:write",
    params: IdParams,
    body: ChangeServiceZone,
    response: ServiceZone,
    handler: (ctx, { params, body }) => changeZone(ctx, { id: params.id, ...body }),
  }),
  endpoint({
    method: "get",
    path: `${BASE}/{id}/technicians`,
    operationId: "listServiceZoneTechnicians",
    summary: "List the technicians of a service zone",
    by: "user",
    permission: "dispatch:read",
    params: IdParams,
    response: ZoneTechnicians,
    handler: (ctx, { params }) => readZoneTechnicians(ctx, params.id),
  }),
  endpoint({
    method: "put",
    path: `${BASE}/{id}/technicians`,
    operationId: "setServiceZoneTechnicians",
    summary: "Set the technicians of a service zone",
    by: "user",
    permission: "dispatch:write",
    params: IdParams,
    body: SetZoneTechnicians,
    response: ZoneTechnicians,
    handler: (ctx, { params, body }) => setZoneTechnicians(ctx, { id: params.id, ...body }),
  }),
];
