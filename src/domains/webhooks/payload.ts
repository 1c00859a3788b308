import type { OutboxEvent } from "#/db/tenant/outbox.ts";

const API_VERSION = "v1";

/** The body of an event: made once, every attempt sends it as it is. */
export const bodyOf = (
  { id, type, occurredAt, tenantId, seq }: Pick<OutboxEvent, "id" | "type" | "occurredAt" | "tenantId" | "seq">,
  data: Readonly<Record<string, unknown>>,
): string =>
  JSON.stringify({
    id,
    type,
    timestamp: occurredAt,
    tenant_id: tenantId,
    sequence: seq,
    api_version: API_VERSION,
    data,
  });
