typedef unsigned int u32;
typedef long long i64;

extern "C" __global__ void __launch_bounds__(128) attentionForward(
    const unsigned short* __restrict__ q,
    int q_extent0,
    int q_extent1,
    int q_extent2,
    i64 q_stride0,
    i64 q_stride1,
    i64 q_stride2,
    const unsigned short* __restrict__ k,
    int k_extent0,
    int k_extent1,
    int k_extent2,
    i64 k_stride0,
    i64 k_stride1,
    i64 k_stride2,
    const unsigned short* __restrict__ v,
    int v_extent0,
    int v_extent1,
    int v_extent2,
    i64 v_stride0,
    i64 v_stride1,
    i64 v_stride2,
    unsigned short* output,
    int output_extent0,
    int output_extent1,
    int output_extent2,
    i64 output_stride0,
    i64 output_stride1,
    i64 output_stride2,
    float* logSumExp,
    int logSumExp_extent0,
    int logSumExp_extent1,
    int logSumExp_extent2,
    i64 logSumExp_stride0,
    i64 logSumExp_stride1,
    const float* __restrict__ sinks,
    int sinks_extent0,
    const int* __restrict__ cuSeqlensQ,
    int cuSeqlensQ_extent0,
    const int* __restrict__ cuSeqlensK,
    int cuSeqlensK_extent0,
    int maxQueries,
    int left,
    int right,
    int queryOffset,
    float scale,
    float softcap,
    const unsigned short* __restrict__ cachedK,
    int cachedK_extent0,
    int cachedK_extent1,
    int cachedK_extent2,
    i64 cachedK_stride0,
    i64 cachedK_stride1,
    i64 cachedK_stride2,
    const unsigned short* __restrict__ cachedV,
    int cachedV_extent0,
    int cachedV_extent1,
    int cachedV_extent2,
    i64 cachedV_stride0,
    i64 cachedV_stride1,
    i64 cachedV_stride2,
    const int* __restrict__ cachedTokens,
    int cachedTokens_extent0) {
  extern __shared__ __align__(1024) unsigned char shared_memory[];
#if __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" : : : "memory");
#endif
  const u32 shared_base = (u32)__cvta_generic_to_shared(shared_memory);
#line 101 "kernels/sliding-window-attention/kernel.ts"
  u32 keyRows = shared_base;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  u32 valueRows = shared_base + 32768u;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  u32 queryRows = shared_base + 65536u;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int blockX = (int)blockIdx.x;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int lane = (int)(threadIdx.x % 32);
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int warp = (int)(threadIdx.x / 32);
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t = ((lane / 16) % 2) + (warp * 2);
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_2 = lane % 16;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  u32 t_3 = ((u32)(t * 256)) + (((u32)((t_2 * 8) * 2)) ^ ((((u32)t) << 4u) & 112u));
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_4 = (int)(q_stride1 * 2ll);
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_5 = (t * t_4) + ((t_2 * 8) * 2);
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_6 = (int)(k_stride1 * 2ll);
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_7 = (t * t_6) + ((t_2 * 8) * 2);
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_8 = (int)(v_stride1 * 2ll);
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_9 = (t * t_8) + ((t_2 * 8) * 2);
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_10 = lane % 8;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_11 = ((lane / 8) % 2) * 8;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_12 = t_10 + t_11;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_13 = (lane / 16) * 8;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_14 = t_12 + (warp * 16);
#line 101 "kernels/sliding-window-attention/kernel.ts"
  u32 t_15 = ((u32)(t_14 * 256)) + (((u32)(t_13 * 2)) ^ ((((u32)t_14) << 4u) & 112u));
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_16 = t_10 + t_13;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  u32 t_17 = ((u32)(t_16 * 256)) + (((u32)(t_11 * 2)) ^ ((((u32)t_16) << 4u) & 112u));
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_18 = (lane / 4) + (warp * 16);
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_19 = (lane % 4) * 2;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  bool t_20 = (lane % 4) == 0;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_21 = (lane % 4) * 2;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  u32 t_22 = ((u32)(t_12 * 256)) + (((u32)(t_13 * 2)) ^ ((((u32)t_12) << 4u) & 112u));
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_23 = (int)(output_stride1 * 2ll);
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_24 = q_extent1 / 64;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_25 = ((t_24 * 64) < q_extent1) ? (t_24 + 1) : t_24;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int t_26 = blockX / t_25;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int queryTile = (t_25 - 1) - (blockX - (t_26 * t_25));
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int sequence = t_26 / q_extent2;
#line 101 "kernels/sliding-window-attention/kernel.ts"
  int head = t_26 - (sequence * q_extent2);
#line 97 "kernels/sliding-window-attention/kernel.ts"
  int group = q_extent2 / k_extent2;
#line 107 "kernels/sliding-window-attention/kernel.ts"
  int top = queryTile * 64;
#line 112 "kernels/sliding-window-attention/kernel.ts"
  int kvHead = head / group;
#line 128 "kernels/sliding-window-attention/kernel.ts"
  // copy(q[64, 128], queryRows)
#line 128 "kernels/sliding-window-attention/kernel.ts"
  int t_27 = (q_extent1 - top) - t;
#line 128 "kernels/sliding-window-attention/kernel.ts"
  u32 t_28 = queryRows + t_3;
#line 128 "kernels/sliding-window-attention/kernel.ts"
  i64 q_source = ((i64)q + ((((((i64)sequence) * q_stride0) + (((i64)top) * q_stride1)) + (((i64)head) * q_stride2)) * 2ll)) + ((i64)t_5);
#line 128 "kernels/sliding-window-attention/kernel.ts"
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_28), "l"(q_source), "r"(((t_27 > 0) ? 16 : 0)) : "memory");
#line 128 "kernels/sliding-window-attention/kernel.ts"
  i64 t_29 = (i64)(8 * t_4);
#line 128 "kernels/sliding-window-attention/kernel.ts"
  q_source = q_source + t_29;
#line 128 "kernels/sliding-window-attention/kernel.ts"
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_28 + 2048), "l"(q_source), "r"(((t_27 > 8) ? 16 : 0)) : "memory");
#line 128 "kernels/sliding-window-attention/kernel.ts"
  q_source = q_source + t_29;
#line 128 "kernels/sliding-window-attention/kernel.ts"
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_28 + 4096), "l"(q_source), "r"(((t_27 > 16) ? 16 : 0)) : "memory");
#line 128 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 128 "kernels/sliding-window-attention/kernel.ts"
  for (int r0 = 0; r0 < 5; ++r0) {
#line 128 "kernels/sliding-window-attention/kernel.ts"
    q_source = q_source + t_29;
#line 128 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_28 + (2048 * r0 + 6144)), "l"(q_source), "r"(((t_27 > (8 * r0 + 24)) ? 16 : 0)) : "memory");
  }
#line 128 "kernels/sliding-window-attention/kernel.ts"
  asm volatile("cp.async.commit_group;" ::: "memory");
  // fill(sums)
#line 129 "kernels/sliding-window-attention/kernel.ts"
  float sums[64];
#line 129 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 129 "kernels/sliding-window-attention/kernel.ts"
  for (int r0 = 0; r0 < 64; ++r0) {
#line 129 "kernels/sliding-window-attention/kernel.ts"
    sums[r0] = 0.0f;
  }
  // fill(rowMax)
#line 131 "kernels/sliding-window-attention/kernel.ts"
  float rowMax[2];
#line 131 "kernels/sliding-window-attention/kernel.ts"
  rowMax[0] = __int_as_float(0xff800000);
#line 131 "kernels/sliding-window-attention/kernel.ts"
  rowMax[1] = __int_as_float(0xff800000);
  // fill(rowSum)
#line 132 "kernels/sliding-window-attention/kernel.ts"
  float rowSum[2];
#line 132 "kernels/sliding-window-attention/kernel.ts"
  rowSum[0] = 0.0f;
#line 132 "kernels/sliding-window-attention/kernel.ts"
  rowSum[1] = 0.0f;
#line 136 "kernels/sliding-window-attention/kernel.ts"
  int lowest = (left < 0) ? -536870912 : (queryOffset - (min(left, 536870912)));
  int highest = (right < 0) ? k_extent1 : (queryOffset + (min(right, 536870912)));
  int end = min(((min((top + 64), q_extent1)) + highest), k_extent1);
#line 140 "kernels/sliding-window-attention/kernel.ts"
  float unit = scale * 1.442695f;
  int tile_first = (max((top + lowest), 0)) / 64;
#line 141 "kernels/sliding-window-attention/kernel.ts"
  int t_30 = max(end, 0);
#line 141 "kernels/sliding-window-attention/kernel.ts"
  int t_31 = t_30 / 64;
#line 141 "kernels/sliding-window-attention/kernel.ts"
  int tile_last = ((t_31 * 64) < t_30) ? (t_31 + 1) : t_31;
#line 141 "kernels/sliding-window-attention/kernel.ts"
  int ring0_fill = 0;
#line 141 "kernels/sliding-window-attention/kernel.ts"
  int ring0_use = 0;
#line 141 "kernels/sliding-window-attention/kernel.ts"
  bool t_32 = tile_first < tile_last;
#line 144 "kernels/sliding-window-attention/kernel.ts"
  if (t_32) {
#line 141 "kernels/sliding-window-attention/kernel.ts"
    u32 t_33 = keyRows + ((u32)(ring0_fill * 16384));
#line 141 "kernels/sliding-window-attention/kernel.ts"
    u32 t_34 = valueRows + ((u32)(ring0_fill * 16384));
    int start = tile_first * 64;
    // copy(k[64, 128], keyRows)
#line 143 "kernels/sliding-window-attention/kernel.ts"
    int t_35 = (k_extent1 - start) - t;
#line 143 "kernels/sliding-window-attention/kernel.ts"
    u32 t_36 = t_33 + t_3;
#line 143 "kernels/sliding-window-attention/kernel.ts"
    i64 k_source = ((i64)k + ((((((i64)sequence) * k_stride0) + (((i64)start) * k_stride1)) + (((i64)kvHead) * k_stride2)) * 2ll)) + ((i64)t_7);
#line 143 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_36), "l"(k_source), "r"(((t_35 > 0) ? 16 : 0)) : "memory");
#line 143 "kernels/sliding-window-attention/kernel.ts"
    i64 t_37 = (i64)(8 * t_6);
#line 143 "kernels/sliding-window-attention/kernel.ts"
    k_source = k_source + t_37;
#line 143 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_36 + 2048), "l"(k_source), "r"(((t_35 > 8) ? 16 : 0)) : "memory");
#line 143 "kernels/sliding-window-attention/kernel.ts"
    k_source = k_source + t_37;
#line 143 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_36 + 4096), "l"(k_source), "r"(((t_35 > 16) ? 16 : 0)) : "memory");
#line 143 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 143 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 5; ++r0) {
#line 143 "kernels/sliding-window-attention/kernel.ts"
      k_source = k_source + t_37;
#line 143 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_36 + (2048 * r0 + 6144)), "l"(k_source), "r"(((t_35 > (8 * r0 + 24)) ? 16 : 0)) : "memory");
    }
#line 144 "kernels/sliding-window-attention/kernel.ts"
    // copy(v[64, 128], valueRows)
#line 144 "kernels/sliding-window-attention/kernel.ts"
    int t_38 = (v_extent1 - start) - t;
#line 144 "kernels/sliding-window-attention/kernel.ts"
    u32 t_39 = t_34 + t_3;
#line 144 "kernels/sliding-window-attention/kernel.ts"
    i64 v_source = ((i64)v + ((((((i64)sequence) * v_stride0) + (((i64)start) * v_stride1)) + (((i64)kvHead) * v_stride2)) * 2ll)) + ((i64)t_9);
#line 144 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_39), "l"(v_source), "r"(((t_38 > 0) ? 16 : 0)) : "memory");
#line 144 "kernels/sliding-window-attention/kernel.ts"
    i64 t_40 = (i64)(8 * t_8);
#line 144 "kernels/sliding-window-attention/kernel.ts"
    v_source = v_source + t_40;
#line 144 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_39 + 2048), "l"(v_source), "r"(((t_38 > 8) ? 16 : 0)) : "memory");
#line 144 "kernels/sliding-window-attention/kernel.ts"
    v_source = v_source + t_40;
#line 144 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_39 + 4096), "l"(v_source), "r"(((t_38 > 16) ? 16 : 0)) : "memory");
#line 144 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 144 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 5; ++r0) {
#line 144 "kernels/sliding-window-attention/kernel.ts"
      v_source = v_source + t_40;
#line 144 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_39 + (2048 * r0 + 6144)), "l"(v_source), "r"(((t_38 > (8 * r0 + 24)) ? 16 : 0)) : "memory");
    }
  }
#line 144 "kernels/sliding-window-attention/kernel.ts"
  asm volatile("cp.async.commit_group;" ::: "memory");
#line 144 "kernels/sliding-window-attention/kernel.ts"
  int t_41 = ring0_fill + 1;
#line 144 "kernels/sliding-window-attention/kernel.ts"
  ring0_fill = (t_41 == 2) ? 0 : t_41;
#line 141 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll 1
#line 141 "kernels/sliding-window-attention/kernel.ts"
  for (int tile = tile_first; tile < tile_last; tile += 1) {
#line 141 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("cp.async.wait_group 0;" ::: "memory");
#line 141 "kernels/sliding-window-attention/kernel.ts"
    __syncthreads();
#line 141 "kernels/sliding-window-attention/kernel.ts"
    u32 t_42 = keyRows + ((u32)(ring0_use * 16384));
#line 141 "kernels/sliding-window-attention/kernel.ts"
    u32 t_43 = valueRows + ((u32)(ring0_use * 16384));
#line 141 "kernels/sliding-window-attention/kernel.ts"
    int t_44 = ring0_use + 1;
#line 141 "kernels/sliding-window-attention/kernel.ts"
    ring0_use = (t_44 == 2) ? 0 : t_44;
#line 141 "kernels/sliding-window-attention/kernel.ts"
    bool t_45 = (tile + 1) < tile_last;
#line 144 "kernels/sliding-window-attention/kernel.ts"
    if (t_45) {
#line 141 "kernels/sliding-window-attention/kernel.ts"
      u32 t_46 = keyRows + ((u32)(ring0_fill * 16384));
#line 141 "kernels/sliding-window-attention/kernel.ts"
      u32 t_47 = valueRows + ((u32)(ring0_fill * 16384));
#line 141 "kernels/sliding-window-attention/kernel.ts"
      int t_48 = tile + 1;
      int start_2 = t_48 * 64;
      // copy(k[64, 128], keyRows)
#line 143 "kernels/sliding-window-attention/kernel.ts"
      int t_49 = (k_extent1 - start_2) - t;
#line 143 "kernels/sliding-window-attention/kernel.ts"
      u32 t_50 = t_46 + t_3;
#line 143 "kernels/sliding-window-attention/kernel.ts"
      i64 k_source_2 = ((i64)k + ((((((i64)sequence) * k_stride0) + (((i64)start_2) * k_stride1)) + (((i64)kvHead) * k_stride2)) * 2ll)) + ((i64)t_7);
#line 143 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_50), "l"(k_source_2), "r"(((t_49 > 0) ? 16 : 0)) : "memory");
#line 143 "kernels/sliding-window-attention/kernel.ts"
      i64 t_51 = (i64)(8 * t_6);
#line 143 "kernels/sliding-window-attention/kernel.ts"
      k_source_2 = k_source_2 + t_51;
#line 143 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_50 + 2048), "l"(k_source_2), "r"(((t_49 > 8) ? 16 : 0)) : "memory");
#line 143 "kernels/sliding-window-attention/kernel.ts"
      k_source_2 = k_source_2 + t_51;
#line 143 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_50 + 4096), "l"(k_source_2), "r"(((t_49 > 16) ? 16 : 0)) : "memory");
#line 143 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 143 "kernels/sliding-window-attention/kernel.ts"
      for (int r0 = 0; r0 < 5; ++r0) {
#line 143 "kernels/sliding-window-attention/kernel.ts"
        k_source_2 = k_source_2 + t_51;
#line 143 "kernels/sliding-window-attention/kernel.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_50 + (2048 * r0 + 6144)), "l"(k_source_2), "r"(((t_49 > (8 * r0 + 24)) ? 16 : 0)) : "memory");
      }
#line 144 "kernels/sliding-window-attention/kernel.ts"
      // copy(v[64, 128], valueRows)
#line 144 "kernels/sliding-window-attention/kernel.ts"
      int t_52 = (v_extent1 - start_2) - t;
#line 144 "kernels/sliding-window-attention/kernel.ts"
      u32 t_53 = t_47 + t_3;
#line 144 "kernels/sliding-window-attention/kernel.ts"
      i64 v_source_2 = ((i64)v + ((((((i64)sequence) * v_stride0) + (((i64)start_2) * v_stride1)) + (((i64)kvHead) * v_stride2)) * 2ll)) + ((i64)t_9);
#line 144 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_53), "l"(v_source_2), "r"(((t_52 > 0) ? 16 : 0)) : "memory");
#line 144 "kernels/sliding-window-attention/kernel.ts"
      i64 t_54 = (i64)(8 * t_8);
#line 144 "kernels/sliding-window-attention/kernel.ts"
      v_source_2 = v_source_2 + t_54;
#line 144 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_53 + 2048), "l"(v_source_2), "r"(((t_52 > 8) ? 16 : 0)) : "memory");
#line 144 "kernels/sliding-window-attention/kernel.ts"
      v_source_2 = v_source_2 + t_54;
#line 144 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_53 + 4096), "l"(v_source_2), "r"(((t_52 > 16) ? 16 : 0)) : "memory");
#line 144 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 144 "kernels/sliding-window-attention/kernel.ts"
      for (int r0 = 0; r0 < 5; ++r0) {
#line 144 "kernels/sliding-window-attention/kernel.ts"
        v_source_2 = v_source_2 + t_54;
#line 144 "kernels/sliding-window-attention/kernel.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_53 + (2048 * r0 + 6144)), "l"(v_source_2), "r"(((t_52 > (8 * r0 + 24)) ? 16 : 0)) : "memory");
      }
    }
#line 144 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("cp.async.commit_group;" ::: "memory");
#line 144 "kernels/sliding-window-attention/kernel.ts"
    int t_55 = ring0_fill + 1;
#line 144 "kernels/sliding-window-attention/kernel.ts"
    ring0_fill = (t_55 == 2) ? 0 : t_55;
#line 142 "kernels/sliding-window-attention/kernel.ts"
    int start_3 = tile * 64;
#line 145 "kernels/sliding-window-attention/kernel.ts"
    // gemm(queryRows, keyRows transposed, scores)
#line 145 "kernels/sliding-window-attention/kernel.ts"
    float scores[32];
#line 145 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 145 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 32; ++r0) {
#line 145 "kernels/sliding-window-attention/kernel.ts"
      scores[r0] = 0.0f;
    }
#line 145 "kernels/sliding-window-attention/kernel.ts"
    u32 t_56 = queryRows + t_15;
#line 145 "kernels/sliding-window-attention/kernel.ts"
    u32 t_57 = t_42 + t_17;
#line 145 "kernels/sliding-window-attention/kernel.ts"
    u32 queryRows_operand[4];
#line 145 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_56) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
    u32 keyRows_operand[16];
#line 145 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 145 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 4; ++r0) {
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[4 * r0]), "=r"(keyRows_operand[4 * r0 + 1]), "=r"(keyRows_operand[4 * r0 + 2]), "=r"(keyRows_operand[4 * r0 + 3]) : "r"(t_57 + (4096 * r0)) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0]), "+f"(scores[8 * r0 + 1]), "+f"(scores[8 * r0 + 2]), "+f"(scores[8 * r0 + 3]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0]), "r"(keyRows_operand[4 * r0 + 1]));
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0 + 4]), "+f"(scores[8 * r0 + 5]), "+f"(scores[8 * r0 + 6]), "+f"(scores[8 * r0 + 7]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0 + 2]), "r"(keyRows_operand[4 * r0 + 3]));
    }
#line 145 "kernels/sliding-window-attention/kernel.ts"
    u32 t_58 = t_56 ^ 32u;
#line 145 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_58) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
    u32 t_59 = t_57 ^ 32u;
#line 145 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 145 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 4; ++r0) {
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[4 * r0]), "=r"(keyRows_operand[4 * r0 + 1]), "=r"(keyRows_operand[4 * r0 + 2]), "=r"(keyRows_operand[4 * r0 + 3]) : "r"(t_59 + (4096 * r0)) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0]), "+f"(scores[8 * r0 + 1]), "+f"(scores[8 * r0 + 2]), "+f"(scores[8 * r0 + 3]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0]), "r"(keyRows_operand[4 * r0 + 1]));
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0 + 4]), "+f"(scores[8 * r0 + 5]), "+f"(scores[8 * r0 + 6]), "+f"(scores[8 * r0 + 7]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0 + 2]), "r"(keyRows_operand[4 * r0 + 3]));
    }
#line 145 "kernels/sliding-window-attention/kernel.ts"
    u32 t_60 = t_56 ^ 64u;
#line 145 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_60) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
    u32 t_61 = t_57 ^ 64u;
#line 145 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 145 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 4; ++r0) {
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[4 * r0]), "=r"(keyRows_operand[4 * r0 + 1]), "=r"(keyRows_operand[4 * r0 + 2]), "=r"(keyRows_operand[4 * r0 + 3]) : "r"(t_61 + (4096 * r0)) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0]), "+f"(scores[8 * r0 + 1]), "+f"(scores[8 * r0 + 2]), "+f"(scores[8 * r0 + 3]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0]), "r"(keyRows_operand[4 * r0 + 1]));
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0 + 4]), "+f"(scores[8 * r0 + 5]), "+f"(scores[8 * r0 + 6]), "+f"(scores[8 * r0 + 7]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0 + 2]), "r"(keyRows_operand[4 * r0 + 3]));
    }
#line 145 "kernels/sliding-window-attention/kernel.ts"
    u32 t_62 = t_56 ^ 96u;
#line 145 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_62) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
    u32 t_63 = t_57 ^ 96u;
#line 145 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 145 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 4; ++r0) {
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[4 * r0]), "=r"(keyRows_operand[4 * r0 + 1]), "=r"(keyRows_operand[4 * r0 + 2]), "=r"(keyRows_operand[4 * r0 + 3]) : "r"(t_63 + (4096 * r0)) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0]), "+f"(scores[8 * r0 + 1]), "+f"(scores[8 * r0 + 2]), "+f"(scores[8 * r0 + 3]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0]), "r"(keyRows_operand[4 * r0 + 1]));
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0 + 4]), "+f"(scores[8 * r0 + 5]), "+f"(scores[8 * r0 + 6]), "+f"(scores[8 * r0 + 7]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0 + 2]), "r"(keyRows_operand[4 * r0 + 3]));
    }
#line 145 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_56 + 128) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 145 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 4; ++r0) {
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[4 * r0]), "=r"(keyRows_operand[4 * r0 + 1]), "=r"(keyRows_operand[4 * r0 + 2]), "=r"(keyRows_operand[4 * r0 + 3]) : "r"(t_57 + (4096 * r0 + 128)) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0]), "+f"(scores[8 * r0 + 1]), "+f"(scores[8 * r0 + 2]), "+f"(scores[8 * r0 + 3]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0]), "r"(keyRows_operand[4 * r0 + 1]));
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0 + 4]), "+f"(scores[8 * r0 + 5]), "+f"(scores[8 * r0 + 6]), "+f"(scores[8 * r0 + 7]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0 + 2]), "r"(keyRows_operand[4 * r0 + 3]));
    }
#line 145 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_58 + 128) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 145 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 4; ++r0) {
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[4 * r0]), "=r"(keyRows_operand[4 * r0 + 1]), "=r"(keyRows_operand[4 * r0 + 2]), "=r"(keyRows_operand[4 * r0 + 3]) : "r"(t_59 + (4096 * r0 + 128)) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0]), "+f"(scores[8 * r0 + 1]), "+f"(scores[8 * r0 + 2]), "+f"(scores[8 * r0 + 3]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0]), "r"(keyRows_operand[4 * r0 + 1]));
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0 + 4]), "+f"(scores[8 * r0 + 5]), "+f"(scores[8 * r0 + 6]), "+f"(scores[8 * r0 + 7]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0 + 2]), "r"(keyRows_operand[4 * r0 + 3]));
    }
#line 145 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_60 + 128) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 145 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 4; ++r0) {
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[4 * r0]), "=r"(keyRows_operand[4 * r0 + 1]), "=r"(keyRows_operand[4 * r0 + 2]), "=r"(keyRows_operand[4 * r0 + 3]) : "r"(t_61 + (4096 * r0 + 128)) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0]), "+f"(scores[8 * r0 + 1]), "+f"(scores[8 * r0 + 2]), "+f"(scores[8 * r0 + 3]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0]), "r"(keyRows_operand[4 * r0 + 1]));
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0 + 4]), "+f"(scores[8 * r0 + 5]), "+f"(scores[8 * r0 + 6]), "+f"(scores[8 * r0 + 7]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0 + 2]), "r"(keyRows_operand[4 * r0 + 3]));
    }
#line 145 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_62 + 128) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 145 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 4; ++r0) {
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[4 * r0]), "=r"(keyRows_operand[4 * r0 + 1]), "=r"(keyRows_operand[4 * r0 + 2]), "=r"(keyRows_operand[4 * r0 + 3]) : "r"(t_63 + (4096 * r0 + 128)) : "memory");
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0]), "+f"(scores[8 * r0 + 1]), "+f"(scores[8 * r0 + 2]), "+f"(scores[8 * r0 + 3]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0]), "r"(keyRows_operand[4 * r0 + 1]));
#line 145 "kernels/sliding-window-attention/kernel.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(scores[8 * r0 + 4]), "+f"(scores[8 * r0 + 5]), "+f"(scores[8 * r0 + 6]), "+f"(scores[8 * r0 + 7]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[4 * r0 + 2]), "r"(keyRows_operand[4 * r0 + 3]));
    }
#line 146 "kernels/sliding-window-attention/kernel.ts"
    bool t_64 = (((start_3 + 63) < k_extent1) && ((start_3 + 63) <= (top + highest))) && (start_3 >= ((top + lowest) + 63));
#line 151 "kernels/sliding-window-attention/kernel.ts"
    if (t_64) {
#line 150 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 150 "kernels/sliding-window-attention/kernel.ts"
      for (int r0 = 0; r0 < 32; ++r0) {
#line 150 "kernels/sliding-window-attention/kernel.ts"
        float logit = scores[r0];
        scores[r0] = logit;
      }
    } else {
#line 147 "kernels/sliding-window-attention/kernel.ts"
      int row = top + t_18;
      int column = start_3 + t_19;
      bool t_65 = column < k_extent1;
#line 149 "kernels/sliding-window-attention/kernel.ts"
      int t_66 = row + highest;
#line 149 "kernels/sliding-window-attention/kernel.ts"
      int t_67 = row + lowest;
#line 149 "kernels/sliding-window-attention/kernel.ts"
      bool visible = (t_65 && (column <= t_66)) && (column >= t_67);
      float logit_2 = scores[0];
      scores[0] = visible ? logit_2 : __int_as_float(0xff800000);
#line 148 "kernels/sliding-window-attention/kernel.ts"
      int column_2 = column + 1;
      bool t_68 = column_2 < k_extent1;
#line 149 "kernels/sliding-window-attention/kernel.ts"
      bool visible_2 = (t_68 && (column_2 <= t_66)) && (column_2 >= t_67);
      float logit_3 = scores[1];
      scores[1] = visible_2 ? logit_3 : __int_as_float(0xff800000);
#line 149 "kernels/sliding-window-attention/kernel.ts"
      int t_69 = t_66 + 8;
#line 149 "kernels/sliding-window-attention/kernel.ts"
      int t_70 = t_67 + 8;
#line 149 "kernels/sliding-window-attention/kernel.ts"
      bool visible_3 = (t_65 && (column <= t_69)) && (column >= t_70);
      float logit_4 = scores[2];
      scores[2] = visible_3 ? logit_4 : __int_as_float(0xff800000);
#line 149 "kernels/sliding-window-attention/kernel.ts"
      bool visible_4 = (t_68 && (column_2 <= t_69)) && (column_2 >= t_70);
      float logit_5 = scores[3];
      scores[3] = visible_4 ? logit_5 : __int_as_float(0xff800000);
#line 148 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 148 "kernels/sliding-window-attention/kernel.ts"
      for (int r0 = 0; r0 < 7; ++r0) {
#line 148 "kernels/sliding-window-attention/kernel.ts"
        int column_3 = column + (8 * r0 + 8);
        bool t_71 = column_3 < k_extent1;
#line 149 "kernels/sliding-window-attention/kernel.ts"
        bool visible_5 = (t_71 && (column_3 <= t_66)) && (column_3 >= t_67);
        float logit_6 = scores[4 * r0 + 4];
        scores[4 * r0 + 4] = visible_5 ? logit_6 : __int_as_float(0xff800000);
#line 148 "kernels/sliding-window-attention/kernel.ts"
        int column_4 = column + (8 * r0 + 9);
        bool t_72 = column_4 < k_extent1;
#line 149 "kernels/sliding-window-attention/kernel.ts"
        bool visible_6 = (t_72 && (column_4 <= t_66)) && (column_4 >= t_67);
        float logit_7 = scores[4 * r0 + 5];
        scores[4 * r0 + 5] = visible_6 ? logit_7 : __int_as_float(0xff800000);
#line 149 "kernels/sliding-window-attention/kernel.ts"
        bool visible_7 = (t_71 && (column_3 <= t_69)) && (column_3 >= t_70);
        float logit_8 = scores[4 * r0 + 6];
        scores[4 * r0 + 6] = visible_7 ? logit_8 : __int_as_float(0xff800000);
#line 149 "kernels/sliding-window-attention/kernel.ts"
        bool visible_8 = (t_72 && (column_4 <= t_69)) && (column_4 >= t_70);
        float logit_9 = scores[4 * r0 + 7];
        scores[4 * r0 + 7] = visible_8 ? logit_9 : __int_as_float(0xff800000);
      }
    }
#line 23 "kernels/sliding-window-attention/softmax.ts"
    // reduceMax(scores, tileMax)
#line 23 "kernels/sliding-window-attention/softmax.ts"
    float partial = fmaxf((fmaxf((fmaxf((fmaxf(scores[4], scores[12])), scores[20])), scores[28])), (fmaxf((fmaxf((fmaxf(scores[5], scores[13])), scores[21])), scores[29])));
#line 23 "kernels/sliding-window-attention/softmax.ts"
    float partial_2 = fmaxf((fmaxf((fmaxf((fmaxf((fmaxf(scores[0], scores[8])), scores[16])), scores[24])), (fmaxf((fmaxf((fmaxf(scores[1], scores[9])), scores[17])), scores[25])))), partial);
#line 23 "kernels/sliding-window-attention/softmax.ts"
    float partial_3 = fmaxf((fmaxf((fmaxf((fmaxf(scores[6], scores[14])), scores[22])), scores[30])), (fmaxf((fmaxf((fmaxf(scores[7], scores[15])), scores[23])), scores[31])));
#line 23 "kernels/sliding-window-attention/softmax.ts"
    float partial_4 = fmaxf((fmaxf((fmaxf((fmaxf((fmaxf(scores[2], scores[10])), scores[18])), scores[26])), (fmaxf((fmaxf((fmaxf(scores[3], scores[11])), scores[19])), scores[27])))), partial_3);
#line 23 "kernels/sliding-window-attention/softmax.ts"
    float partial_5 = fmaxf(partial_2, (__shfl_xor_sync(0xffffffffu, partial_2, 1u)));
#line 23 "kernels/sliding-window-attention/softmax.ts"
    float partial_6 = fmaxf(partial_4, (__shfl_xor_sync(0xffffffffu, partial_4, 1u)));
#line 23 "kernels/sliding-window-attention/softmax.ts"
    float tileMax[2];
#line 23 "kernels/sliding-window-attention/softmax.ts"
    tileMax[0] = fmaxf(partial_5, (__shfl_xor_sync(0xffffffffu, partial_5, 2u)));
#line 23 "kernels/sliding-window-attention/softmax.ts"
    tileMax[1] = fmaxf(partial_6, (__shfl_xor_sync(0xffffffffu, partial_6, 2u)));
#line 25 "kernels/sliding-window-attention/softmax.ts"
    float next = fmaxf(rowMax[0], (tileMax[0] * unit));
#line 27 "kernels/sliding-window-attention/softmax.ts"
    float base = (next == __int_as_float(0xff800000)) ? 0.0f : next;
    float t_73;
#line 28 "kernels/sliding-window-attention/softmax.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_73) : "f"((rowMax[0] - base)));
#line 28 "kernels/sliding-window-attention/softmax.ts"
    tileMax[0] = t_73;
    rowMax[0] = next;
#line 25 "kernels/sliding-window-attention/softmax.ts"
    float next_2 = fmaxf(rowMax[1], (tileMax[1] * unit));
#line 27 "kernels/sliding-window-attention/softmax.ts"
    float base_2 = (next_2 == __int_as_float(0xff800000)) ? 0.0f : next_2;
    float t_74;
#line 28 "kernels/sliding-window-attention/softmax.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_74) : "f"((rowMax[1] - base_2)));
#line 28 "kernels/sliding-window-attention/softmax.ts"
    tileMax[1] = t_74;
    rowMax[1] = next_2;
#line 31 "kernels/sliding-window-attention/softmax.ts"
    float t_75 = (rowMax[0] == __int_as_float(0xff800000)) ? 0.0f : (-(rowMax[0]));
#line 31 "kernels/sliding-window-attention/softmax.ts"
    float t_76;
#line 31 "kernels/sliding-window-attention/softmax.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_76) : "f"((__fmaf_rn(scores[0], unit, t_75))));
#line 31 "kernels/sliding-window-attention/softmax.ts"
    scores[0] = t_76;
#line 31 "kernels/sliding-window-attention/softmax.ts"
    float t_77;
#line 31 "kernels/sliding-window-attention/softmax.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_77) : "f"((__fmaf_rn(scores[1], unit, t_75))));
#line 31 "kernels/sliding-window-attention/softmax.ts"
    scores[1] = t_77;
#line 31 "kernels/sliding-window-attention/softmax.ts"
    float t_78 = (rowMax[1] == __int_as_float(0xff800000)) ? 0.0f : (-(rowMax[1]));
#line 31 "kernels/sliding-window-attention/softmax.ts"
#pragma unroll
#line 31 "kernels/sliding-window-attention/softmax.ts"
    for (int r0 = 0; r0 < 7; ++r0) {
#line 31 "kernels/sliding-window-attention/softmax.ts"
      float t_79;
#line 31 "kernels/sliding-window-attention/softmax.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_79) : "f"((__fmaf_rn(scores[4 * r0 + 2], unit, t_78))));
#line 31 "kernels/sliding-window-attention/softmax.ts"
      scores[4 * r0 + 2] = t_79;
#line 31 "kernels/sliding-window-attention/softmax.ts"
      float t_80;
#line 31 "kernels/sliding-window-attention/softmax.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_80) : "f"((__fmaf_rn(scores[4 * r0 + 3], unit, t_78))));
#line 31 "kernels/sliding-window-attention/softmax.ts"
      scores[4 * r0 + 3] = t_80;
#line 31 "kernels/sliding-window-attention/softmax.ts"
      float t_81;
#line 31 "kernels/sliding-window-attention/softmax.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_81) : "f"((__fmaf_rn(scores[4 * r0 + 4], unit, t_75))));
#line 31 "kernels/sliding-window-attention/softmax.ts"
      scores[4 * r0 + 4] = t_81;
#line 31 "kernels/sliding-window-attention/softmax.ts"
      float t_82;
#line 31 "kernels/sliding-window-attention/softmax.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_82) : "f"((__fmaf_rn(scores[4 * r0 + 5], unit, t_75))));
#line 31 "kernels/sliding-window-attention/softmax.ts"
      scores[4 * r0 + 5] = t_82;
    }
#line 31 "kernels/sliding-window-attention/softmax.ts"
    float t_83;
#line 31 "kernels/sliding-window-attention/softmax.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_83) : "f"((__fmaf_rn(scores[30], unit, t_78))));
#line 31 "kernels/sliding-window-attention/softmax.ts"
    scores[30] = t_83;
#line 31 "kernels/sliding-window-attention/softmax.ts"
    float t_84;
#line 31 "kernels/sliding-window-attention/softmax.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_84) : "f"((__fmaf_rn(scores[31], unit, t_78))));
#line 31 "kernels/sliding-window-attention/softmax.ts"
    scores[31] = t_84;
    // reduceSum(scores, fragment1)
#line 32 "kernels/sliding-window-attention/softmax.ts"
    float partial_7 = ((((scores[0] + scores[8]) + scores[16]) + scores[24]) + (((scores[1] + scores[9]) + scores[17]) + scores[25])) + ((((scores[4] + scores[12]) + scores[20]) + scores[28]) + (((scores[5] + scores[13]) + scores[21]) + scores[29]));
#line 32 "kernels/sliding-window-attention/softmax.ts"
    float partial_8 = ((((scores[2] + scores[10]) + scores[18]) + scores[26]) + (((scores[3] + scores[11]) + scores[19]) + scores[27])) + ((((scores[6] + scores[14]) + scores[22]) + scores[30]) + (((scores[7] + scores[15]) + scores[23]) + scores[31]));
#line 32 "kernels/sliding-window-attention/softmax.ts"
    float partial_9 = partial_7 + (__shfl_xor_sync(0xffffffffu, partial_7, 1u));
#line 32 "kernels/sliding-window-attention/softmax.ts"
    float partial_10 = partial_8 + (__shfl_xor_sync(0xffffffffu, partial_8, 1u));
#line 32 "kernels/sliding-window-attention/softmax.ts"
    float fragment1[2];
#line 32 "kernels/sliding-window-attention/softmax.ts"
    fragment1[0] = partial_9 + (__shfl_xor_sync(0xffffffffu, partial_9, 2u));
#line 32 "kernels/sliding-window-attention/softmax.ts"
    fragment1[1] = partial_10 + (__shfl_xor_sync(0xffffffffu, partial_10, 2u));
    rowSum[0] = (rowSum[0] * tileMax[0]) + fragment1[0];
#line 33 "kernels/sliding-window-attention/softmax.ts"
    rowSum[1] = (rowSum[1] * tileMax[1]) + fragment1[1];
#line 154 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 154 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 16; ++r0) {
#line 154 "kernels/sliding-window-attention/kernel.ts"
      sums[4 * r0] = sums[4 * r0] * tileMax[0];
#line 154 "kernels/sliding-window-attention/kernel.ts"
      sums[4 * r0 + 1] = sums[4 * r0 + 1] * tileMax[0];
#line 154 "kernels/sliding-window-attention/kernel.ts"
      sums[4 * r0 + 2] = sums[4 * r0 + 2] * tileMax[1];
#line 154 "kernels/sliding-window-attention/kernel.ts"
      sums[4 * r0 + 3] = sums[4 * r0 + 3] * tileMax[1];
    }
#line 155 "kernels/sliding-window-attention/kernel.ts"
    // convert(scores, weights)
#line 155 "kernels/sliding-window-attention/kernel.ts"
    u32 weights[16];
#line 155 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 155 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 16; ++r0) {
#line 155 "kernels/sliding-window-attention/kernel.ts"
      u32 t_85;
#line 155 "kernels/sliding-window-attention/kernel.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_85) : "f"(scores[2 * r0]), "f"(scores[2 * r0 + 1]));
#line 155 "kernels/sliding-window-attention/kernel.ts"
      weights[r0] = t_85;
    }
#line 156 "kernels/sliding-window-attention/kernel.ts"
    // gemm(weights, valueRows, sums)
#line 156 "kernels/sliding-window-attention/kernel.ts"
    u32 t_86 = t_43 + t_22;
#line 156 "kernels/sliding-window-attention/kernel.ts"
    u32 valueRows_operand[32];
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[0]), "=r"(valueRows_operand[1]), "=r"(valueRows_operand[2]), "=r"(valueRows_operand[3]) : "r"(t_86) : "memory");
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3]) : "r"(weights[0]), "r"(weights[1]), "r"(weights[2]), "r"(weights[3]), "r"(valueRows_operand[0]), "r"(valueRows_operand[1]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[4]), "+f"(sums[5]), "+f"(sums[6]), "+f"(sums[7]) : "r"(weights[0]), "r"(weights[1]), "r"(weights[2]), "r"(weights[3]), "r"(valueRows_operand[2]), "r"(valueRows_operand[3]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
    u32 t_87 = t_86 ^ 32u;
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[4]), "=r"(valueRows_operand[5]), "=r"(valueRows_operand[6]), "=r"(valueRows_operand[7]) : "r"(t_87) : "memory");
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[8]), "+f"(sums[9]), "+f"(sums[10]), "+f"(sums[11]) : "r"(weights[0]), "r"(weights[1]), "r"(weights[2]), "r"(weights[3]), "r"(valueRows_operand[4]), "r"(valueRows_operand[5]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[12]), "+f"(sums[13]), "+f"(sums[14]), "+f"(sums[15]) : "r"(weights[0]), "r"(weights[1]), "r"(weights[2]), "r"(weights[3]), "r"(valueRows_operand[6]), "r"(valueRows_operand[7]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
    u32 t_88 = t_86 ^ 64u;
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[8]), "=r"(valueRows_operand[9]), "=r"(valueRows_operand[10]), "=r"(valueRows_operand[11]) : "r"(t_88) : "memory");
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[16]), "+f"(sums[17]), "+f"(sums[18]), "+f"(sums[19]) : "r"(weights[0]), "r"(weights[1]), "r"(weights[2]), "r"(weights[3]), "r"(valueRows_operand[8]), "r"(valueRows_operand[9]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[20]), "+f"(sums[21]), "+f"(sums[22]), "+f"(sums[23]) : "r"(weights[0]), "r"(weights[1]), "r"(weights[2]), "r"(weights[3]), "r"(valueRows_operand[10]), "r"(valueRows_operand[11]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
    u32 t_89 = t_86 ^ 96u;
#line 156 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 156 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 3; ++r0) {
#line 156 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 156 "kernels/sliding-window-attention/kernel.ts"
      for (int r1 = 0; r1 < 2; ++r1) {
#line 156 "kernels/sliding-window-attention/kernel.ts"
        asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[16 * r1 + 12]), "=r"(valueRows_operand[16 * r1 + 13]), "=r"(valueRows_operand[16 * r1 + 14]), "=r"(valueRows_operand[16 * r1 + 15]) : "r"(t_89 + (128 * r1 + 4096 * r0)) : "memory");
#line 156 "kernels/sliding-window-attention/kernel.ts"
        asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[32 * r1 + 24]), "+f"(sums[32 * r1 + 25]), "+f"(sums[32 * r1 + 26]), "+f"(sums[32 * r1 + 27]) : "r"(weights[4 * r0]), "r"(weights[4 * r0 + 1]), "r"(weights[4 * r0 + 2]), "r"(weights[4 * r0 + 3]), "r"(valueRows_operand[16 * r1 + 12]), "r"(valueRows_operand[16 * r1 + 13]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
        asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[32 * r1 + 28]), "+f"(sums[32 * r1 + 29]), "+f"(sums[32 * r1 + 30]), "+f"(sums[32 * r1 + 31]) : "r"(weights[4 * r0]), "r"(weights[4 * r0 + 1]), "r"(weights[4 * r0 + 2]), "r"(weights[4 * r0 + 3]), "r"(valueRows_operand[16 * r1 + 14]), "r"(valueRows_operand[16 * r1 + 15]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
        asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[-16 * r1 + 16]), "=r"(valueRows_operand[-16 * r1 + 17]), "=r"(valueRows_operand[-16 * r1 + 18]), "=r"(valueRows_operand[-16 * r1 + 19]) : "r"(t_86 + (3968 * r1 + 4096 * r0 + 128)) : "memory");
#line 156 "kernels/sliding-window-attention/kernel.ts"
        asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[-32 * r1 + 32]), "+f"(sums[-32 * r1 + 33]), "+f"(sums[-32 * r1 + 34]), "+f"(sums[-32 * r1 + 35]) : "r"(weights[4 * r1 + 4 * r0]), "r"(weights[4 * r1 + 4 * r0 + 1]), "r"(weights[4 * r1 + 4 * r0 + 2]), "r"(weights[4 * r1 + 4 * r0 + 3]), "r"(valueRows_operand[-16 * r1 + 16]), "r"(valueRows_operand[-16 * r1 + 17]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
        asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[-32 * r1 + 36]), "+f"(sums[-32 * r1 + 37]), "+f"(sums[-32 * r1 + 38]), "+f"(sums[-32 * r1 + 39]) : "r"(weights[4 * r1 + 4 * r0]), "r"(weights[4 * r1 + 4 * r0 + 1]), "r"(weights[4 * r1 + 4 * r0 + 2]), "r"(weights[4 * r1 + 4 * r0 + 3]), "r"(valueRows_operand[-16 * r1 + 18]), "r"(valueRows_operand[-16 * r1 + 19]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
        asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[-16 * r1 + 20]), "=r"(valueRows_operand[-16 * r1 + 21]), "=r"(valueRows_operand[-16 * r1 + 22]), "=r"(valueRows_operand[-16 * r1 + 23]) : "r"(t_87 + (3968 * r1 + 4096 * r0 + 128)) : "memory");
#line 156 "kernels/sliding-window-attention/kernel.ts"
        asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[-32 * r1 + 40]), "+f"(sums[-32 * r1 + 41]), "+f"(sums[-32 * r1 + 42]), "+f"(sums[-32 * r1 + 43]) : "r"(weights[4 * r1 + 4 * r0]), "r"(weights[4 * r1 + 4 * r0 + 1]), "r"(weights[4 * r1 + 4 * r0 + 2]), "r"(weights[4 * r1 + 4 * r0 + 3]), "r"(valueRows_operand[-16 * r1 + 20]), "r"(valueRows_operand[-16 * r1 + 21]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
        asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[-32 * r1 + 44]), "+f"(sums[-32 * r1 + 45]), "+f"(sums[-32 * r1 + 46]), "+f"(sums[-32 * r1 + 47]) : "r"(weights[4 * r1 + 4 * r0]), "r"(weights[4 * r1 + 4 * r0 + 1]), "r"(weights[4 * r1 + 4 * r0 + 2]), "r"(weights[4 * r1 + 4 * r0 + 3]), "r"(valueRows_operand[-16 * r1 + 22]), "r"(valueRows_operand[-16 * r1 + 23]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
        asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[-16 * r1 + 24]), "=r"(valueRows_operand[-16 * r1 + 25]), "=r"(valueRows_operand[-16 * r1 + 26]), "=r"(valueRows_operand[-16 * r1 + 27]) : "r"(t_88 + (3968 * r1 + 4096 * r0 + 128)) : "memory");
#line 156 "kernels/sliding-window-attention/kernel.ts"
        asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[-32 * r1 + 48]), "+f"(sums[-32 * r1 + 49]), "+f"(sums[-32 * r1 + 50]), "+f"(sums[-32 * r1 + 51]) : "r"(weights[4 * r1 + 4 * r0]), "r"(weights[4 * r1 + 4 * r0 + 1]), "r"(weights[4 * r1 + 4 * r0 + 2]), "r"(weights[4 * r1 + 4 * r0 + 3]), "r"(valueRows_operand[-16 * r1 + 24]), "r"(valueRows_operand[-16 * r1 + 25]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
        asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[-32 * r1 + 52]), "+f"(sums[-32 * r1 + 53]), "+f"(sums[-32 * r1 + 54]), "+f"(sums[-32 * r1 + 55]) : "r"(weights[4 * r1 + 4 * r0]), "r"(weights[4 * r1 + 4 * r0 + 1]), "r"(weights[4 * r1 + 4 * r0 + 2]), "r"(weights[4 * r1 + 4 * r0 + 3]), "r"(valueRows_operand[-16 * r1 + 26]), "r"(valueRows_operand[-16 * r1 + 27]));
      }
    }
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[12]), "=r"(valueRows_operand[13]), "=r"(valueRows_operand[14]), "=r"(valueRows_operand[15]) : "r"(t_89 + 12288) : "memory");
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[24]), "+f"(sums[25]), "+f"(sums[26]), "+f"(sums[27]) : "r"(weights[12]), "r"(weights[13]), "r"(weights[14]), "r"(weights[15]), "r"(valueRows_operand[12]), "r"(valueRows_operand[13]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[28]), "+f"(sums[29]), "+f"(sums[30]), "+f"(sums[31]) : "r"(weights[12]), "r"(weights[13]), "r"(weights[14]), "r"(weights[15]), "r"(valueRows_operand[14]), "r"(valueRows_operand[15]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[16]), "=r"(valueRows_operand[17]), "=r"(valueRows_operand[18]), "=r"(valueRows_operand[19]) : "r"(t_86 + 12416) : "memory");
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[32]), "+f"(sums[33]), "+f"(sums[34]), "+f"(sums[35]) : "r"(weights[12]), "r"(weights[13]), "r"(weights[14]), "r"(weights[15]), "r"(valueRows_operand[16]), "r"(valueRows_operand[17]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[36]), "+f"(sums[37]), "+f"(sums[38]), "+f"(sums[39]) : "r"(weights[12]), "r"(weights[13]), "r"(weights[14]), "r"(weights[15]), "r"(valueRows_operand[18]), "r"(valueRows_operand[19]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[20]), "=r"(valueRows_operand[21]), "=r"(valueRows_operand[22]), "=r"(valueRows_operand[23]) : "r"(t_87 + 12416) : "memory");
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[40]), "+f"(sums[41]), "+f"(sums[42]), "+f"(sums[43]) : "r"(weights[12]), "r"(weights[13]), "r"(weights[14]), "r"(weights[15]), "r"(valueRows_operand[20]), "r"(valueRows_operand[21]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[44]), "+f"(sums[45]), "+f"(sums[46]), "+f"(sums[47]) : "r"(weights[12]), "r"(weights[13]), "r"(weights[14]), "r"(weights[15]), "r"(valueRows_operand[22]), "r"(valueRows_operand[23]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[24]), "=r"(valueRows_operand[25]), "=r"(valueRows_operand[26]), "=r"(valueRows_operand[27]) : "r"(t_88 + 12416) : "memory");
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[48]), "+f"(sums[49]), "+f"(sums[50]), "+f"(sums[51]) : "r"(weights[12]), "r"(weights[13]), "r"(weights[14]), "r"(weights[15]), "r"(valueRows_operand[24]), "r"(valueRows_operand[25]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[52]), "+f"(sums[53]), "+f"(sums[54]), "+f"(sums[55]) : "r"(weights[12]), "r"(weights[13]), "r"(weights[14]), "r"(weights[15]), "r"(valueRows_operand[26]), "r"(valueRows_operand[27]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[28]), "=r"(valueRows_operand[29]), "=r"(valueRows_operand[30]), "=r"(valueRows_operand[31]) : "r"(t_89 + 12416) : "memory");
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[56]), "+f"(sums[57]), "+f"(sums[58]), "+f"(sums[59]) : "r"(weights[12]), "r"(weights[13]), "r"(weights[14]), "r"(weights[15]), "r"(valueRows_operand[28]), "r"(valueRows_operand[29]));
#line 156 "kernels/sliding-window-attention/kernel.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sums[60]), "+f"(sums[61]), "+f"(sums[62]), "+f"(sums[63]) : "r"(weights[12]), "r"(weights[13]), "r"(weights[14]), "r"(weights[15]), "r"(valueRows_operand[30]), "r"(valueRows_operand[31]));
  }
#line 189 "kernels/sliding-window-attention/kernel.ts"
  float t_90 = (rowSum[0] > 0.0f) ? (__fdiv_rn(1.0f, rowSum[0])) : 0.0f;
#line 189 "kernels/sliding-window-attention/kernel.ts"
  sums[0] = sums[0] * t_90;
#line 189 "kernels/sliding-window-attention/kernel.ts"
  sums[1] = sums[1] * t_90;
#line 189 "kernels/sliding-window-attention/kernel.ts"
  float t_91 = (rowSum[1] > 0.0f) ? (__fdiv_rn(1.0f, rowSum[1])) : 0.0f;
#line 189 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 189 "kernels/sliding-window-attention/kernel.ts"
  for (int r0 = 0; r0 < 15; ++r0) {
#line 189 "kernels/sliding-window-attention/kernel.ts"
    sums[4 * r0 + 2] = sums[4 * r0 + 2] * t_91;
#line 189 "kernels/sliding-window-attention/kernel.ts"
    sums[4 * r0 + 3] = sums[4 * r0 + 3] * t_91;
#line 189 "kernels/sliding-window-attention/kernel.ts"
    sums[4 * r0 + 4] = sums[4 * r0 + 4] * t_90;
#line 189 "kernels/sliding-window-attention/kernel.ts"
    sums[4 * r0 + 5] = sums[4 * r0 + 5] * t_90;
  }
#line 189 "kernels/sliding-window-attention/kernel.ts"
  sums[62] = sums[62] * t_91;
#line 189 "kernels/sliding-window-attention/kernel.ts"
  sums[63] = sums[63] * t_91;
  float t_92;
#line 190 "kernels/sliding-window-attention/kernel.ts"
  asm("lg2.approx.ftz.f32 %0, %1;" : "=f"(t_92) : "f"(rowSum[0]));
#line 190 "kernels/sliding-window-attention/kernel.ts"
  rowMax[0] = (rowSum[0] > 0.0f) ? ((rowMax[0] + t_92) * 0.6931472f) : __int_as_float(0xff800000);
#line 190 "kernels/sliding-window-attention/kernel.ts"
  float t_93;
#line 190 "kernels/sliding-window-attention/kernel.ts"
  asm("lg2.approx.ftz.f32 %0, %1;" : "=f"(t_93) : "f"(rowSum[1]));
#line 190 "kernels/sliding-window-attention/kernel.ts"
  rowMax[1] = (rowSum[1] > 0.0f) ? ((rowMax[1] + t_93) * 0.6931472f) : __int_as_float(0xff800000);
#line 193 "kernels/sliding-window-attention/kernel.ts"
  // convert(sums, output[64, 128])
#line 193 "kernels/sliding-window-attention/kernel.ts"
  int t_94 = output_extent1 - top;
#line 193 "kernels/sliding-window-attention/kernel.ts"
  i64 t_95 = (i64)output + ((((((i64)sequence) * output_stride0) + (((i64)top) * output_stride1)) + (((i64)head) * output_stride2)) * 2ll);
#line 193 "kernels/sliding-window-attention/kernel.ts"
  if (t_94 >= 64) {
#line 193 "kernels/sliding-window-attention/kernel.ts"
    u32 t_96;
#line 193 "kernels/sliding-window-attention/kernel.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_96) : "f"(sums[0]), "f"(sums[1]));
#line 193 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("st.global.b32 [%0], %1;" : : "l"((t_95 + ((i64)((t_18 * t_23) + (t_21 * 2))))), "r"(t_96) : "memory");
#line 193 "kernels/sliding-window-attention/kernel.ts"
    u32 t_97;
#line 193 "kernels/sliding-window-attention/kernel.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_97) : "f"(sums[2]), "f"(sums[3]));
#line 193 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("st.global.b32 [%0], %1;" : : "l"((t_95 + ((i64)(((t_18 + 8) * t_23) + (t_21 * 2))))), "r"(t_97) : "memory");
#line 193 "kernels/sliding-window-attention/kernel.ts"
    u32 t_98;
#line 193 "kernels/sliding-window-attention/kernel.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_98) : "f"(sums[4]), "f"(sums[5]));
#line 193 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("st.global.b32 [%0], %1;" : : "l"((t_95 + ((i64)((t_18 * t_23) + ((t_21 + 8) * 2))))), "r"(t_98) : "memory");
#line 193 "kernels/sliding-window-attention/kernel.ts"
    u32 t_99;
#line 193 "kernels/sliding-window-attention/kernel.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_99) : "f"(sums[6]), "f"(sums[7]));
#line 193 "kernels/sliding-window-attention/kernel.ts"
    asm volatile("st.global.b32 [%0], %1;" : : "l"((t_95 + ((i64)(((t_18 + 8) * t_23) + ((t_21 + 8) * 2))))), "r"(t_99) : "memory");
#line 193 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 193 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 14; ++r0) {
#line 193 "kernels/sliding-window-attention/kernel.ts"
      u32 t_100;
#line 193 "kernels/sliding-window-attention/kernel.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_100) : "f"(sums[4 * r0 + 8]), "f"(sums[4 * r0 + 9]));
#line 193 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_95 + ((i64)((t_18 * t_23) + ((t_21 + (8 * r0 + 16)) * 2))))), "r"(t_100) : "memory");
#line 193 "kernels/sliding-window-attention/kernel.ts"
      u32 t_101;
#line 193 "kernels/sliding-window-attention/kernel.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_101) : "f"(sums[4 * r0 + 10]), "f"(sums[4 * r0 + 11]));
#line 193 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_95 + ((i64)(((t_18 + 8) * t_23) + ((t_21 + (8 * r0 + 16)) * 2))))), "r"(t_101) : "memory");
    }
  } else {
#line 193 "kernels/sliding-window-attention/kernel.ts"
    u32 t_102;
#line 193 "kernels/sliding-window-attention/kernel.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_102) : "f"(sums[0]), "f"(sums[1]));
#line 193 "kernels/sliding-window-attention/kernel.ts"
    i64 t_103 = t_95 + ((i64)((t_18 * t_23) + (t_21 * 2)));
#line 193 "kernels/sliding-window-attention/kernel.ts"
    if ((t_18 + 1) <= t_94) {
#line 193 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"(t_103), "r"(t_102) : "memory");
    }
#line 193 "kernels/sliding-window-attention/kernel.ts"
    u32 t_104;
#line 193 "kernels/sliding-window-attention/kernel.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_104) : "f"(sums[2]), "f"(sums[3]));
#line 193 "kernels/sliding-window-attention/kernel.ts"
    i64 t_105 = t_95 + ((i64)(((t_18 + 8) * t_23) + (t_21 * 2)));
#line 193 "kernels/sliding-window-attention/kernel.ts"
    if ((t_18 + 9) <= t_94) {
#line 193 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"(t_105), "r"(t_104) : "memory");
    }
#line 193 "kernels/sliding-window-attention/kernel.ts"
    u32 t_106;
#line 193 "kernels/sliding-window-attention/kernel.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_106) : "f"(sums[4]), "f"(sums[5]));
#line 193 "kernels/sliding-window-attention/kernel.ts"
    i64 t_107 = t_95 + ((i64)((t_18 * t_23) + ((t_21 + 8) * 2)));
#line 193 "kernels/sliding-window-attention/kernel.ts"
    if ((t_18 + 1) <= t_94) {
#line 193 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"(t_107), "r"(t_106) : "memory");
    }
#line 193 "kernels/sliding-window-attention/kernel.ts"
    u32 t_108;
#line 193 "kernels/sliding-window-attention/kernel.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_108) : "f"(sums[6]), "f"(sums[7]));
#line 193 "kernels/sliding-window-attention/kernel.ts"
    i64 t_109 = t_95 + ((i64)(((t_18 + 8) * t_23) + ((t_21 + 8) * 2)));
#line 193 "kernels/sliding-window-attention/kernel.ts"
    if ((t_18 + 9) <= t_94) {
#line 193 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"(t_109), "r"(t_108) : "memory");
    }
#line 193 "kernels/sliding-window-attention/kernel.ts"
#pragma unroll
#line 193 "kernels/sliding-window-attention/kernel.ts"
    for (int r0 = 0; r0 < 14; ++r0) {
#line 193 "kernels/sliding-window-attention/kernel.ts"
      u32 t_110;
#line 193 "kernels/sliding-window-attention/kernel.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_110) : "f"(sums[4 * r0 + 8]), "f"(sums[4 * r0 + 9]));
#line 193 "kernels/sliding-window-attention/kernel.ts"
      i64 t_111 = t_95 + ((i64)((t_18 * t_23) + ((t_21 + (8 * r0 + 16)) * 2)));
#line 193 "kernels/sliding-window-attention/kernel.ts"
      if ((t_18 + 1) <= t_94) {
#line 193 "kernels/sliding-window-attention/kernel.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_111), "r"(t_110) : "memory");
      }
#line 193 "kernels/sliding-window-attention/kernel.ts"
      u32 t_112;
#line 193 "kernels/sliding-window-attention/kernel.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_112) : "f"(sums[4 * r0 + 10]), "f"(sums[4 * r0 + 11]));
#line 193 "kernels/sliding-window-attention/kernel.ts"
      i64 t_113 = t_95 + ((i64)(((t_18 + 8) * t_23) + ((t_21 + (8 * r0 + 16)) * 2)));
#line 193 "kernels/sliding-window-attention/kernel.ts"
      if ((t_18 + 9) <= t_94) {
#line 193 "kernels/sliding-window-attention/kernel.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_113), "r"(t_112) : "memory");
      }
    }
  }
#line 194 "kernels/sliding-window-attention/kernel.ts"
  // copy(rowMax, logSumExp[64])
#line 194 "kernels/sliding-window-attention/kernel.ts"
  int t_114 = logSumExp_extent2 - top;
#line 194 "kernels/sliding-window-attention/kernel.ts"
  i64 t_115 = (i64)logSumExp + ((((((i64)sequence) * logSumExp_stride0) + (((i64)head) * logSumExp_stride1)) + ((i64)top)) * 4ll);
#line 194 "kernels/sliding-window-attention/kernel.ts"
  bool t_116 = t_114 >= 64;
#line 194 "kernels/sliding-window-attention/kernel.ts"
  if (t_20) {
#line 194 "kernels/sliding-window-attention/kernel.ts"
    if (t_116) {
#line 194 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_115 + ((i64)(t_18 * 4)))), "f"(rowMax[0]) : "memory");
#line 194 "kernels/sliding-window-attention/kernel.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_115 + ((i64)((t_18 + 8) * 4)))), "f"(rowMax[1]) : "memory");
    } else {
#line 194 "kernels/sliding-window-attention/kernel.ts"
      i64 t_117 = t_115 + ((i64)(t_18 * 4));
#line 194 "kernels/sliding-window-attention/kernel.ts"
      if ((t_18 + 1) <= t_114) {
#line 194 "kernels/sliding-window-attention/kernel.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_117), "f"(rowMax[0]) : "memory");
      }
#line 194 "kernels/sliding-window-attention/kernel.ts"
      i64 t_118 = t_115 + ((i64)((t_18 + 8) * 4));
#line 194 "kernels/sliding-window-attention/kernel.ts"
      if ((t_18 + 9) <= t_114) {
#line 194 "kernels/sliding-window-attention/kernel.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_118), "f"(rowMax[1]) : "memory");
      }
    }
  }
}
