/*
 * The compact binary trie in C: the same words as the TypeScript one, read by the same steps. See src/lpm/trie/trie-v4.ts for the layout.
 *
 * Parts of the blob: the family, the directory, pages and nodes, the fallback's entries; then the workloads.
 */
#include "turns.h"

static const int32_t *directory, *words, *fallback;
static int falls_back;

static inline int32_t node_slot(int32_t node, uint32_t slot) {
  return words[node + __builtin_popcount((uint32_t)words[node] >> (slot & 31))];
}

static inline int32_t finish(int32_t entry, uint32_t first) {
  return entry < 0 ? ~entry : ~fallback[first >> 25];
}

static inline int32_t lookup_v4(uint32_t address) {
  int32_t entry = words[directory[address >> 21] + ((address >> 13) & 255)];
  if (entry > 0) {
    entry = node_slot(entry, address >> 8);
    if (entry > 0) {
      entry = node_slot(entry, address >> 3);
      if (entry > 0) entry = node_slot(entry, address & 7);
    }
  }
  return finish(entry, address);
}

static __attribute__((noinline)) int32_t lookup_one_v4(uint32_t address) {
  return lookup_v4(address);
}

static void single_v4(const uint32_t *addresses, size_t count, int32_t *out) {
  for (size_t i = 0; i < count; i++) out[i] = lookup_one_v4(addresses[i]);
}

static void plain_v4(const uint32_t *addresses, size_t count, int32_t *out) {
  for (size_t i = 0; i < count; i++) out[i] = lookup_v4(addresses[i]);
}

/* In lanes, as the TypeScript batch does: all page entries, then all bitmaps, then what is computed. */
#define LANES 16
static void lanes_v4(const uint32_t *addresses, size_t count, int32_t *out) {
  size_t end = count - count % LANES;
  for (size_t i = 0; i < end; i += LANES) {
    const uint32_t *a = addresses + i;
    int32_t entry[LANES], bitmap[LANES], deeper = 0;
    for (int lane = 0; lane < LANES; lane++)
      entry[lane] = words[directory[a[lane] >> 21] + ((a[lane] >> 13) & 255)];
    for (int lane = 0; lane < LANES; lane++) bitmap[lane] = words[entry[lane] & ~(entry[lane] >> 31)];
    for (int lane = 0; lane < LANES; lane++) {
      if (entry[lane] > 0)
        entry[lane] = words[entry[lane] + __builtin_popcount((uint32_t)bitmap[lane] >> ((a[lane] >> 8) & 31))];
      out[i + lane] = ~entry[lane];
      deeper |= -entry[lane];
    }
    if (deeper < 0 || falls_back)
      for (int lane = 0; lane < LANES; lane++)
        if (entry[lane] >= 0) out[i + lane] = lookup_v4(a[lane]);
  }
  plain_v4(addresses + end, count - end, out + end);
}

static inline int32_t lookup_v6(const uint32_t *a) {
  int32_t page = words[directory[a[0] >> 20] + ((a[0] >> 14) & 63)];
  int32_t entry = words[page + ((a[0] >> 8) & 63)];
  uint64_t high = (uint64_t)a[0] << 32 | a[1];
  int depth = 24;
  for (; entry > 0 && depth + 5 <= 64; depth += 5) entry = node_slot(entry, high >> (64 - depth - 5));
  if (entry > 0) {
    /* Bits 64 to 127 and the five before them. */
    unsigned __int128 all = (unsigned __int128)high << 64 | (uint64_t)a[2] << 32 | a[3];
    for (; entry > 0 && depth < 124; depth += 5) entry = node_slot(entry, (uint32_t)(all >> (128 - depth - 5)));
    if (entry > 0) entry = node_slot(entry, a[3] & 15);
  }
  return finish(entry, a[0]);
}

static __attribute__((noinline)) int32_t lookup_one_v6(const uint32_t *address) {
  return lookup_v6(address);
}

static void single_v6(const uint32_t *addresses, size_t count, int32_t *out) {
  for (size_t i = 0; i < count; i++) out[i] = lookup_one_v6(addresses + 4 * i);
}

static void plain_v6(const uint32_t *addresses, size_t count, int32_t *out) {
  for (size_t i = 0; i < count; i++) out[i] = lookup_v6(addresses + 4 * i);
}

#define LANES_V6 4
static void lanes_v6(const uint32_t *addresses, size_t count, int32_t *out) {
  size_t end = count - count % LANES_V6;
  for (size_t i = 0; i < end; i += LANES_V6) {
    int32_t entry[LANES_V6];
    uint64_t high[LANES_V6];
    for (int lane = 0; lane < LANES_V6; lane++) {
      const uint32_t *a = addresses + 4 * (i + lane);
      high[lane] = (uint64_t)a[0] << 32 | a[1];
      entry[lane] = words[directory[a[0] >> 20] + ((a[0] >> 14) & 63)];
    }
    for (int lane = 0; lane < LANES_V6; lane++) entry[lane] = words[entry[lane] + ((high[lane] >> 40) & 63)];
    for (int depth = 24; depth < 49; depth += 5)
      for (int lane = 0; lane < LANES_V6; lane++)
        if (entry[lane] > 0) entry[lane] = node_slot(entry[lane], high[lane] >> (64 - depth - 5));
    for (int lane = 0; lane < LANES_V6; lane++) {
      const uint32_t *a = addresses + 4 * (i + lane);
      out[i + lane] = entry[lane] > 0 ? lookup_v6(a) : finish(entry[lane], a[0]);
    }
  }
  plain_v6(addresses + 4 * end, count - end, out + end);
}

int main(int argc, char **argv) {
  static const struct mode v4[] = {{"single", single_v4}, {"plain", plain_v4}, {"lanes", lanes_v4}};
  static const struct mode v6[] = {{"single", single_v6}, {"plain", plain_v6}, {"lanes", lanes_v6}};
  if (argc != 2) fail("usage: twin BLOB");
  read_blob(argv[1]);
  directory = (const int32_t *)parts[1].words;
  words = (const int32_t *)parts[2].words;
  fallback = (const int32_t *)parts[3].words;
  for (int i = 0; i < 128; i++) falls_back |= fallback[i] != 0;
  if (parts[0].words[0] == 4)
    take_turns(v4, 3, 4, 1);
  else
    take_turns(v6, 3, 4, 4);
  return 0;
}
