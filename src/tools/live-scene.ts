import type { LocalDate } from "#/kernel/time.ts";
import type { Api } from "./api.ts";
import type { Agenda } from "./live-agenda.ts";

export type User = Pick<Api, "send" | "call">;

/** What office and technicians share. */
export type Scene = {
  office: User;
  agenda: Agenda;
  date: LocalDate;
  timezone: string;
  /** When the office closes, in milliseconds. */
  closes: number;
  speed: number;
  random: () => number;
  /** The jobs that this day has made. */
  made: Set<number>;
  /** The instant of a local time of the day, as "09:30", in milliseconds. */
  time: (local: string) => number;
  tell: (text: string) => void;
  nameOf: (technicianId: number | null) => string;
};
