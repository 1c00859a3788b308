import { DurableObject } from "cloudflare:workers";

export class DispatchBoard extends DurableObject<Cloudflare.Env> {
  async wake(_tenantId: string, _shard: string): Promise<void> {}
}
