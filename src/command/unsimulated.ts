import type { IptablesUnsimulated } from '../netfilter/unsimulated.js';
import type { BridgeUnsimulated } from './bridge/unsimulated.js';
import type { IpUnsimulated } from './ip/unsimulated.js';
import type { IpsetUnsimulated } from './ipset/unsimulated.js';
import type { NftUnsimulated } from './nft/unsimulated.js';
import type { SysctlUnsimulated } from './sysctl/unsimulated.js';
import type { WgUnsimulated } from './wg/unsimulated.js';

/** The name of something that a simulated tool has on Linux and is refused. */
export type UnsimulatedName =
  | BridgeUnsimulated
  | IpUnsimulated
  | IptablesUnsimulated
  | IpsetUnsimulated
  | NftUnsimulated
  | SysctlUnsimulated
  | WgUnsimulated;
