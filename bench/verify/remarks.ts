/** What the proofs suite says of aims that are missed: why, and what else was tried. */
export const REMARKS: readonly string[] = [
  [
    'The founding example misses its 10 ms. Coding made it 34 ms where it takes 54 ms without (asked again, in turns on a busy machine, the shortest of 40); states told apart by a sum of the parts in which they differ, and what hangs',
    'on the program alone worked out once, made that 20 ms for 32 ms (in turns, the shortest of 50). Its run makes 16,000 nodes where it makes 86,000 without code, and comes to 3,400 states at steps. Much of what is left is',
    'not diagrams but states at steps, each some microseconds of objects. Tried, on the path as it was before a sender had copies of its broadcasts: states that differ only in what is told in the end run as one, over',
    'packets without code: 1,460 states at steps for 2,310, but half again as many conjunctions (217,000 for 145,000), no faster. Fields coded, all states apart: 5,697 nodes for 34,437, and 2,310 states. Both are here.',
  ].join(' '),
  [
    'Of the first question about the full table half is reading its routes out of a persistent map (2.2 to 2.8 s of 5.1 s on a busy machine), a quarter or more is building the diagram. Two things that were neither are gone: looking for the values',
    'that a lookup has for some packets ends when all are found (it took 3.5 s of 10.8 s for two questions), and where a table has a value at all is not asked node by node (0.4 s of 5.1 s). In turns the first question took 6.3 s of processor time for 10.8 s',
    'and, on a machine five times overloaded, 8.9 s for 9.5 s; asked again 4.5 s for 8.6 s.',
  ].join(' '),
  [
    'The full table misses its aims: addresses are not coded there, as each of its prefixes would be a class of its own, and what is coded beside them changes little (15.1 s of processor time for 14.0 s on a busy',
    'machine, first question; 828 MiB for 929 MiB). IPv6 addresses are not coded at all: tried, their words have 325 and 33 to 46 classes, and the founding example took 923 ms where it takes 137 ms without code.',
  ].join(' '),
];
