import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { releaseReservation } from "./actions/release-reservation.ts";
import { reserveStock } from "./actions/reserve-stock.ts";
import { getCount, listCounts, listMoves } from "./move-repo.ts";
import { StockMovePage, StockMoveQuery } from "./move-schemas.ts";
import { getReservation, listReservations } from "./reservation-repo.ts";
import { StockQuery } from "./schemas.ts";
import { listStock } from "./stock-repo.ts";
import {
  CountQuery,
  PartStockPage,
  ReservationQuery,
  ReserveStock,
  StockCount,
  StockCountPage,
  StockReservation,
  StockReservationPage,
} from "./stock-schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/inventory/stock",
    operationId: "listStock",
    summary: "List what is in stock",
    description:
      "Every part that is not archived, in the order of their ids, with what of it lies where. No `sort` or `updated_since`: the list of moves tells what has changed.",
    by: "user",
    permission: "inventory:read",
    query: StockQuery,
    response: PartStockPage,
    handler: (ctx, { query }) => listStock(ctx, query),
  }),
  endpoint({
    method: "get",
    path: "/admin/inventory/moves",
    operationId: "listStockMoves",
    summary: "List the moves of stock",
    description:
      "Newest first; moves are never changed or removed, so there is no `updated_since`. What is on hand at a location is always the sum of its moves, and its value that of their `value_cents` and `revalued_cents`.",
    by: "user",
    permission: "inventory:read",
    query: StockMoveQuery,
    response: StockMovePage,
    handler: (ctx, { query }) => listMoves(ctx, query),
  }),
  endpoint({
    method: "get",
    path: "/admin/inventory/reservations",
    operationId: "listStockReservations",
    summary: "List reservations",
    by: "user",
    permission: "inventory:read",
    query: ReservationQuery,
    response: StockReservationPage,
    handler: (ctx, { query }) => listReservations(ctx, query),
  }),
  endpoint({
    method: "post",
    path: "/admin/inventory/reservations",
    operationId: "reserveStock",
    summary: "Reserve stock for a job",
    description:
      "Only the job can be issued what is reserved for it. What it does not take is free again when it is completed or cancelled.",
    by: "user",
    permission: "inventory:write",
    body: ReserveStock,
    response: StockReservation,
    status: 201,
    handler: (ctx, { body }) => reserveStock(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/inventory/reservations/{id}",
    operationId: "getStockReservation",
    summary: "Get a reservation",
    by: "user",
    permission: "inventory:read",
    params: IdParams,
    response: StockReservation,
    handler: (ctx, { params }) => getReservation(ctx, params.id),
  }),
  endpoint({
    method: "post",
    path: "/admin/inventory/reservations/{id}/release",
    operationId: "releaseStockReservation",
    summary: "Release a reservation",
    by: "user",
    permission: "inventory:write",
    params: IdParams,
    response: StockReservation,
    handler: (ctx, { params }) => releaseReservation(ctx, { id: params.id }),
  }),
  endpoint({
    method: "get",
    path: "/admin/inventory/counts",
    operationId: "listStockCounts",
    summary: "List stock takes",
    by: "user",
    permission: "inventory:read",
    query: CountQuery,
    response: StockCountPage,
    handler: (ctx, { query }) => listCounts(ctx, query),
  }),
  endpoint({
    method: "get",
    path: "/admin/inventory/counts/{id}",
    operationId: "getStockCount",
    summary: "Get a stock take",
    by: "user",
    permission: "inventory:read",
    params: IdParams,
    response: StockCount,
    handler: (ctx, { params }) => getCount(ctx, params.id),
  }),
];
