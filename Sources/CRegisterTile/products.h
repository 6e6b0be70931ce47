// Products of matrices and vectors, and what becomes of their sums. See kernels.h.

// The accumulators of `rows` filters × two registers stay in registers over the whole depth.
HELPER void NAME(tile_rows)(const long rows, const float *filters, const float *panel, long depth,
                            float *output, long pitch, bool accumulates) {
  VEC low[3 * ROW_STEP], high[3 * ROW_STEP];
  UNROLL for (long i = 0; i < rows; i++) low[i] = high[i] = (VEC){0};
  for (long k = 0; k < depth; k++) {
    VEC b0 = NAME(load)(panel + k * 2 * LANES), b1 = NAME(load)(panel + k * 2 * LANES + LANES);
    UNROLL for (long i = 0; i < rows; i++) {
      VEC a = NAME(splat)(filters[k * rows + i]);
      low[i] += a * b0;
      high[i] += a * b1;
    }
  }
  UNROLL for (long i = 0; i < rows; i++) {
    float *p = output + i * pitch;
    if (accumulates) low[i] += NAME(load)(p), high[i] += NAME(load)(p + LANES);
    NAME(store)(p, low[i]);
    NAME(store)(p + LANES, high[i]);
  }
}

TARGET static void NAME(tile)(long steps, const float *filters, const float *panel, long depth,
                              float *output, long pitch, bool accumulates) {
  switch (steps) {
  case 1: NAME(tile_rows)(ROW_STEP, filters, panel, depth, output, pitch, accumulates); break;
  case 2: NAME(tile_rows)(2 * ROW_STEP, filters, panel, depth, output, pitch, accumulates); break;
  default: NAME(tile_rows)(3 * ROW_STEP, filters, panel, depth, output, pitch, accumulates);
  }
}

// One run fills the panel.
HELPER void NAME(pack_whole)(float *panel, const float *source, const long *offsets, long depth) {
  for (long k = 0; k < depth; k++, panel += 2 * LANES) {
    NAME(store)(panel, NAME(load)(source + offsets[k]));
    NAME(store)(panel + LANES, NAME(load)(source + offsets[k] + LANES));
  }
}

// `count` elements, less than a register, and zeros.
HELPER VEC NAME(load_masked)(const float *p, long count, INT inside, const float *end) {
  if (end - p < LANES) return NAME(load_part)(p, count);
  return (VEC)((INT)NAME(load)(p) & inside);
}

// Runs are copied in whole registers: what one writes past its end, the next one replaces.
TARGET static void NAME(pack)(float *panel, const float *source, const long *offsets, long depth,
                              const struct panel_run *runs, long count, const float *end) {
  const struct panel_run last = runs[count - 1];
  if (last.count == 2 * LANES)
    return NAME(pack_whole)(panel, source + last.source, offsets, depth);
  const long whole = last.first + last.count == 2 * LANES ? count : count - 1;
  const long part = last.count % LANES, filled = last.count - part;
  INT inside;
  for (int i = 0; i < LANES; i++) inside[i] = i < part ? -1 : 0;
  for (long k = 0; k < depth; k++, panel += 2 * LANES) {
    const float *p = source + offsets[k];
    for (long i = 0; i < whole; i++) {
      NAME(store)(panel + runs[i].first, NAME(load)(p + runs[i].source));
      if (runs[i].count > LANES)
        NAME(store)(panel + runs[i].first + LANES, NAME(load)(p + runs[i].source + LANES));
    }
    if (whole == count) continue;
    float *target = panel + last.first;
    p += last.source;
    if (filled) NAME(store)(target, NAME(load)(p));
    NAME(store)(target + filled, NAME(load_masked)(p + filled, part, inside, end));
    NAME(fill)(target + filled + LANES, panel + 2 * LANES - target - filled - LANES,
               NAME(splat)(0));
  }
}

TARGET static float NAME(dot)(const float *a, const float *b, long count) {
  VEC sum[4] = {{0}, {0}, {0}, {0}};
  long j = 0;
  for (; j + 4 * LANES <= count; j += 4 * LANES)
    UNROLL for (long v = 0; v < 4; v++)
      sum[v] += NAME(load)(a + j + v * LANES) * NAME(load)(b + j + v * LANES);
  VEC all = (sum[0] + sum[1]) + (sum[2] + sum[3]);
  float total = 0;
  for (; j < count; j++) total += a[j] * b[j];
  for (long i = 0; i < LANES; i++) total += all[i];
  return total;
}

// Rows without gaps between them are written in whole registers: what one writes past its row's end,
// the next row replaces.
TARGET static void NAME(finish)(float *output, long output_pitch, const float *source,
                                long source_pitch, long rows, long columns, float bias,
                                bool accumulates) {
  const float *end = output + (rows - 1) * output_pitch + columns;
  bool spills = output_pitch == columns && !accumulates;
  for (long r = 0; r < rows; r++, output += output_pitch, source += source_pitch) {
    long j = 0;
    for (; spills && j < columns && end - output >= j + LANES; j += LANES)
      NAME(store)(output + j, NAME(load)(source + j) + bias);
    for (; j < columns; j++) output[j] = (accumulates ? output[j] : bias) + source[j];
  }
}
