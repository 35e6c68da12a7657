/** Bits of the prefix that stands for one of IPv4. */
const LENGTHS: Readonly<Record<string, number>> = {
  0: 0,
  1: 3,
  8: 32,
  16: 48,
  24: 64,
  25: 121,
  32: 128,
};

/**
 * A command about IPv4, or an address, as the same about IPv6: networks 10.0.N and 10.N.0 are fd00:N::, 20.N is 2001:db8:N::. The ends of tunnels and
 * the endpoints of 10/8 stay what they are.
 */
export function inIpv6(line: string): string {
  if (/\b(?:remote|local \d)/.test(line)) return line;
  const words = line
    .replace(/^ip (?=(?:route|rule) )/gm, 'ip -6 ')
    .replace(/^ip -4 /, 'ip -6 ')
    .replace('iptables', 'ip6tables')
    .replace('net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding')
    .replace('net.ipv4.conf', 'net.ipv6.conf')
    .replaceAll(ENDPOINT, (endpoint, address: string, port: string) =>
      address.startsWith('10.') ? endpoint : `[${addressIn6(address)}]:${port}`,
    )
    .replaceAll(ADDRESS, (_, address: string, length?: string) =>
      length === undefined ? addressIn6(address) : `${addressIn6(address)}/${LENGTHS[length]}`,
    );
  return words.startsWith('ip addr add ') ? `${words} nodad` : words;
}

const ENDPOINT = /\b(\d+\.\d+\.\d+\.\d+):(\d+)/g;
const ADDRESS = /\b(\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?(?!:)\b/g;

function addressIn6(address: string): string {
  const [first = 0, second = 0, third = 0, last = 0] = address.split('.').map(Number);
  const host = last === 0 ? '' : last.toString(16);
  if (first === 10) return `fd00:${second === 0 ? third : second}::${host}`.replace(':0::', '::');
  if (first === 20) return `2001:db8:${second}:${third}::${host}`.replace(/(?::0)+::/, '::');
  if (first === 0) return last === 0 ? '::' : `::${host}`;
  return `2001:4860:${first}::${host}`;
}
