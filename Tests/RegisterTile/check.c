// Checks every register kernel against a plain loop, for each instruction set that this processor
// has. Swift's tests do so on the machine that builds; this program needs no Swift, so that it can
// be compiled for another processor and run on an emulated one: see .ci/processors.

#include "register_tile.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLACK = register_kernels_slack };

static long failures, checks;

// Uniform in ±1, the same everywhere (SplitMix64).
static float noise(void) {
  static unsigned long long state;
  unsigned long long z = state += 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return (float)((z ^ (z >> 31)) >> 40) * 0x1p-23f - 1;
}

static long between(long low, long high) { return low + (long)((noise() + 1) / 2 * (high - low)); }

// `count` random floats, with room for whole registers after them.
static float *random_floats(long count) {
  float *values = malloc((count + SLACK) * sizeof(float));
  for (long i = 0; i < count + SLACK; i++) values[i] = noise();
  return values;
}

static float *copy_of(const float *values, long count) {
  float *copy = malloc((count + SLACK) * sizeof(float));
  memcpy(copy, values, (count + SLACK) * sizeof(float));
  return copy;
}

// Holds `count` results to what was expected, within `tolerance` of the largest.
static void expect(const char *what, const float *results, const double *expected, long count,
                   double tolerance) {
  double largest = 1e-30, worst = 0;
  for (long i = 0; i < count; i++) largest = fmax(largest, fabs(expected[i]));
  for (long i = 0; i < count; i++) {
    double error = fabs(results[i] - expected[i]) / largest;
    if (!(error <= worst)) worst = error;
  }
  checks++;
  if (worst <= tolerance) return;
  failures++;
  if (failures < 20) printf("  %s: off by %g of the largest\n", what, worst);
}

static void check_tile(const struct register_kernels *k, long steps, long depth, bool accumulates) {
  long rows = steps * k->row_step, columns = 2 * k->lanes, pitch = columns + 3;
  float *filters = random_floats(depth * rows), *panel = random_floats(depth * columns);
  float *output = random_floats(rows * pitch), *before = copy_of(output, rows * pitch);
  double *expected = malloc(rows * pitch * sizeof(double));
  for (long i = 0; i < rows; i++) {
    for (long j = 0; j < pitch; j++) {
      double sum = j >= columns || accumulates ? before[i * pitch + j] : 0;
      for (long d = 0; d < depth && j < columns; d++)
        sum += (double)filters[d * rows + i] * panel[d * columns + j];
      expected[i * pitch + j] = sum;
    }
  }
  k->tile(steps, filters, panel, depth, output, pitch, accumulates);
  expect("tile", output, expected, rows * pitch, 1e-6 * (depth + 1));
  free(filters), free(panel), free(output), free(before), free(expected);
}

static void check_lay(const struct register_kernels *k, long step) {
  struct plane_layout l = {.first_row = between(0, 3), .inner_rows = between(0, 6),
                           .first_column = between(0, 4), .inner_columns = between(0, 40)};
  long after = between(0, 4);
  l.rows = l.first_row + l.inner_rows + between(0, 3);
  l.columns = l.first_column + l.inner_columns + after;
  if (l.rows == 0 || l.columns == 0) return;
  l.pitch = l.columns - (l.first_column < after ? l.first_column : after);
  if (l.pitch == 0) return;
  long source_pitch = l.inner_columns * step + between(0, 3);
  long count = (l.rows - 1) * l.pitch + l.columns;
  // The source is a block of exactly what may be read, so that a sanitizer sees any more.
  long last = (l.inner_rows - 1) * source_pitch + (l.inner_columns - 1) * step + 1;
  bool empty = l.inner_rows == 0 || l.inner_columns == 0;
  if (empty) l.inner_rows = 0, last = 1;
  float *source = malloc(last * sizeof(float)), *plane = random_floats(count);
  for (long i = 0; i < last; i++) source[i] = noise();
  double *expected = malloc(count * sizeof(double));
  for (long i = 0; i < count; i++) expected[i] = 0.25;
  for (long r = 0; r < l.inner_rows; r++)
    for (long c = 0; c < l.inner_columns; c++)
      expected[(l.first_row + r) * l.pitch + l.first_column + c] =
          source[r * source_pitch + c * step];
  k->lay(plane, l, source, source_pitch, step, source + last, 0.25f);
  expect("lay", plane, expected, count, 0);
  free(source), free(plane), free(expected);
}

// Rows of `columns` positions, `columns + gap` apart in the source, from somewhere in a row on.
static void check_pack(const struct register_kernels *k, long count, long columns, long gap) {
  long depth = 7, width = 2 * k->lanes, size = 300 + width * (gap + 2);
  float *source = malloc(size * sizeof(float)), *panel = random_floats(depth * width);
  for (long i = 0; i < size; i++) source[i] = noise();
  double *expected = calloc(depth * width, sizeof(double));
  struct panel_run runs[32];
  long used = 0, offsets[7], begin = between(0, columns);
  for (long p = 0; p < count; used++) {
    long row = (begin + p) / columns, column = (begin + p) % columns;
    long length = columns - column < count - p ? columns - column : count - p;
    runs[used] = (struct panel_run){p, length, row * (columns + gap) + column};
    p += length;
  }
  for (long d = 0; d < depth; d++) {
    offsets[d] = between(0, 200);
    for (long r = 0; r < used; r++)
      for (long j = 0; j < runs[r].count; j++)
        expected[d * width + runs[r].first + j] = source[offsets[d] + runs[r].source + j];
  }
  // The last run of the last row may end where the source does.
  if (used == 1) offsets[6] = size - runs[0].source - count;
  for (long j = 0; used == 1 && j < count; j++)
    expected[6 * width + j] = source[offsets[6] + runs[0].source + j];
  k->pack(panel, source, offsets, depth, runs, used, source + size);
  expect("pack", panel, expected, depth * width, 0);
  free(source), free(panel), free(expected);
}

static void check_windows(const struct register_kernels *k, long taps, long count) {
  float *source = random_floats(count + 60), *weights = random_floats(taps);
  float *sums = random_floats(count), *largest = random_floats(count);
  double *sum = calloc(count, sizeof(double)), *most = malloc(count * sizeof(double));
  long offsets[25];
  for (long t = 0; t < taps; t++) offsets[t] = between(0, 60);
  for (long j = 0; j < count; j++) {
    most[j] = -INFINITY;
    for (long t = 0; t < taps; t++) {
      float element = source[offsets[t] + j];
      sum[j] += (double)weights[t] * element;
      most[j] = fmax(most[j], element);
    }
  }
  k->window_sum(sums, source, offsets, weights, taps, count);
  k->window_maximum(largest, source, offsets, taps, count);
  expect("window_sum", sums, sum, count, 3e-6);
  expect("window_maximum", largest, most, count, 0);
  free(source), free(weights), free(sums), free(largest), free(sum), free(most);
}

static void check_depthwise(const struct register_kernels *k, long side, long stride,
                            long dilation) {
  struct plane_window w = {.side = side, .row_stride = stride, .column_stride = stride,
                           .row_dilation = dilation, .column_dilation = dilation,
                           .top = between(0, side), .left = between(0, side),
                           .rows = between(1, 9), .columns = between(1, 40),
                           .input_columns = between(1, 40)};
  w.input_rows = between(1, 12);
  w.input_pitch = w.input_columns + between(0, 3);
  long channels = 3, stride_of_channels = w.input_rows * w.input_pitch + between(0, 5);
  long size = (channels - 1) * stride_of_channels + w.input_rows * w.input_pitch;
  long margin = 2 * (40 + 16) + side * dilation + 64;
  float *memory = random_floats(size + 2 * margin), *source = memory + margin;
  float *weights = random_floats(channels * side * side), *bias = random_floats(channels);
  long area = w.rows * w.columns;
  // What lies just behind the output must stay as it is.
  float *output = random_floats(channels * area), *before = copy_of(output, channels * area);
  double *expected = malloc((channels * area + SLACK) * sizeof(double));
  for (long i = 0; i < SLACK; i++) expected[channels * area + i] = before[channels * area + i];
  for (long c = 0; c < channels; c++) {
    for (long r = 0; r < w.rows; r++) {
      for (long x = 0; x < w.columns; x++) {
        double sum = bias[c];
        for (long i = 0; i < side; i++) {
          for (long j = 0; j < side; j++) {
            long row = r * stride - w.top + i * dilation, column = x * stride - w.left + j * dilation;
            if (row < 0 || row >= w.input_rows || column < 0 || column >= w.input_columns) continue;
            sum += (double)weights[(c * side + i) * side + j]
                   * source[c * stride_of_channels + row * w.input_pitch + column];
          }
        }
        expected[c * area + r * w.columns + x] = sum;
      }
    }
  }
  k->depthwise(output, &w, source, stride_of_channels, weights, bias, channels);
  expect("depthwise", output, expected, channels * area + SLACK, 3e-6);
  free(memory), free(weights), free(bias), free(output), free(before), free(expected);
}

static void check_dot(const struct register_kernels *k, long count) {
  float *a = random_floats(count), *b = random_floats(count);
  double expected = 0, sizes = 0;
  for (long j = 0; j < count; j++)
    expected += (double)a[j] * b[j], sizes += fabs((double)a[j] * b[j]);
  float dot = k->dot(a, b, count);
  checks++;
  if (fabs(dot - expected) > 1e-6 * sizes + 1e-12) failures++, printf("  dot of %ld\n", count);
  free(a), free(b);
}

static void check_finish(const struct register_kernels *k, long columns, long gap,
                         bool accumulates) {
  long rows = 4, pitch = columns + gap, source_pitch = columns + 5;
  long count = (rows - 1) * pitch + columns;
  float *output = random_floats(count), *before = copy_of(output, count);
  float *source = random_floats(rows * source_pitch);
  double *expected = malloc((count + SLACK) * sizeof(double));
  for (long i = 0; i < count + SLACK; i++) expected[i] = before[i];
  for (long r = 0; r < rows; r++)
    for (long c = 0; c < columns; c++)
      expected[r * pitch + c] =
          (accumulates ? before[r * pitch + c] : 0.5f) + source[r * source_pitch + c];
  k->finish(output, pitch, source, source_pitch, rows, columns, 0.5f, accumulates);
  expect("finish", output, expected, count + SLACK, 1e-7);
  free(output), free(before), free(source), free(expected);
}

typedef double (*definition)(double);
static double clamp(double x) { return fmin(fmax(x, -1.5), 2); }
static double leaky(double x) { return x >= 0 ? x : 0.1f * x; }
static double logistic(double x) { return 1 / (1 + exp(-x)); }
static double swish(double x) { return x * logistic(x); }
static double hard_logistic(double x) { return fmin(fmax(x / 6 + 0.5, 0), 1); }
static double hard_swish(double x) { return x * hard_logistic(x); }
static double mish(double x) { return x * tanh(log1p(exp(x))); }

static void check_activations(const struct register_kernels *k, long count) {
  struct {
    const char *name;
    definition value;
  } cases[] = {{"clamp", clamp}, {"leaky", leaky}, {"logistic", logistic}, {"swish", swish},
               {"hard logistic", hard_logistic}, {"hard swish", hard_swish}, {"mish", mish}};
  for (long c = 0; c < 7; c++) {
    // Values of ordinary size, and a few from which an exponential overflows.
    float *x = random_floats(count);
    double *expected = malloc((count + SLACK) * sizeof(double));
    for (long j = 0; j < count; j++) x[j] *= c > 1 && j % 5 == 4 ? 120 : 8;
    for (long j = 0; j < count; j++) expected[j] = cases[c].value(x[j]);
    for (long j = count; j < count + SLACK; j++) expected[j] = x[j];
    switch (c) {
      case 0: k->clamp(x, count, -1.5, 2); break;
      case 1: k->leaky(x, count, 0.1f); break;
      case 2: k->logistic(x, count, false); break;
      case 3: k->logistic(x, count, true); break;
      case 4: k->hard_logistic(x, count, 1.0f / 6, false); break;
      case 5: k->hard_logistic(x, count, 1.0f / 6, true); break;
      default: k->mish(x, count);
    }
    expect(cases[c].name, x, expected, count + SLACK, 1e-6);
    free(x), free(expected);
  }
}

static void check(const struct register_kernels *k) {
  for (long steps = 1; steps <= 3; steps++)
    for (long depth = 1; depth < 60; depth += 7)
      check_tile(k, steps, depth, false), check_tile(k, steps, depth, true);
  for (long i = 0; i < 600; i++) check_lay(k, 1 + i % 3);
  for (long count = 1; count <= 2 * k->lanes; count++)
    for (long columns = 1; columns < 40; columns++) check_pack(k, count, columns, count % 3);
  for (long count = 1; count < 150; count += 3) check_windows(k, between(1, 25), count);
  for (long i = 0; i < 300; i++)
    for (long side = 3; side <= 7; side += 2) check_depthwise(k, side, 1 + i % 2, 1 + i / 2 % 2);
  for (long count = 0; count < 150; count++) check_dot(k, count), check_activations(k, count);
  for (long columns = 1; columns < 50; columns++)
    for (long gap = 0; gap < 3; gap++)
      check_finish(k, columns, gap, false), check_finish(k, columns, gap, true);
}

int main(void) {
  const struct register_kernels *seen = NULL;
  for (int level = 0; level <= 2; level++) {
    const struct register_kernels *kernels = register_kernels_select(level);
    if (kernels == seen) continue;
    long failed = failures, done = checks;
    check(seen = kernels);
    printf("%s, %ld lanes: %ld checks, %ld failed\n", kernels->instruction_set, kernels->lanes,
           checks - done, failures - failed);
  }
  return failures > 0;
}
