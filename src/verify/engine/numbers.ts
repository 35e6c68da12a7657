/** Functions have become larger than was allowed, or than there is memory for. */
export class DiagramFull extends Error {}

/** Room for so many numbers. @throws DiagramFull when there is no memory for them */
export function numbers(count: number): Int32Array<ArrayBuffer> {
  try {
    return new Int32Array(count);
  } catch (error) {
    if (error instanceof RangeError) throw new DiagramFull(`${count} numbers: ${error.message}`);
    throw error;
  }
}
