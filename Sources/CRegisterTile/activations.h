// Activation functions, in place. See kernels.h.

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

#undef FOR_EACH
