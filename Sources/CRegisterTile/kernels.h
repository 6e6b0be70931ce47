// The kernels for one instruction set; register_tile.c includes this file once for each, having
// defined ROW_STEP (filters in the smallest tile), LANES (floats in a register), EVENS (the even
// elements of two registers), TARGET and NAME.

#define VEC NAME(vec)
#define INT NAME(int_vec)
#define HELPER TARGET static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

typedef float VEC __attribute__((vector_size(LANES * 4)));
typedef float NAME(unaligned) __attribute__((vector_size(LANES * 4), aligned(4)));
typedef int INT __attribute__((vector_size(LANES * 4)));

HELPER VEC NAME(load)(const float *p) { return *(const NAME(unaligned) *)p; }
HELPER void NAME(store)(float *p, VEC v) { *(NAME(unaligned) *)p = v; }
HELPER VEC NAME(splat)(float x) { return x - (VEC){0}; }

HELPER VEC NAME(load_part)(const float *p, long count) {
  VEC v = {0};
  memcpy(&v, p, count * sizeof(float));
  return v;
}

HELPER void NAME(store_part)(float *p, VEC v, long count) { memcpy(p, &v, count * sizeof(float)); }

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

HELPER void NAME(fill)(float *p, long count, VEC v) {
  for (long j = 0; j < count; j += LANES) NAME(store)(p + j, v);
}

// Whole registers are copied while the source lasts: what they write past the row's end, later
// writes replace.
HELPER void NAME(copy)(float *target, const float *source, long count, const float *end) {
  long j = 0;
  for (; j < count && end - source >= j + LANES; j += LANES)
    NAME(store)(target + j, NAME(load)(source + j));
  for (; j < count; j++) target[j] = source[j];
}

HELPER void NAME(copy_alternate)(float *target, const float *source, long count,
                                 const float *end) {
  long j = 0;
  for (; j < count && end - source >= 2 * (j + LANES); j += LANES)
    NAME(store)(target + j, __builtin_shufflevector(NAME(load)(source + 2 * j),
                                                    NAME(load)(source + 2 * j + LANES), EVENS));
  for (; j < count; j++) target[j] = source[2 * j];
}

// Rows whose pitch is up to one register: one store each, which also fills what lies between them,
// while the source has whole registers left.
HELPER long NAME(lay_narrow)(const long step, float *plane, struct plane_layout layout,
                             const float *source, long source_pitch, const float *end,
                             VEC filler) {
  if (layout.pitch > LANES || layout.inner_columns == 0) return 0;
  INT inside;
  for (int i = 0; i < LANES; i++) inside[i] = i < layout.inner_columns ? -1 : 0;
  const float *last = end - step * LANES;
  long row = 0;
  NAME(store)(plane, filler);
  for (; row < layout.inner_rows && source <= last; row++) {
    VEC v = NAME(load)(source);
    if (step == 2) v = __builtin_shufflevector(v, NAME(load)(source + LANES), EVENS);
    v = (VEC)(((INT)v & inside) | ((INT)filler & ~inside));
    NAME(store)(plane + layout.first_column, v);
    plane += layout.pitch;
    source += source_pitch;
  }
  return row;
}

TARGET static void NAME(lay)(float *plane, struct plane_layout layout, const float *source,
                             long source_pitch, long step, const float *end, float outside) {
  VEC filler = NAME(splat)(outside);
  long before = layout.first_column, after = before + layout.inner_columns, row = 0, inner = 0;
  for (; row < layout.first_row; row++)
    NAME(fill)(plane + row * layout.pitch, layout.columns, filler);
  float *first = plane + row * layout.pitch;
  if (step == 1) inner = NAME(lay_narrow)(1, first, layout, source, source_pitch, end, filler);
  if (step == 2) inner = NAME(lay_narrow)(2, first, layout, source, source_pitch, end, filler);
  for (; inner < layout.inner_rows; inner++) {
    const float *line = source + inner * source_pitch;
    float *target = first + inner * layout.pitch;
    NAME(fill)(target, before, filler);
    if (step == 1) NAME(copy)(target + before, line, layout.inner_columns, end);
    else if (step == 2) NAME(copy_alternate)(target + before, line, layout.inner_columns, end);
    else
      for (long j = 0; j < layout.inner_columns; j++) target[before + j] = line[j * step];
    NAME(fill)(target + after, layout.columns - after, filler);
  }
  for (row += inner; row < layout.rows; row++)
    NAME(fill)(plane + row * layout.pitch, layout.columns, filler);
}

TARGET static void NAME(pack)(float *panel, const float *source, const long *offsets, long depth,
                              long count) {
  if (count >= 2 * LANES) {
    for (long k = 0; k < depth; k++, panel += 2 * LANES) {
      NAME(store)(panel, NAME(load)(source + offsets[k]));
      NAME(store)(panel + LANES, NAME(load)(source + offsets[k] + LANES));
    }
    return;
  }
  memset(panel, 0, depth * 2 * LANES * sizeof(float));
  for (long k = 0; k < depth; k++, panel += 2 * LANES)
    for (long j = 0; j < count; j++) panel[j] = source[offsets[k] + j];
}

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

// Neighbours `step` elements apart. Half a register of them takes only one to read.
HELPER VEC NAME(load_apart)(const long step, const bool half, const float *p) {
  VEC v = NAME(load)(p);
  if (step == 1) return v;
  return __builtin_shufflevector(v, half ? v : NAME(load)(p + LANES), EVENS);
}

// One register of each row of a plane's outputs, from `column` on. What a tap reads beside the
// plane, other rows or planes in memory, a mask turns to zero.
HELPER void NAME(depthwise_columns)(const long side, const long step, const bool half,
                                    float *output, const struct plane_window *w,
                                    const float *source, const float *weights, float bias,
                                    long column, const float *end) {
  INT inside[7], lane;
  for (int i = 0; i < LANES; i++) lane[i] = i;
  long first = column * step - w->left;
  UNROLL for (long c = 0; c < side; c++) {
    INT position = lane * (int)step + (int)(first + c * w->column_dilation);
    inside[c] = (position >= 0) & (position < (int)w->input_columns);
  }
  for (long r = 0; r < w->rows; r++) {
    VEC sum = {0};
    for (long k = 0; k < side; k++) {
      long row = r * w->row_stride - w->top + k * w->row_dilation;
      if (row < 0 || row >= w->input_rows) continue;
      const float *p = source + row * w->input_pitch + first;
      UNROLL for (long c = 0; c < side; c++) {
        INT read = (INT)NAME(load_apart)(step, half, p + c * w->column_dilation);
        sum += weights[k * side + c] * (VEC)(read & inside[c]);
      }
    }
    float *target = output + r * w->columns + column;
    if (end - target >= LANES) NAME(store)(target, sum + bias);
    else NAME(store_part)(target, sum + bias, w->columns);
  }
}

// Rows wider than a register end with one that overlaps the one before. Narrower ones are written
// as whole registers too: what one writes past its row's end, the next row replaces.
HELPER void NAME(depthwise_planes)(const long side, const long step, const bool half,
                                   float *output, const struct plane_window *w,
                                   const float *source, long channel_stride,
                                   const float *weights, const float *bias, long channels) {
  struct plane_window window = *w;
  const float *end = output + channels * w->rows * w->columns;
  for (long i = 0; i < channels; i++) {
    long column = 0;
    do {
      NAME(depthwise_columns)(side, step, half, output, &window, source, weights, bias[i], column,
                              end);
      long rest = w->columns - column - LANES;
      column += rest < LANES && rest > 0 ? rest : LANES;
    } while (column < w->columns);
    output += w->rows * w->columns;
    source += channel_stride;
    weights += side * side;
  }
}

TARGET static void NAME(depthwise)(float *output, const struct plane_window *w,
                                   const float *source, long channel_stride, const float *weights,
                                   const float *bias, long channels) {
#define PLANES(side, step, half)                                                                   \
  NAME(depthwise_planes)                                                                           \
  (side, step, half, output, w, source, channel_stride, weights, bias, channels)
#define CASES(side)                                                                                \
  case side:                                                                                       \
    if (w->column_stride == 1) PLANES(side, 1, false);                                             \
    else if (2 * w->columns <= LANES) PLANES(side, 2, true);                                       \
    else PLANES(side, 2, false);                                                                   \
    break;
  switch (w->side) {
    CASES(3)
    CASES(5)
    CASES(7)
  }
#undef CASES
#undef PLANES
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

// Applies an expression of the register `v` to every element of `x`.
#define FOR_EACH(expression)                                                                       \
  for (long j = 0; j < count; j += LANES) {                                                        \
    long part = count - j < LANES ? count - j : LANES;                                             \
    VEC v = part == LANES ? NAME(load)(x + j) : NAME(load_part)(x + j, part);                      \
    v = (expression);                                                                              \
    if (part == LANES) NAME(store)(x + j, v);                                                      \
    else NAME(store_part)(x + j, v, part);                                                         \
  }

HELPER VEC NAME(clamped)(VEC v, float low, float high) {
  return __builtin_elementwise_min(
      __builtin_elementwise_max(v, NAME(splat)(low)), NAME(splat)(high));
}

// 2^n · e^r with |r| ≤ ln 2 / 2, and e^r by the polynomial of Cephes' expf.
HELPER VEC NAME(exponential)(VEC x) {
  const float shift = 12582912; // 1.5 · 2^23: adding it rounds to an integer
  x = NAME(clamped)(x, -87, 88);
  VEC n = (x * 1.44269504f + shift) - shift;
  VEC r = x - n * 0.693359375f + n * 2.12194440e-4f;
  VEC p = NAME(splat)(1.9875691500e-4f);
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1;
  INT bits = (__builtin_convertvector(n, INT) + 127) << 23;
  return p * (VEC)bits;
}

TARGET static void NAME(clamp)(float *x, long count, float low, float high) {
  FOR_EACH(NAME(clamped)(v, low, high))
}

TARGET static void NAME(leaky)(float *x, long count, float slope) {
  VEC zero = {0};
  FOR_EACH(__builtin_elementwise_max(v, zero) + slope * __builtin_elementwise_min(v, zero))
}

TARGET static void NAME(logistic)(float *x, long count, bool gates) {
  if (gates) FOR_EACH(v / (1 + NAME(exponential)(-v)))
  else FOR_EACH(1 / (1 + NAME(exponential)(-v)))
}

TARGET static void NAME(hard_logistic)(float *x, long count, float slope, bool gates) {
  if (gates) FOR_EACH(v * NAME(clamped)(slope * v + 0.5f, 0, 1))
  else FOR_EACH(NAME(clamped)(slope * v + 0.5f, 0, 1))
}

// tanh(ln(1 + e)) = (e² + 2e) / (e² + 2e + 2); past x = 20 the quotient rounds to one.
HELPER VEC NAME(mish_gate)(VEC v) {
  VEC e = NAME(exponential)(NAME(clamped)(v, -87, 20));
  VEC n = e * (e + 2);
  return n / (n + 2);
}

TARGET static void NAME(mish)(float *x, long count) { FOR_EACH(v * NAME(mish_gate)(v)) }

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

#undef FOR_EACH
#undef UNROLL
#undef HELPER
#undef INT
#undef VEC
#undef ROW_STEP
#undef LANES
#undef EVENS
#undef TARGET
#undef NAME
