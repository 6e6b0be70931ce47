// Laying maps out as planes. See kernels.h.

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
