/*
 * DPDK's longest-prefix match: rte_lpm for IPv4, rte_lpm6 for IPv6.
 *
 * Parts of the blob: the family, the rows (see src/lpm/row/row.ts); then the workloads.
 */
#include <rte_eal.h>
#include <rte_lpm.h>
#include <rte_lpm6.h>
#include <unistd.h>

#include "turns.h"

static struct rte_lpm *lpm;
static struct rte_lpm6 *lpm6;

static void scalar_v4(const uint32_t *addresses, size_t count, int32_t *out) {
  for (size_t i = 0; i < count; i++) {
    uint32_t hop;
    out[i] = rte_lpm_lookup(lpm, addresses[i], &hop) == 0 ? (int32_t)hop : -1;
  }
}

static void bulk_v4(const uint32_t *addresses, size_t count, int32_t *out) {
  size_t end = count - count % 32;
  uint32_t hops[32];
  for (size_t i = 0; i < end; i += 32) {
    rte_lpm_lookup_bulk(lpm, addresses + i, hops, 32);
    for (int j = 0; j < 32; j++)
      out[i + j] = hops[j] & RTE_LPM_LOOKUP_SUCCESS ? (int32_t)(hops[j] & 0x00ffffff) : -1;
  }
  scalar_v4(addresses + end, count - end, out + end);
}

static void to_bytes(const uint32_t *words, struct rte_ipv6_addr *address) {
  for (int i = 0; i < 16; i++) address->a[i] = words[i / 4] >> (24 - 8 * (i % 4));
}

/* Addresses as rte_lpm6 takes them: made when a workload is asked for first, so that no measured time goes into it. */
static struct rte_ipv6_addr *converted[MAX_PARTS];

static const struct rte_ipv6_addr *convert(const uint32_t *addresses, size_t count) {
  for (int part = 0; part < MAX_PARTS; part++) {
    if (parts[part].words != addresses) continue;
    if (converted[part] == NULL) {
      converted[part] = malloc(count * sizeof(struct rte_ipv6_addr));
      for (size_t i = 0; i < count; i++) to_bytes(addresses + 4 * i, &converted[part][i]);
    }
    return converted[part];
  }
  fail("no such workload");
  return NULL;
}

static void scalar_v6(const uint32_t *addresses, size_t count, int32_t *out) {
  const struct rte_ipv6_addr *bytes = convert(addresses, count);
  for (size_t i = 0; i < count; i++) {
    uint32_t hop;
    out[i] = rte_lpm6_lookup(lpm6, &bytes[i], &hop) == 0 ? (int32_t)hop : -1;
  }
}

static void bulk_v6(const uint32_t *addresses, size_t count, int32_t *out) {
  rte_lpm6_lookup_bulk_func(lpm6, (struct rte_ipv6_addr *)convert(addresses, count), out, count);
}

static void build_v4(const struct part *rows) {
  struct rte_lpm_config config = {.max_rules = 1u << 21, .number_tbl8s = 1u << 17, .flags = 0};
  lpm = rte_lpm_create("bench", SOCKET_ID_ANY, &config);
  if (lpm == NULL) fail("rte_lpm_create failed");
  for (size_t at = 0; at < rows->count; at += 3) {
    const uint32_t *row = rows->words + at;
    if (row[1] != 0 && rte_lpm_add(lpm, row[0], row[1], row[2]) != 0) fail("rte_lpm_add failed");
  }
}

static void build_v6(const struct part *rows) {
  struct rte_lpm6_config config = {.max_rules = 1u << 19, .number_tbl8s = 1u << 17, .flags = 0};
  lpm6 = rte_lpm6_create("bench", SOCKET_ID_ANY, &config);
  if (lpm6 == NULL) fail("rte_lpm6_create failed");
  for (size_t at = 0; at < rows->count; at += 6) {
    const uint32_t *row = rows->words + at;
    struct rte_ipv6_addr address;
    to_bytes(row, &address);
    if (row[4] != 0 && rte_lpm6_add(lpm6, &address, row[4], row[5]) != 0) fail("rte_lpm6_add failed");
  }
}

int main(int argc, char **argv) {
  static const struct mode v4[] = {{"scalar", scalar_v4}, {"bulk", bulk_v4}};
  static const struct mode v6[] = {{"scalar", scalar_v6}, {"bulk", bulk_v6}};
  /* Free to run on any core, as the others are. */
  char cores[32];
  snprintf(cores, sizeof cores, "0@(0-%ld)", sysconf(_SC_NPROCESSORS_ONLN) - 1);
  char *eal[] = {"bench", "--no-huge", "--no-pci", "--no-telemetry", "--no-shconf", "-m", "2048",
                 "--log-level=3", "--lcores", cores};
  if (argc != 2) fail("usage: rte_lpm BLOB");
  read_blob(argv[1]);
  if (rte_eal_init(sizeof eal / sizeof *eal, eal) < 0) fail("rte_eal_init failed");
  if (parts[0].words[0] == 4) {
    build_v4(&parts[1]);
    take_turns(v4, 2, 2, 1);
  } else {
    build_v6(&parts[1]);
    /* The first request of each workload converts its addresses: let a warm-up round do it. */
    take_turns(v6, 2, 2, 4);
  }
  return 0;
}
