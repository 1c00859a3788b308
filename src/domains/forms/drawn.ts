import type { Answers, Field } from "./fields.ts";

// Which of the files that a submission names its document shows. Pure.

/** Bytes of all pictures of one document: what a Worker can hold beside it. Further ones are named, not shown. */
export const MOST_BYTES = 20 * 1024 * 1024;
/** What a PDF takes as it is. */
const types = ["image/png", "image/jpeg"];

type File = { id: number; contentType: string; bytes: number };
export type Named<F extends File> = { field: Field; file: F; isDrawn: boolean };

const isSignature = ({ type }: Field): number => Number(type === "signature");

/** The files of some fields, signatures first: they prove the rest, so the room that there is goes to them before it goes to photos. */
export function namedFiles<F extends File>(
  fields: readonly Field[],
  answers: Answers,
  files: readonly F[],
): Named<F>[] {
  const byId = new Map(files.map((file) => [file.id, file]));
  let room = MOST_BYTES;
  return fields
    .toSorted((one, other) => isSignature(other) - isSignature(one))
    .flatMap((field) =>
      [answers[field.key] ?? []].flat().flatMap((id): Named<F>[] => {
        const file = byId.get(id as number);
        if (!file) return [];
        const isDrawn = types.includes(file.contentType) && file.bytes <= room;
        if (isDrawn) room -= file.bytes;
        return [{ field, file, isDrawn }];
      }),
    );
}
