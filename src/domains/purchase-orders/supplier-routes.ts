import { endpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { addSupplier } from "./actions/add-supplier.ts";
import { archiveSupplier } from "./actions/archive-supplier.ts";
import { changeSupplier } from "./actions/change-supplier.ts";
import { listSuppliers } from "./supplier-repo.ts";
import {
  AddSupplier,
  ArchiveSupplier,
  ChangeSupplier,
  Supplier,
  SupplierPage,
  SupplierQuery,
} from "./supplier-schemas.ts";
import { suppliers } from "./tables.ts";

const read = { by: "user", permission: "purchase-orders:read", method: "get" } as const;
const write = { by: "user", permission: "purchase-orders:write" } as const;

export const supplierRoutes = [
  endpoint({
    ...read,
    path: "/admin/suppliers",
    operationId: "listSuppliers",
    summary: "List the suppliers",
    query: SupplierQuery,
    response: SupplierPage,
    handler: (ctx, { query }) => listSuppliers(ctx, query),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/suppliers",
    operationId: "addSupplier",
    summary: "Add a supplier",
    body: AddSupplier,
    response: Supplier,
    status: 201,
    handler: (ctx, { body }) => addSupplier(ctx, body),
  }),
  endpoint({
    ...read,
    path: "/admin/suppliers/{id}",
    operationId: "getSupplier",
    summary: "Get a supplier",
    params: IdParams,
    response: Supplier,
    handler: (ctx, { params }) => suppliers.get(ctx, params.id),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: "/admin/suppliers/{id}",
    operationId: "changeSupplier",
    summary: "Change a supplier",
    description: "Orders keep the name and address that they were sent with.",
    params: IdParams,
    body: ChangeSupplier,
    response: Supplier,
    handler: (ctx, { params, body }) => changeSupplier(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/suppliers/{id}/archive",
    operationId: "archiveSupplier",
    summary: "Put a supplier into the archive, or take it out again",
    description: "Nothing new is ordered from an archived supplier; orders that are on their way go on.",
    params: IdParams,
    body: ArchiveSupplier,
    response: Supplier,
    handler: (ctx, { params, body }) => archiveSupplier(ctx, { ...body, id: params.id }),
  }),
];
