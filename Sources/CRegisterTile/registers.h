// Vector registers, and moving them to and from memory. See kernels.h.

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
