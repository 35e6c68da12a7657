import type { Machine } from '../../../../machine/machine.js';
import type { Link, LinkKind } from '../../../../namespace/link.js';
import type { Namespace } from '../../../../namespace/namespace.js';
import type { Words } from '../../arguments.js';
import type { IpContext } from '../../ip-context.js';
import type { Piece } from '../../piece.js';
import type { LinkRequest } from '../link-request.js';

/** What a device of a kind is to be like, once its words are read. */
export interface KindPlan {
  /** What the kernel checks before it looks at the device. @throws Refusal */
  readonly check?: () => void;
  /** What the new device has of its kind. @throws Refusal where the kernel refuses */
  readonly settle: (place: NewDevicePlace) => Partial<Link>;
  /** What the new device does to its namespace. */
  readonly after?: (namespace: Namespace) => Namespace;
  /** What the tool warns of, though it goes on. */
  readonly warning?: string;
  /** The MTU of a device for which that one was asked. */
  readonly mtu?: (asked: number) => number;
}

/** Where a new device is made. */
export interface NewDevicePlace {
  readonly machine: Machine;
  /** The namespace that it is made in. */
  readonly namespace: Namespace;
  /** Name of the namespace in which its lower device is looked for: the one that the command runs in. */
  readonly here: string;
  readonly lower: Link | undefined;
  readonly request: LinkRequest;
}

/** What is to become of a device's settings, once the words of its kind are read. Source: `rtnl_changelink`. */
export interface KindChange {
  /** What the kernel checks before it looks at the device, also when there are no words. @throws Refusal */
  readonly check?: () => void;
  /** What the device has of its kind then; asked for a device of that kind only. @throws Refusal where the kernel refuses */
  readonly settle: () => Partial<Link>;
}

/** What reading the words of a kind depends on. */
export interface KindContext {
  readonly context: IpContext;
  /** The namespace that the command runs in. */
  readonly namespace: Namespace;
  readonly request: LinkRequest;
}

/** How `ip link` reads and prints devices of a kind: its own words, and nothing else of it. */
export interface KindWords {
  readonly kind: LinkKind;
  /** Absent for a kind that `ip link add` makes; others come by another command. */
  readonly made?: 'otherwise';
  /** The tool knows no words of the kind, though it has something to settle. */
  readonly wordless?: true;
  /** Reads the words after the kind. Absent for a kind that has none. @throws Refusal in the tool's words */
  readonly read?: (words: Words, kindContext: KindContext) => KindPlan;
  /** Reads the words after the kind in `ip link set`. Absent for a kind that has no settings to change. @throws Refusal in the tool's words */
  readonly change?: (words: Words, kindContext: KindContext, link: Link) => KindChange;
  /** The tool asks for what the device has before it reads words in `ip link set`. */
  readonly asksFirst?: true;
  /** What `-details` prints of it after its kind, and the JSON fields of `info_data`. */
  readonly details?: (context: IpContext, namespace: Namespace, link: Link) => readonly Piece[];
  /** What `-details` prints of a port of such a device. */
  readonly portDetails?: (
    context: IpContext,
    namespace: Namespace,
    port: Link,
    master: Link,
  ) => readonly Piece[];
  /** What `ip link help KIND` prints. */
  readonly usage?: string;
}
