/** Under which key stands behind which far end a VXLAN device has seen a link-layer address. */
export function farEndKey(dev: number, lladdr: string): string {
  return `${dev} ${lladdr}`;
}
