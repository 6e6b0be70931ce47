#ifndef REGISTER_TILE_H
#define REGISTER_TILE_H

#include <stdbool.h>

#pragma clang assume_nonnull begin

/// A plane of rows and columns, of which a block in the middle comes from a map and the rest is
/// filled; rows lie `pitch` apart and may overlap in what is filled.
struct plane_layout {
  long rows, columns, pitch;
  long first_row, inner_rows;
  long first_column, inner_columns;
};

/// A window of `side` × `side` taps that slides over a plane of `input_rows` × `input_columns`, zero
/// outside, for each of `rows` × `columns` outputs. Input rows lie `input_pitch` apart, output rows
/// next to each other.
struct plane_window {
  long side;
  long row_stride, column_stride;
  long row_dilation, column_dilation;
  long top, left;
  long input_rows, input_columns, input_pitch;
  long rows, columns;
};

/// Neighbouring positions of a panel, at `first`, whose elements are neighbours in the source.
struct panel_run {
  long first, count, source;
};

/// Elements that kernels may read and write after the last of a plane or of sums, whole registers
/// at a time.
enum { register_kernels_slack = 16 };

/// The innermost loops of the kernels, compiled once for each instruction set.
///
/// A panel is `depth` rows of 2 × `lanes` floats: one strip of output positions, packed.
/// A filter tile is `depth` columns of `steps` × `row_step` floats.
/// `offsets` say where, after a position, the elements are that its window meets.
struct register_kernels {
  const char *instruction_set;
  /// Floats in a vector register.
  long lanes;
  /// Filters in the smallest tile; a tile has one, two or three times as many.
  long row_step;

  /// output[i][j] = or += sum over k of filters[k][i] * panel[k][j].
  void (*tile)(long steps, const float *filters, const float *panel, long depth, float *output,
               long pitch, bool accumulates);
  /// Fills a plane; neighbours in its block are `step` elements apart in the source, which ends
  /// at `end`.
  void (*lay)(float *plane, struct plane_layout layout, const float *source, long source_pitch,
              long step, const float *end, float outside);
  /// panel[k][run.first + j] = source[offsets[k] + run.source + j] for each j < run.count of each
  /// run, in order; zero after the last. Reads whole registers from each run's start on, but from
  /// the last one's nothing at `end` or after it.
  void (*pack)(float *panel, const float *source, const long *offsets, long depth,
               const struct panel_run *runs, long count, const float *end);
  /// output[j] = sum over k of weights[k] * source[offsets[k] + j].
  void (*window_sum)(float *output, const float *source, const long *offsets, const float *weights,
                     long taps, long count);
  /// Depthwise convolution of `channels` planes without copying them, and a bias added, for
  /// square windows of side 3, 5 or 7 with a column stride of 1 or 2.
  ///
  /// Whole registers are read, beside a plane too: from `left` elements before it, and for up to
  /// column_stride × max(columns, lanes) elements from each tap on in its last row.
  void (*depthwise)(float *output, const struct plane_window *window, const float *source,
                    long channel_stride, const float *weights, const float *bias, long channels);
  /// output[j] = max over k of source[offsets[k] + j].
  void (*window_maximum)(float *output, const float *source, const long *offsets, long taps,
                         long count);
  /// Sum over j of a[j] * b[j].
  float (*dot)(const float *a, const float *b, long count);
  /// output[r][j] = source[r][j] + bias, or, if it accumulates, output[r][j] + source[r][j].
  void (*finish)(float *output, long output_pitch, const float *source, long source_pitch,
                 long rows, long columns, float bias, bool accumulates);
  /// x[j] = clamp(x[j], low, high).
  void (*clamp)(float *x, long count, float low, float high);
  /// x[j] = x[j] for x[j] >= 0, slope * x[j] below.
  void (*leaky)(float *x, long count, float slope);
  /// x[j] = logistic(x[j]), multiplied by x[j] if it gates.
  void (*logistic)(float *x, long count, bool gates);
  /// x[j] = clamp(slope * x[j] + 1/2, 0, 1), multiplied by x[j] if it gates.
  void (*hard_logistic)(float *x, long count, float slope, bool gates);
  void (*mish)(float *x, long count);
  /// Multiplies and adds in registers only, for the machine's peak; returns the FLOPs done.
  double (*spin)(long rounds, float *sink);
};

/// The widest kernels that this processor runs, up to `level`: 0 baseline, 1 AVX2, 2 AVX-512.
const struct register_kernels *register_kernels_select(int level);

#pragma clang assume_nonnull end

#endif
