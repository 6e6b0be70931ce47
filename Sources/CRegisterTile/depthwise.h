// Depthwise convolution, reading maps where they lie. See kernels.h.

// The elements that `side` neighbouring taps meet, for a register of outputs `step` elements apart.
// Half a register of them takes only one to read.
HELPER void NAME(load_taps)(const long side, const long step, const bool half, const bool dilated,
                            VEC *taps, const float *p, long dilation) {
  UNROLL for (long c = 0; c < side; c++) {
    const float *first = p + (dilated ? c * dilation : step == 2 ? c / 2 * 2 : c);
    VEC low = NAME(load)(first), high = low;
    if (step == 2 && !half) high = NAME(load)(first + LANES);
    if (step == 1) taps[c] = low;
    else if (dilated || c % 2 == 0) taps[c] = __builtin_shufflevector(low, high, EVENS);
    else taps[c] = __builtin_shufflevector(low, high, ODDS);
  }
}

// One register of each of `height` neighbouring rows of a plane's outputs, which share the rows of
// inputs that they read. Of more than one row, the windows are `step` rows apart and not dilated.
// What a tap reads beside the plane, other rows or planes in memory, a mask turns to zero.
HELPER void NAME(depthwise_rows)(const long side, const long step, const bool half,
                                 const long height, float *output, const struct plane_window *w,
                                 const float *source, const INT *inside, const float *weights,
                                 float bias, long row, const float *end) {
  VEC sum[height];
  UNROLL for (long j = 0; j < height; j++) sum[j] = (VEC){0};
  UNROLL for (long i = 0; i < (height - 1) * step + side; i++) {
    long input_row = row * w->row_stride - w->top + i * w->row_dilation;
    if (input_row < 0 || input_row >= w->input_rows) continue;
    VEC taps[7];
    NAME(load_taps)(side, step, half, height == 1, taps, source + input_row * w->input_pitch,
                    w->column_dilation);
    UNROLL for (long c = 0; c < side; c++) taps[c] = (VEC)((INT)taps[c] & inside[c]);
    UNROLL for (long j = 0; j < height; j++) {
      const long k = i - j * step;
      if (k < 0 || k >= side) continue;
      UNROLL for (long c = 0; c < side; c++) sum[j] += weights[k * side + c] * taps[c];
    }
  }
  UNROLL for (long j = 0; j < height; j++) {
    float *target = output + (row + j) * w->columns;
    if (end - target >= LANES) NAME(store)(target, sum[j] + bias);
    else NAME(store_part)(target, sum[j] + bias, w->columns);
  }
}

// One register of each row of a plane's outputs, from `column` on.
HELPER void NAME(depthwise_columns)(const long side, const long step, const bool half,
                                    const long height, float *output,
                                    const struct plane_window *w, const float *source,
                                    const float *weights, float bias, long column,
                                    const float *end) {
  INT inside[7], lane;
  for (int i = 0; i < LANES; i++) lane[i] = i;
  long first = column * step - w->left;
  UNROLL for (long c = 0; c < side; c++) {
    INT position = lane * (int)step + (int)(first + c * w->column_dilation);
    inside[c] = (position >= 0) & (position < (int)w->input_columns);
  }
  for (long row = 0; row < w->rows;) {
    NAME(depthwise_rows)(side, step, half, height, output + column, w, source + first, inside,
                         weights, bias, row, end);
    // The last rows overlap those before.
    long rest = w->rows - row - height;
    row += rest < height && rest > 0 ? rest : height;
  }
}

// Rows wider than a register end with one that overlaps the one before. Narrower ones are written
// as whole registers too: what one writes past its row's end, the next row replaces.
HELPER void NAME(depthwise_planes)(const long side, const long step, const bool half,
                                   const long height, float *output, const struct plane_window *w,
                                   const float *source, long channel_stride,
                                   const float *weights, const float *bias, long channels) {
  struct plane_window window = *w;
  const float *end = output + channels * w->rows * w->columns;
  for (long i = 0; i < channels; i++) {
    long column = 0;
    do {
      NAME(depthwise_columns)(side, step, half, height, output, &window, source, weights, bias[i],
                              column, end);
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
  bool shares = w->row_stride == w->column_stride && w->row_dilation == 1
                && w->column_dilation == 1 && w->rows >= DEPTHWISE_ROWS;
#define PLANES(side, step, half, height)                                                           \
  NAME(depthwise_planes)                                                                           \
  (side, step, half, height, output, w, source, channel_stride, weights, bias, channels)
#define CASES(side)                                                                                \
  case side:                                                                                       \
    if (w->column_stride == 1 && shares) PLANES(side, 1, false, DEPTHWISE_ROWS);                   \
    else if (w->column_stride == 1) PLANES(side, 1, false, 1);                                     \
    else if (2 * w->columns <= LANES && shares) PLANES(side, 2, true, DEPTHWISE_ROWS);             \
    else if (shares) PLANES(side, 2, false, DEPTHWISE_ROWS);                                       \
    else PLANES(side, 2, false, 1);                                                                \
    break;
  switch (w->side) {
    CASES(3)
    CASES(5)
    CASES(7)
  }
#undef CASES
#undef PLANES
}
