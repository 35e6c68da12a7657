/** What the proofs suite says of aims that are missed: why, and what else was tried. */
export const REMARKS: readonly string[] = [
  [
    'The founding example misses its 10 ms. Coding made it 34 ms where it takes 54 ms without (asked again, in turns on a busy machine, the shortest of 40); states distinguished by a sum of the parts in which they differ, and what hangs',
    'on the program alone worked out once, made that 20 ms for 32 ms (in turns, the shortest of 50). Its run makes 16,000 nodes where it makes 86,000 without code, and comes to 3,400 states at steps. Much of what is left is',
    'not diagrams but states at steps, each some microseconds of objects. Tried, on the path as it was before a sender had copies of its broadcasts: states that differ only in what is stated in the end run as one, over',
    'packets without code: 1,460 states at steps for 2,310, but half again as many conjunctions (217,000 for 145,000), no faster. Fields coded, all states apart: 5,697 nodes for 34,437, and 2,310 states. Both are here.',
  ].join(' '),
  [
    'Later still a constant is compared without a diagram, devices of ends are stated once, and what is live is found by numbers in the place of texts. That is a tenth to a quarter of the second question: 17 to 20 ms of processor time for 20 to 21 (in turns on a busy machine,',
    'the shortest of 60) and 13 to 16 for 19 to 24 (the shortest of 100), too little to show in the median. Of its 40,000 questions to diagrams 25,000 had been about constants, but of their 128,000 steps no more than a fifth: a third are tests that split states, a third joins states.',
    'So the aim is still missed by half or more: 2,058 states at 272 steps of the path of sent packets are left, and fewer need another way of joining.',
  ].join(' '),
  [
    'Since then the TTL, which one test at the end reads, is a function of the packet in the place of states of its own, a look-up asks for no more than its table reads, and what says nothing of a class is found among coded packets: 1,558 states for 3,274 at steps of sent packets, 67,000 steps',
    'of diagrams for 155,000 (323,000 for 622,000 with size, packet and description of each). Processor time at the least on a busy machine: first 117 to 157 ms for 195 to 260, again 12 to 15 for 21, diff again 70 to 79 for 120 to 160, described again 82 to 122 for 250. What is left has no',
    'middle: a third are diagrams, and no function takes a tenth. Tried: the kind of route and its device stated by functions too, 1,110 states, but 60,000 conjunctions for 47,000, no faster; variants joined with one conjunction for each state, 4 % fewer, no faster.',
  ].join(' '),
  [
    'The first question about the full table reads its routes out of a persistent map, which lies all over the memory: most of it is waiting. One kind of thing read for 64 prefixes before the next, and addresses taken from keys: 1.5 to 1.7 s of processor time for',
    '3.0 to 3.4 (in turns, busy machine). Tried for that: addresses from keys, one prefix after the other, 2.2 s where it took 1.8 to 2.0, so nothing; batches of 1024 and 8192 in a program that reads and nothing else, 0.85 and 1.0 s, of 64 0.77 to 0.80, one by one 1.35 to 1.49.',
    'What was not reading: a table was built for sent and for received packets, each with numbers of its own for what it finds (1.7 million nodes, now 0.9); values that no packet of a condition has were looked for in all of it (0.5 to 0.9 s, now two passes over',
    'the nodes as they lie). Typed arrays of 64 MiB have the engine mark the whole heap, half a gigabyte of routes: a second or more of most questions. They are 48 MiB now for classes (of the steps after the sharing: 69, and one small array for each of 10,000 rows out of order) and 66 for a diff (118).',
  ].join(' '),
  [
    'A diff builds the second table from the first where few prefixes differ, and compares no part that is one function on both hosts. In turns with the code before, seconds by the clock on a machine that was busy, but not overloaded: classes first 1.7 and 1.8 for 4.5 and 4.6, again 0.4 and 0.5',
    'at the least for 2.0 and 2.1; diff first 3.4 for 12.7, again 0.6 at the least for 8.4; memory 816 to 846 MiB for 995 to 1,020. A diff may still miss its aim, then: reading both tables is two thirds of what is left, and the second could be read by what it shares with the first, which a persistent map keeps to itself.',
  ].join(' '),
  [
    'Addresses of the full table are not coded, as each of its prefixes would be a class of its own, and what is coded beside them changes little (15.1 s of processor time for 14.0 s on a busy',
    'machine, first question; 828 MiB for 929 MiB). IPv6 addresses are not coded at all: tried, their words have 325 and 33 to 46 classes, and the founding example took 923 ms where it takes 137 ms without code.',
  ].join(' '),
];
