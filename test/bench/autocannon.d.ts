/** The part of autocannon that the bench uses; the package has no types. */
declare module "autocannon" {
  type Request = { method: string; path: string; headers: Record<string, string>; body?: string };
  type Options = {
    url: string;
    connections: number;
    amount: number;
    sampleInt: number;
    requests: { setupRequest: (request: Request) => Request }[];
  };
  type Result = {
    non2xx: number;
    errors: number;
    latency: { p50: number; p99: number };
  };
  type Run = Promise<Result> & { on: (event: "response", listener: () => void) => void };
  export default function autocannon(options: Options): Run;
}
