// The kernels for one instruction set; register_tile.c includes this file once for each, having
// defined ROW_STEP (filters in the smallest tile), LANES (floats in a register), EVENS and ODDS (every
// other element of two registers), TARGET and NAME.

#include "registers.h"
#include "layout.h"
#include "products.h"
#include "windows.h"
#include "depthwise.h"
#include "activations.h"

TARGET static double NAME(spin)(long rounds, float *sink) {
  VEC sum[12];
  UNROLL for (long i = 0; i < 12; i++) sum[i] = NAME(splat)(i);
  VEC a = NAME(splat)(0.5f), b = NAME(splat)(*sink);
  for (long k = 0; k < rounds; k++)
    UNROLL for (long i = 0; i < 12; i++) sum[i] = sum[i] * a + b;
  for (long i = 0; i < 12; i++) *sink += sum[i][0];
  return 2.0 * 12 * LANES * rounds;
}

static const struct register_kernels NAME(kernels) = {
    .instruction_set = LANES == 16  ? "x86-64-v4"
                       : LANES == 8 ? "x86-64-v3"
                                    : "baseline",
    .lanes = LANES,
    .row_step = ROW_STEP,
    .tile = NAME(tile),
    .lay = NAME(lay),
    .pack = NAME(pack),
    .window_sum = NAME(window_sum),
    .depthwise = NAME(depthwise),
    .window_maximum = NAME(window_maximum),
    .dot = NAME(dot),
    .finish = NAME(finish),
    .clamp = NAME(clamp),
    .leaky = NAME(leaky),
    .logistic = NAME(logistic),
    .hard_logistic = NAME(hard_logistic),
    .mish = NAME(mish),
    .spin = NAME(spin),
};

#undef UNROLL
#undef HELPER
#undef INT
#undef VEC
#undef ROW_STEP
#undef LANES
#undef EVENS
#undef ODDS
#undef TARGET
#undef NAME
