/** What each command of the tool is for, in the words of its help. */
const COMMANDS: readonly (readonly [name: string, purpose: string])[] = [
  ['show', 'Shows the current configuration and device information'],
  [
    'showconf',
    "Shows the current configuration of a given WireGuard interface, for use with `setconf'",
  ],
  ['set', 'Change the current configuration, add peers, remove peers, or change peers'],
  ['setconf', 'Applies a configuration file to a WireGuard interface'],
  ['addconf', 'Appends a configuration file to a WireGuard interface'],
  ['syncconf', 'Synchronizes a configuration file to a WireGuard interface'],
  ['genkey', 'Generates a new private key and writes it to stdout'],
  ['genpsk', 'Generates a new preshared key and writes it to stdout'],
  ['pubkey', 'Reads a private key from stdin and writes a public key to stdout'],
];

/** What `wg --help` prints. */
export const WG_USAGE = [
  'Usage: wg <cmd> [<args>]',
  '',
  'Available subcommands:',
  ...COMMANDS.map(([name, purpose]) => `  ${name}: ${purpose}`),
  "You may pass `--help' to any of these subcommands to view usage.",
  '',
].join('\n');

/** What `wg --version` prints. */
export const WG_VERSION =
  'wireguard-tools v1.0.20210914 - https://git.zx2c4.com/wireguard-tools/\n';

/** What `wg show` prints when it is called in a wrong way. */
export const SHOW_USAGE =
  'Usage: wg show { <interface> | all | interfaces } [public-key | private-key | listen-port | fwmark | peers | preshared-keys | endpoints | allowed-ips | latest-handshakes | transfer | persistent-keepalive | dump]\n';

/** The same of `wg showconf`. */
export const SHOWCONF_USAGE = 'Usage: wg showconf <interface>\n';

/** The same of `wg set`. */
export const SET_USAGE =
  'Usage: wg set <interface> [listen-port <port>] [fwmark <mark>] [private-key <file path>] [peer <base64 public key> [remove] [preshared-key <file path>] [endpoint <ip>:<port>] [persistent-keepalive <interval seconds>] [allowed-ips <ip1>/<cidr1>[,<ip2>/<cidr2>]...] ]...\n';

/** The same of the commands that read a file. */
export function configUsage(command: string): string {
  return `Usage: wg ${command} <interface> <configuration filename>\n`;
}

/** The same of the commands that make a key. */
export function keyUsage(command: string): string {
  return `Usage: wg ${command}\n`;
}
