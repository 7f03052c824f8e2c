/*
 * A slow CBLAS under the names that products give it. Defined when it is compiled: NAME(f), the name of function f; INTEGER; and
 * one of OPENBLAS, ACCELERATE and MKL, or none of them.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef TRANSPOSED_BY_MISTAKE
#define TRANSPOSED 111
#else
#define TRANSPOSED 112
#endif

/* What products print to show what they were told. */
static void say(const char *what, int value) {
  printf("stub.%s=%d\n", what, value);
  fflush(stdout);
}

static void first_product(void) {
  static int told = 0;
  if (!told) {
    told = 1;
    const char *most = getenv("VECLIB_MAXIMUM_THREADS");
    say("threads_at_first_product", most == NULL ? -1 : atoi(most));
  }
}

#ifdef MKL
static int interface = -1;
static int threading = -1;

/* As libmkl_rt does: opens a library of its folder, or ends the process. */
static void open_layers(void) {
  const char *layer = threading == 1 ? LAYERS "/libmkl_sequential.so.2"
      : threading == 3 ? LAYERS "/libmkl_gnu_thread.so.2"
      : LAYERS "/libmkl_intel_thread.so.2";
  if (interface != 0 || fopen(layer, "r") == NULL) {
    printf("INTEL MKL FATAL ERROR: Cannot load %s.\n", layer);
    exit(2);
  }
}

int MKL_Set_Interface_Layer(int layer) { return interface = layer; }
int MKL_Set_Threading_Layer(int layer) { return threading = layer; }
void MKL_Set_Num_Threads(int threads) { say("mkl_threads", threads); }
int MKL_Get_Max_Threads(void) { return 1; }
void MKL_Get_Version_String(char *text, int length) {
  open_layers();
  snprintf(text, length, "%s", "Stub Version 2025.3-Product Build 1   ");
}
#else
static void open_layers(void) {}
#endif

#ifdef ACCELERATE
int BLASSetThreading(unsigned int threading) {
  say("threading", (int) threading);
  return 0;
}
#endif

#ifdef OPENBLAS
static int threads = 8;
char *NAME(openblas_get_config)(void) { return "OpenBLAS 0.3.99 " OPENBLAS " Stub MAX_THREADS=64"; }
char *NAME(openblas_get_corename)(void) { return "Stub"; }
int NAME(openblas_get_parallel)(void) { return 1; }
int NAME(openblas_get_num_threads)(void) { return threads; }
void NAME(openblas_set_num_threads)(int count) { threads = count; }
#endif

/* Sizes must arrive in all their bits: the upper half of a wide one is no rubbish. */
#define CHECK(x) if ((x) < 0 || (x) > 1000000) { printf("stub: size %lld\n", (long long) (x)); exit(4); }

#define GEMM(FUNCTION, NUMBER) \
  void NAME(FUNCTION)(int order, int transA, int transB, INTEGER m, INTEGER n, INTEGER k, NUMBER alpha, \
      const NUMBER *a, INTEGER lda, const NUMBER *b, INTEGER ldb, NUMBER beta, NUMBER *c, INTEGER ldc) { \
    open_layers(); \
    first_product(); \
    CHECK(m) CHECK(n) CHECK(k) CHECK(lda) CHECK(ldb) CHECK(ldc) \
    for (INTEGER i = 0; i < m; i++) { \
      for (INTEGER j = 0; j < n; j++) { \
        NUMBER sum = 0; \
        for (INTEGER l = 0; l < k; l++) { \
          sum += (transA == TRANSPOSED ? a[l * lda + i] : a[i * lda + l]) \
              * (transB == TRANSPOSED ? b[j * ldb + l] : b[l * ldb + j]); \
        } \
        c[i * ldc + j] = alpha * sum + (beta == 0 ? 0 : beta * c[i * ldc + j]); \
      } \
    } \
  }

#define AXPY(FUNCTION, NUMBER) \
  void NAME(FUNCTION)(INTEGER n, NUMBER alpha, const NUMBER *x, INTEGER incx, NUMBER *y, INTEGER incy) { \
    CHECK(n) CHECK(incx) CHECK(incy) \
    for (INTEGER i = 0; i < n; i++) { \
      y[i * incy] += alpha * x[i * incx]; \
    } \
  }

GEMM(cblas_sgemm, float)
GEMM(cblas_dgemm, double)
AXPY(cblas_saxpy, float)
AXPY(cblas_daxpy, double)
