export const NOTE: string;
export function isTruckroll(url: string): Promise<boolean>;
export function runningServer(): Promise<string | undefined>;
export function freePort(wanted?: number): Promise<number | undefined>;
export function portToServe(env?: { PORT?: string }): Promise<number>;
