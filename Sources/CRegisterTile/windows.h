// Windows that slide over planes. See kernels.h.

// The sums of `width` registers of neighbouring outputs, enough to hide the latency of adding.
HELPER void NAME(window_block)(const long width, float *output, const float *source,
                               const long *offsets, const float *weights, long taps) {
  VEC sum[4];
  UNROLL for (long v = 0; v < width; v++) sum[v] = (VEC){0};
  for (long k = 0; k < taps; k++)
    UNROLL for (long v = 0; v < width; v++)
      sum[v] += weights[k] * NAME(load)(source + offsets[k] + v * LANES);
  UNROLL for (long v = 0; v < width; v++) NAME(store)(output + v * LANES, sum[v]);
}

TARGET static void NAME(window_sum)(float *output, const float *source, const long *offsets,
                                    const float *weights, long taps, long count) {
  long j = 0;
  for (; count - j > 3 * LANES; j += 4 * LANES)
    NAME(window_block)(4, output + j, source + j, offsets, weights, taps);
  for (; j < count; j += LANES)
    NAME(window_block)(1, output + j, source + j, offsets, weights, taps);
}

TARGET static void NAME(window_maximum)(float *output, const float *source, const long *offsets,
                                        long taps, long count) {
  for (long j = 0; j < count; j += LANES) {
    VEC largest = NAME(splat)(-__builtin_inff());
    for (long k = 0; k < taps; k++)
      largest = __builtin_elementwise_max(largest, NAME(load)(source + offsets[k] + j));
    NAME(store)(output + j, largest);
  }
}
