#include "register_tile.h"

#include <string.h>

// Rows of a depthwise layer's output that are computed together.
enum { DEPTHWISE_ROWS = 7 };

#if defined(__aarch64__)
#define ROW_STEP 4
#else
#define ROW_STEP 2
#endif
#define LANES 4
#define EVENS 0, 2, 4, 6
#define ODDS 1, 3, 5, 7
#define TARGET
#define NAME(x) x##_base
#include "kernels.h"

#if defined(__x86_64__)
#define ROW_STEP 2
#define LANES 8
#define EVENS 0, 2, 4, 6, 8, 10, 12, 14
#define ODDS 1, 3, 5, 7, 9, 11, 13, 15
#define TARGET __attribute__((target("arch=x86-64-v3")))
#define NAME(x) x##_v3
#include "kernels.h"

#define ROW_STEP 4
#define LANES 16
#define EVENS 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define ODDS 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#define TARGET __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define NAME(x) x##_v4
#include "kernels.h"
#endif

const struct register_kernels *register_kernels_select(int level) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (level >= 2 && __builtin_cpu_supports("x86-64-v4")) return &kernels_v4;
  if (level >= 1 && __builtin_cpu_supports("x86-64-v3")) return &kernels_v3;
#endif
  (void)level;
  return &kernels_base;
}
