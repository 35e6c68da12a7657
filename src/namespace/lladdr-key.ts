/** The key under which is kept where a VXLAN device or a bridge has seen a link-layer address. */
export function lladdrKey(dev: number, lladdr: string): string {
  return `${dev} ${lladdr}`;
}
