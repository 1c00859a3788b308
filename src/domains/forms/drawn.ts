import type { Field, Placed } from "./fields.ts";

// Which of the files that a submission names its document shows. Pure.

/** Bytes of all pictures of one document: what a Worker can hold beside it. Further ones are named, not shown. */
export const MOST_BYTES = 20 * 1024 * 1024;
/** What a PDF takes as it is. */
const types = ["image/png", "image/jpeg"];

type File = { id: number; contentType: string; bytes: number };
export type Named<F extends File> = Pick<Placed, "field" | "entry"> & { file: F; isDrawn: boolean };

const isSignature = ({ type }: Field): number => Number(type === "signature");

/** The files of some answers, signatures first: they prove the rest, so the room that there is goes to them before it goes to photos. */
export function namedFiles<F extends File>(answers: readonly Placed[], files: readonly F[]): Named<F>[] {
  const byId = new Map(files.map((file) => [file.id, file]));
  let room = MOST_BYTES;
  return answers
    .toSorted((one, other) => isSignature(other.field) - isSignature(one.field))
    .flatMap(({ field, entry, value }) =>
      [value ?? []].flat().flatMap((id): Named<F>[] => {
        const file = byId.get(id as number);
        if (!file) return [];
        const isDrawn = types.includes(file.contentType) && file.bytes <= room;
        if (isDrawn) room -= file.bytes;
        return [{ field, file, isDrawn, ...(entry && { entry }) }];
      }),
    );
}
