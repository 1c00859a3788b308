// The solver keeps its numbers in typed arrays: no allocation in a loop that runs a million times.

/** The number at a place of the list. A cast, because the compiler cannot know that every index here lies inside its array. */
export const at = (list: Int32Array, index: number): number => list[index] as number;

/** The same for fractions and numbers beyond 31 bits: apart from `at`, so that the engine sees one kind of array in each. */
export const realAt = (list: Float64Array, index: number): number => list[index] as number;

/** Later than any time of a day and dearer than any way: two of them still add up within 31 bits. */
export const NEVER = 1 << 29;
