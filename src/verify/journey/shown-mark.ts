/** The mark that one packet has for others, by which it shows whether theirs stays: one that no device has of its own. */
export const SHOWN_MARK = 0x5eed_0001;
