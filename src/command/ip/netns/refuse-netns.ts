/** Why a tool can't go into a namespace, in its words. A name that stands for a folder can be opened, and is none. Source: `netns_switch` of iproute2 */
export function refusedNetns(name: string): string {
  return /^\.{0,2}$/.test(name)
    ? `setting the network namespace "${name}" failed: Invalid argument\n`
    : `Cannot open network namespace "${name}": No such file or directory\n`;
}
