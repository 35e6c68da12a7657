/** Prints the known bits of a number as the tools do: `0x2/0xff`, without the mask when all that the number has are known. */
export function maskedText(value: number, mask: number, whole = 0xffffffff): string {
  return mask === whole ? hex(value) : `${hex(value)}/${hex(mask)}`;
}

function hex(word: number): string {
  return `0x${word.toString(16)}`;
}
