import worker, { DispatchBoard as Board } from "#/index.ts";

// The Worker as it is deployed. Only that its live board can be made to crash, since the harness' eviction waits until every stream has ended.

export { AuthLimiter } from "#/index.ts";

export class DispatchBoard extends Board {
  /** As when the machine dies: memory and open streams are lost, the storage stays. */
  crash(): void {
    this.ctx.abort("crash");
  }
}

export default worker;
