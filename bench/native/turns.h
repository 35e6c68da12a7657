/*
 * A program that takes turns with others in the bench.
 *
 * It is started with the path of a blob, little-endian 32-bit words:
 *
 *   number of parts, then the length of each part in words, then the parts
 *
 * and reads one request a line from its standard input: "MODE WORKLOAD". It looks up all addresses of the workload, and answers
 * "NANOSECONDS CHECKSUM": the sum of all answers, -1 where there is none. It ends with its input.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_PARTS 16

struct part {
  uint32_t *words;
  size_t count;
};

static struct part parts[MAX_PARTS];

static void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

/* Memory as a JavaScript engine gets it: anonymous, zeroed, aligned. */
static uint32_t *allocate_words(size_t count) {
  void *memory = NULL;
  if (posix_memalign(&memory, 64, count * 4 + 64) != 0) fail("out of memory");
  memset(memory, 0, count * 4 + 64);
  return memory;
}

static void read_blob(const char *path) {
  uint32_t count, lengths[MAX_PARTS];
  FILE *file = fopen(path, "rb");
  if (file == NULL) fail("no blob");
  if (fread(&count, 4, 1, file) != 1 || count > MAX_PARTS) fail("blob: count");
  if (fread(lengths, 4, count, file) != count) fail("blob: lengths");
  for (uint32_t i = 0; i < count; i++) {
    parts[i].count = lengths[i];
    parts[i].words = allocate_words(lengths[i]);
    if (fread(parts[i].words, 4, lengths[i], file) != lengths[i]) fail("blob: part");
  }
  fclose(file);
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* Looks up all addresses of a part; `out` has room for an answer each. */
typedef void (*lookup_all)(const uint32_t *addresses, size_t count, int32_t *out);

struct mode {
  const char *name;
  lookup_all run;
};

/* Answers requests for workloads, which are the parts from `first` on; `words` per address. */
static void take_turns(const struct mode *modes, size_t mode_count, size_t first, size_t words) {
  char name[32];
  unsigned workload;
  int32_t *out = (int32_t *)allocate_words(parts[first].count / words);
  puts("ready");
  fflush(stdout);
  while (scanf("%31s %u", name, &workload) == 2) {
    const struct mode *mode = NULL;
    for (size_t i = 0; i < mode_count; i++)
      if (strcmp(modes[i].name, name) == 0) mode = &modes[i];
    if (mode == NULL || first + workload >= MAX_PARTS) fail("no such request");
    const struct part *part = &parts[first + workload];
    size_t count = part->count / words;
    uint64_t start = now();
    mode->run(part->words, count, out);
    uint64_t took = now() - start;
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) sum += out[i];
    printf("%llu %lld\n", (unsigned long long)took, (long long)sum);
    fflush(stdout);
  }
}
