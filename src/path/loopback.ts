/** ifindex of lo: the input device of every lookup for locally generated packets. */
export const LOOPBACK_INDEX = 1;
