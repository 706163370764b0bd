typedef unsigned int u32;
typedef long long i64;

extern "C" __global__ void __launch_bounds__(64) deltaForward(
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
    const unsigned short* __restrict__ weights,
    int weights_extent0,
    int weights_extent1,
    int weights_extent2,
    i64 weights_stride0,
    i64 weights_stride1,
    i64 weights_stride2,
    const float* __restrict__ ownWeights,
    int ownWeights_extent0,
    int ownWeights_extent1,
    int ownWeights_extent2,
    i64 ownWeights_stride0,
    i64 ownWeights_stride1,
    i64 ownWeights_stride2,
    const unsigned short* __restrict__ writes,
    int writes_extent0,
    int writes_extent1,
    int writes_extent2,
    i64 writes_stride0,
    i64 writes_stride1,
    i64 writes_stride2,
    const unsigned short* __restrict__ writesRest,
    int writesRest_extent0,
    int writesRest_extent1,
    int writesRest_extent2,
    i64 writesRest_stride0,
    i64 writesRest_stride1,
    i64 writesRest_stride2,
    const float* __restrict__ wholes,
    int wholes_extent0,
    int wholes_extent1,
    int wholes_extent2,
    i64 wholes_stride0,
    i64 wholes_stride1,
    i64 wholes_stride2,
    const float* __restrict__ sums,
    int sums_extent0,
    int sums_extent1,
    int sums_extent2,
    i64 sums_stride0,
    i64 sums_stride1,
    i64 sums_stride2,
    const int* __restrict__ cuSeqlens,
    int cuSeqlens_extent0,
    const float* __restrict__ initialState,
    int initialState_extent0,
    int initialState_extent1,
    i64 initialState_stride0,
    i64 initialState_stride1,
    i64 initialState_stride2,
    unsigned short* output,
    int output_extent0,
    int output_extent1,
    int output_extent2,
    i64 output_stride0,
    i64 output_stride1,
    i64 output_stride2,
    float* finalState,
    int finalState_extent0,
    int finalState_extent1,
    i64 finalState_stride0,
    i64 finalState_stride1,
    i64 finalState_stride2,
    float scale) {
  extern __shared__ __align__(1024) unsigned char shared_memory[];
#if __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" : : : "memory");
#endif
  const u32 shared_base = (u32)__cvta_generic_to_shared(shared_memory);
#line 79 "kernels/linear-attention/delta-forward.ts"
  u32 queryRows = shared_base;
#line 79 "kernels/linear-attention/delta-forward.ts"
  u32 keyRows = shared_base + 4096u;
#line 79 "kernels/linear-attention/delta-forward.ts"
  u32 valueRows = shared_base + 8192u;
#line 79 "kernels/linear-attention/delta-forward.ts"
  u32 weightRows = shared_base + 12288u;
#line 79 "kernels/linear-attention/delta-forward.ts"
  u32 writesRows = shared_base + 16384u;
#line 79 "kernels/linear-attention/delta-forward.ts"
  u32 restRows = shared_base + 20480u;
#line 79 "kernels/linear-attention/delta-forward.ts"
  u32 ownTile = shared_base + 24576u;
#line 79 "kernels/linear-attention/delta-forward.ts"
  u32 wholeTile = shared_base + 24832u;
#line 79 "kernels/linear-attention/delta-forward.ts"
  u32 sumTile = shared_base + 25088u;
#line 79 "kernels/linear-attention/delta-forward.ts"
  u32 resultRows = shared_base + 25344u;
#line 79 "kernels/linear-attention/delta-forward.ts"
  int blockX = (int)blockIdx.x;
#line 79 "kernels/linear-attention/delta-forward.ts"
  int lane = (int)(threadIdx.x % 32);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int warp = (int)(threadIdx.x / 32);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t = ((lane / 4) % 8) + (warp * 8);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_2 = lane % 4;
#line 79 "kernels/linear-attention/delta-forward.ts"
  u32 t_3 = ((u32)(t * 64)) + (((u32)((t_2 * 8) * 2)) ^ ((((u32)t) << 3u) & 48u));
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_4 = (int)(q_stride1 * 2ll);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_5 = (t * t_4) + ((t_2 * 8) * 2);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_6 = (int)(k_stride1 * 2ll);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_7 = (t * t_6) + ((t_2 * 8) * 2);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_8 = (int)(v_stride1 * 2ll);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_9 = (t * t_8) + ((t_2 * 8) * 2);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_10 = (int)(weights_stride1 * 2ll);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_11 = (t * t_10) + ((t_2 * 8) * 2);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_12 = (int)(writes_stride1 * 2ll);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_13 = (t * t_12) + ((t_2 * 8) * 2);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_14 = (int)(writesRest_stride1 * 2ll);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_15 = (t * t_14) + ((t_2 * 8) * 2);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_16 = lane % 8;
#line 79 "kernels/linear-attention/delta-forward.ts"
  u32 t_17 = (u32)((t_16 * 4) * 4);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_18 = (t_16 * 4) * 4;
#line 79 "kernels/linear-attention/delta-forward.ts"
  bool t_19 = ((lane / 8) + (warp % 2)) == 0;
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_20 = (t_16 * 4) * 4;
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_21 = (t_16 * 4) * 4;
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_22 = (lane / 4) + (warp * 16);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_23 = (lane % 4) * 2;
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_24 = lane % 8;
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_25 = (lane / 16) * 8;
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_26 = t_24 + t_25;
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_27 = ((lane / 8) % 2) * 8;
#line 79 "kernels/linear-attention/delta-forward.ts"
  u32 t_28 = ((u32)(t_26 * 64)) + (((u32)(t_27 * 2)) ^ ((((u32)t_26) << 3u) & 48u));
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_29 = (lane % 4) * 8;
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_30 = (int)(output_stride1 * 2ll);
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_31 = t_24 + t_27;
#line 79 "kernels/linear-attention/delta-forward.ts"
  u32 t_32 = ((u32)(t_31 * 64)) + (((u32)(t_25 * 2)) ^ ((((u32)t_31) << 3u) & 48u));
#line 79 "kernels/linear-attention/delta-forward.ts"
  int t_33 = blockX / 1;
#line 79 "kernels/linear-attention/delta-forward.ts"
  int valueTile = blockX - t_33;
#line 79 "kernels/linear-attention/delta-forward.ts"
  int sequence = t_33 / v_extent2;
#line 79 "kernels/linear-attention/delta-forward.ts"
  int head = t_33 - (sequence * v_extent2);
#line 83 "kernels/linear-attention/delta-forward.ts"
  int left = valueTile * 32;
  int group = head / (v_extent2 / q_extent2);
#line 112 "kernels/linear-attention/delta-forward.ts"
  // fill(state)
#line 112 "kernels/linear-attention/delta-forward.ts"
  float state[16];
#line 112 "kernels/linear-attention/delta-forward.ts"
#pragma unroll
#line 112 "kernels/linear-attention/delta-forward.ts"
  for (int r0 = 0; r0 < 16; ++r0) {
#line 112 "kernels/linear-attention/delta-forward.ts"
    state[r0] = 0.0f;
  }
#line 113 "kernels/linear-attention/delta-forward.ts"
  int t_34 = q_extent1 / 32;
#line 113 "kernels/linear-attention/delta-forward.ts"
  int n_last = ((t_34 * 32) < q_extent1) ? (t_34 + 1) : t_34;
#line 113 "kernels/linear-attention/delta-forward.ts"
  int ring0_fill = 0;
#line 113 "kernels/linear-attention/delta-forward.ts"
  int ring0_use = 0;
#line 113 "kernels/linear-attention/delta-forward.ts"
  bool t_35 = 0 < n_last;
#line 125 "kernels/linear-attention/delta-forward.ts"
  if (t_35) {
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_36 = queryRows + ((u32)(ring0_fill * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_37 = keyRows + ((u32)(ring0_fill * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_38 = valueRows + ((u32)(ring0_fill * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_39 = weightRows + ((u32)(ring0_fill * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_40 = writesRows + ((u32)(ring0_fill * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_41 = restRows + ((u32)(ring0_fill * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_42 = ownTile + ((u32)(ring0_fill * 128));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_43 = wholeTile + ((u32)(ring0_fill * 128));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_44 = sumTile + ((u32)(ring0_fill * 128));
#line 116 "kernels/linear-attention/delta-forward.ts"
    // copy(q[32, 32], queryRows)
#line 116 "kernels/linear-attention/delta-forward.ts"
    int t_45 = q_extent1 - t;
#line 116 "kernels/linear-attention/delta-forward.ts"
    u32 t_46 = t_36 + t_3;
#line 116 "kernels/linear-attention/delta-forward.ts"
    i64 q_source = ((i64)q + (((((i64)sequence) * q_stride0) + (((i64)group) * q_stride2)) * 2ll)) + ((i64)t_5);
#line 116 "kernels/linear-attention/delta-forward.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_46), "l"(q_source), "r"(((t_45 > 0) ? 16 : 0)) : "memory");
#line 116 "kernels/linear-attention/delta-forward.ts"
    q_source = q_source + ((i64)(16 * t_4));
#line 116 "kernels/linear-attention/delta-forward.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_46 + 1024), "l"(q_source), "r"(((t_45 > 16) ? 16 : 0)) : "memory");
    // copy(k[32, 32], keyRows)
#line 117 "kernels/linear-attention/delta-forward.ts"
    int t_47 = k_extent1 - t;
#line 117 "kernels/linear-attention/delta-forward.ts"
    u32 t_48 = t_37 + t_3;
#line 117 "kernels/linear-attention/delta-forward.ts"
    i64 k_source = ((i64)k + (((((i64)sequence) * k_stride0) + (((i64)group) * k_stride2)) * 2ll)) + ((i64)t_7);
#line 117 "kernels/linear-attention/delta-forward.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_48), "l"(k_source), "r"(((t_47 > 0) ? 16 : 0)) : "memory");
#line 117 "kernels/linear-attention/delta-forward.ts"
    k_source = k_source + ((i64)(16 * t_6));
#line 117 "kernels/linear-attention/delta-forward.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_48 + 1024), "l"(k_source), "r"(((t_47 > 16) ? 16 : 0)) : "memory");
    // copy(v[32, 32], valueRows)
#line 118 "kernels/linear-attention/delta-forward.ts"
    int t_49 = 32 - left;
#line 118 "kernels/linear-attention/delta-forward.ts"
    int t_50 = v_extent1 - t;
#line 118 "kernels/linear-attention/delta-forward.ts"
    u32 t_51 = t_38 + t_3;
#line 118 "kernels/linear-attention/delta-forward.ts"
    i64 v_source = ((i64)v + ((((((i64)sequence) * v_stride0) + (((i64)head) * v_stride2)) + ((i64)left)) * 2ll)) + ((i64)t_9);
#line 118 "kernels/linear-attention/delta-forward.ts"
    int t_52 = (t_50 > 0) ? (min((max(((t_49 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 118 "kernels/linear-attention/delta-forward.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_51), "l"(v_source), "r"(t_52) : "memory");
#line 118 "kernels/linear-attention/delta-forward.ts"
    v_source = v_source + ((i64)(16 * t_8));
#line 118 "kernels/linear-attention/delta-forward.ts"
    int t_53 = (t_50 > 16) ? (min((max(((t_49 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 118 "kernels/linear-attention/delta-forward.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_51 + 1024), "l"(v_source), "r"(t_53) : "memory");
    // copy(weights[32, 32], weightRows)
#line 119 "kernels/linear-attention/delta-forward.ts"
    int t_54 = weights_extent1 - t;
#line 119 "kernels/linear-attention/delta-forward.ts"
    u32 t_55 = t_39 + t_3;
#line 119 "kernels/linear-attention/delta-forward.ts"
    i64 weights_source = ((i64)weights + (((((i64)sequence) * weights_stride0) + (((i64)head) * weights_stride2)) * 2ll)) + ((i64)t_11);
#line 119 "kernels/linear-attention/delta-forward.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_55), "l"(weights_source), "r"(((t_54 > 0) ? 16 : 0)) : "memory");
#line 119 "kernels/linear-attention/delta-forward.ts"
    weights_source = weights_source + ((i64)(16 * t_10));
#line 119 "kernels/linear-attention/delta-forward.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_55 + 1024), "l"(weights_source), "r"(((t_54 > 16) ? 16 : 0)) : "memory");
    // copy(writes[32, 32], writesRows)
#line 120 "kernels/linear-attention/delta-forward.ts"
    int t_56 = writes_extent1 - t;
#line 120 "kernels/linear-attention/delta-forward.ts"
    u32 t_57 = t_40 + t_3;
#line 120 "kernels/linear-attention/delta-forward.ts"
    i64 writes_source = ((i64)writes + (((((i64)sequence) * writes_stride0) + (((i64)head) * writes_stride2)) * 2ll)) + ((i64)t_13);
#line 120 "kernels/linear-attention/delta-forward.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_57), "l"(writes_source), "r"(((t_56 > 0) ? 16 : 0)) : "memory");
#line 120 "kernels/linear-attention/delta-forward.ts"
    writes_source = writes_source + ((i64)(16 * t_12));
#line 120 "kernels/linear-attention/delta-forward.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_57 + 1024), "l"(writes_source), "r"(((t_56 > 16) ? 16 : 0)) : "memory");
    // copy(writesRest[32, 32], restRows)
#line 121 "kernels/linear-attention/delta-forward.ts"
    int t_58 = writesRest_extent1 - t;
#line 121 "kernels/linear-attention/delta-forward.ts"
    u32 t_59 = t_41 + t_3;
#line 121 "kernels/linear-attention/delta-forward.ts"
    i64 writesRest_source = ((i64)writesRest + (((((i64)sequence) * writesRest_stride0) + (((i64)head) * writesRest_stride2)) * 2ll)) + ((i64)t_15);
#line 121 "kernels/linear-attention/delta-forward.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_59), "l"(writesRest_source), "r"(((t_58 > 0) ? 16 : 0)) : "memory");
#line 121 "kernels/linear-attention/delta-forward.ts"
    writesRest_source = writesRest_source + ((i64)(16 * t_14));
#line 121 "kernels/linear-attention/delta-forward.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_59 + 1024), "l"(writesRest_source), "r"(((t_58 > 16) ? 16 : 0)) : "memory");
    // copy(ownWeights[32], ownTile)
#line 122 "kernels/linear-attention/delta-forward.ts"
    u32 t_60 = t_42 + t_17;
#line 122 "kernels/linear-attention/delta-forward.ts"
    i64 ownWeights_source = ((i64)ownWeights + (((((i64)sequence) * ownWeights_stride0) + (((i64)head) * ownWeights_stride1)) * 4ll)) + ((i64)t_18);
#line 122 "kernels/linear-attention/delta-forward.ts"
    if (t_19) {
#line 122 "kernels/linear-attention/delta-forward.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_60), "l"(ownWeights_source), "r"(16) : "memory");
    }
    // copy(wholes[32], wholeTile)
#line 124 "kernels/linear-attention/delta-forward.ts"
    u32 t_61 = t_43 + t_17;
#line 124 "kernels/linear-attention/delta-forward.ts"
    i64 wholes_source = ((i64)wholes + (((((i64)sequence) * wholes_stride0) + (((i64)head) * wholes_stride1)) * 4ll)) + ((i64)t_20);
#line 124 "kernels/linear-attention/delta-forward.ts"
    if (t_19) {
#line 124 "kernels/linear-attention/delta-forward.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_61), "l"(wholes_source), "r"(16) : "memory");
    }
#line 125 "kernels/linear-attention/delta-forward.ts"
    // copy(sums[32], sumTile)
#line 125 "kernels/linear-attention/delta-forward.ts"
    u32 t_62 = t_44 + t_17;
#line 125 "kernels/linear-attention/delta-forward.ts"
    i64 sums_source = ((i64)sums + (((((i64)sequence) * sums_stride0) + (((i64)head) * sums_stride1)) * 4ll)) + ((i64)t_21);
#line 125 "kernels/linear-attention/delta-forward.ts"
    if (t_19) {
#line 125 "kernels/linear-attention/delta-forward.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_62), "l"(sums_source), "r"(16) : "memory");
    }
  }
#line 125 "kernels/linear-attention/delta-forward.ts"
  asm volatile("cp.async.commit_group;" ::: "memory");
#line 125 "kernels/linear-attention/delta-forward.ts"
  int t_63 = ring0_fill + 1;
#line 125 "kernels/linear-attention/delta-forward.ts"
  ring0_fill = (t_63 == 2) ? 0 : t_63;
#line 113 "kernels/linear-attention/delta-forward.ts"
#pragma unroll 1
#line 113 "kernels/linear-attention/delta-forward.ts"
  for (int n = 0; n < n_last; n += 1) {
#line 113 "kernels/linear-attention/delta-forward.ts"
    asm volatile("cp.async.wait_group 0;" ::: "memory");
#line 113 "kernels/linear-attention/delta-forward.ts"
    __syncthreads();
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_64 = queryRows + ((u32)(ring0_use * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_65 = keyRows + ((u32)(ring0_use * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_66 = valueRows + ((u32)(ring0_use * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_67 = weightRows + ((u32)(ring0_use * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_68 = writesRows + ((u32)(ring0_use * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_69 = restRows + ((u32)(ring0_use * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_70 = ownTile + ((u32)(ring0_use * 128));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_71 = wholeTile + ((u32)(ring0_use * 128));
#line 113 "kernels/linear-attention/delta-forward.ts"
    u32 t_72 = sumTile + ((u32)(ring0_use * 128));
#line 113 "kernels/linear-attention/delta-forward.ts"
    int t_73 = ring0_use + 1;
#line 113 "kernels/linear-attention/delta-forward.ts"
    ring0_use = (t_73 == 2) ? 0 : t_73;
#line 113 "kernels/linear-attention/delta-forward.ts"
    bool t_74 = (n + 1) < n_last;
#line 125 "kernels/linear-attention/delta-forward.ts"
    if (t_74) {
#line 113 "kernels/linear-attention/delta-forward.ts"
      u32 t_75 = queryRows + ((u32)(ring0_fill * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
      u32 t_76 = keyRows + ((u32)(ring0_fill * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
      u32 t_77 = valueRows + ((u32)(ring0_fill * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
      u32 t_78 = weightRows + ((u32)(ring0_fill * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
      u32 t_79 = writesRows + ((u32)(ring0_fill * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
      u32 t_80 = restRows + ((u32)(ring0_fill * 2048));
#line 113 "kernels/linear-attention/delta-forward.ts"
      u32 t_81 = ownTile + ((u32)(ring0_fill * 128));
#line 113 "kernels/linear-attention/delta-forward.ts"
      u32 t_82 = wholeTile + ((u32)(ring0_fill * 128));
#line 113 "kernels/linear-attention/delta-forward.ts"
      u32 t_83 = sumTile + ((u32)(ring0_fill * 128));
#line 113 "kernels/linear-attention/delta-forward.ts"
      int t_84 = n + 1;
      int top = t_84 * 32;
#line 116 "kernels/linear-attention/delta-forward.ts"
      // copy(q[32, 32], queryRows)
#line 116 "kernels/linear-attention/delta-forward.ts"
      int t_85 = (q_extent1 - top) - t;
#line 116 "kernels/linear-attention/delta-forward.ts"
      u32 t_86 = t_75 + t_3;
#line 116 "kernels/linear-attention/delta-forward.ts"
      i64 q_source_2 = ((i64)q + ((((((i64)sequence) * q_stride0) + (((i64)top) * q_stride1)) + (((i64)group) * q_stride2)) * 2ll)) + ((i64)t_5);
#line 116 "kernels/linear-attention/delta-forward.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_86), "l"(q_source_2), "r"(((t_85 > 0) ? 16 : 0)) : "memory");
#line 116 "kernels/linear-attention/delta-forward.ts"
      q_source_2 = q_source_2 + ((i64)(16 * t_4));
#line 116 "kernels/linear-attention/delta-forward.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_86 + 1024), "l"(q_source_2), "r"(((t_85 > 16) ? 16 : 0)) : "memory");
      // copy(k[32, 32], keyRows)
#line 117 "kernels/linear-attention/delta-forward.ts"
      int t_87 = (k_extent1 - top) - t;
#line 117 "kernels/linear-attention/delta-forward.ts"
      u32 t_88 = t_76 + t_3;
#line 117 "kernels/linear-attention/delta-forward.ts"
      i64 k_source_2 = ((i64)k + ((((((i64)sequence) * k_stride0) + (((i64)top) * k_stride1)) + (((i64)group) * k_stride2)) * 2ll)) + ((i64)t_7);
#line 117 "kernels/linear-attention/delta-forward.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_88), "l"(k_source_2), "r"(((t_87 > 0) ? 16 : 0)) : "memory");
#line 117 "kernels/linear-attention/delta-forward.ts"
      k_source_2 = k_source_2 + ((i64)(16 * t_6));
#line 117 "kernels/linear-attention/delta-forward.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_88 + 1024), "l"(k_source_2), "r"(((t_87 > 16) ? 16 : 0)) : "memory");
      // copy(v[32, 32], valueRows)
#line 118 "kernels/linear-attention/delta-forward.ts"
      int t_89 = 32 - left;
#line 118 "kernels/linear-attention/delta-forward.ts"
      int t_90 = (v_extent1 - top) - t;
#line 118 "kernels/linear-attention/delta-forward.ts"
      u32 t_91 = t_77 + t_3;
#line 118 "kernels/linear-attention/delta-forward.ts"
      i64 v_source_2 = ((i64)v + (((((((i64)sequence) * v_stride0) + (((i64)top) * v_stride1)) + (((i64)head) * v_stride2)) + ((i64)left)) * 2ll)) + ((i64)t_9);
#line 118 "kernels/linear-attention/delta-forward.ts"
      int t_92 = (t_90 > 0) ? (min((max(((t_89 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 118 "kernels/linear-attention/delta-forward.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_91), "l"(v_source_2), "r"(t_92) : "memory");
#line 118 "kernels/linear-attention/delta-forward.ts"
      v_source_2 = v_source_2 + ((i64)(16 * t_8));
#line 118 "kernels/linear-attention/delta-forward.ts"
      int t_93 = (t_90 > 16) ? (min((max(((t_89 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 118 "kernels/linear-attention/delta-forward.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_91 + 1024), "l"(v_source_2), "r"(t_93) : "memory");
      // copy(weights[32, 32], weightRows)
#line 119 "kernels/linear-attention/delta-forward.ts"
      int t_94 = (weights_extent1 - top) - t;
#line 119 "kernels/linear-attention/delta-forward.ts"
      u32 t_95 = t_78 + t_3;
#line 119 "kernels/linear-attention/delta-forward.ts"
      i64 weights_source_2 = ((i64)weights + ((((((i64)sequence) * weights_stride0) + (((i64)top) * weights_stride1)) + (((i64)head) * weights_stride2)) * 2ll)) + ((i64)t_11);
#line 119 "kernels/linear-attention/delta-forward.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_95), "l"(weights_source_2), "r"(((t_94 > 0) ? 16 : 0)) : "memory");
#line 119 "kernels/linear-attention/delta-forward.ts"
      weights_source_2 = weights_source_2 + ((i64)(16 * t_10));
#line 119 "kernels/linear-attention/delta-forward.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_95 + 1024), "l"(weights_source_2), "r"(((t_94 > 16) ? 16 : 0)) : "memory");
      // copy(writes[32, 32], writesRows)
#line 120 "kernels/linear-attention/delta-forward.ts"
      int t_96 = (writes_extent1 - top) - t;
#line 120 "kernels/linear-attention/delta-forward.ts"
      u32 t_97 = t_79 + t_3;
#line 120 "kernels/linear-attention/delta-forward.ts"
      i64 writes_source_2 = ((i64)writes + ((((((i64)sequence) * writes_stride0) + (((i64)top) * writes_stride1)) + (((i64)head) * writes_stride2)) * 2ll)) + ((i64)t_13);
#line 120 "kernels/linear-attention/delta-forward.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_97), "l"(writes_source_2), "r"(((t_96 > 0) ? 16 : 0)) : "memory");
#line 120 "kernels/linear-attention/delta-forward.ts"
      writes_source_2 = writes_source_2 + ((i64)(16 * t_12));
#line 120 "kernels/linear-attention/delta-forward.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_97 + 1024), "l"(writes_source_2), "r"(((t_96 > 16) ? 16 : 0)) : "memory");
      // copy(writesRest[32, 32], restRows)
#line 121 "kernels/linear-attention/delta-forward.ts"
      int t_98 = (writesRest_extent1 - top) - t;
#line 121 "kernels/linear-attention/delta-forward.ts"
      u32 t_99 = t_80 + t_3;
#line 121 "kernels/linear-attention/delta-forward.ts"
      i64 t_100 = (i64)t_15;
#line 121 "kernels/linear-attention/delta-forward.ts"
      i64 t_101 = ((i64)writesRest + ((((((i64)sequence) * writesRest_stride0) + (((i64)top) * writesRest_stride1)) + (((i64)head) * writesRest_stride2)) * 2ll)) + t_100;
#line 121 "kernels/linear-attention/delta-forward.ts"
      i64 writesRest_source_2 = t_101;
#line 121 "kernels/linear-attention/delta-forward.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_99), "l"(writesRest_source_2), "r"(((t_98 > 0) ? 16 : 0)) : "memory");
#line 121 "kernels/linear-attention/delta-forward.ts"
      writesRest_source_2 = writesRest_source_2 + ((i64)(16 * t_14));
#line 121 "kernels/linear-attention/delta-forward.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_99 + 1024), "l"(writesRest_source_2), "r"(((t_98 > 16) ? 16 : 0)) : "memory");
      // copy(ownWeights[32], ownTile)
#line 122 "kernels/linear-attention/delta-forward.ts"
      u32 t_102 = t_81 + t_17;
#line 122 "kernels/linear-attention/delta-forward.ts"
      i64 t_103 = (i64)t_18;
#line 122 "kernels/linear-attention/delta-forward.ts"
      i64 t_104 = ((i64)ownWeights + ((((((i64)sequence) * ownWeights_stride0) + (((i64)head) * ownWeights_stride1)) + (((i64)t_84) * ownWeights_stride2)) * 4ll)) + t_103;
#line 122 "kernels/linear-attention/delta-forward.ts"
      i64 ownWeights_source_2 = t_104;
#line 122 "kernels/linear-attention/delta-forward.ts"
      if (t_19) {
#line 122 "kernels/linear-attention/delta-forward.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_102), "l"(ownWeights_source_2), "r"(16) : "memory");
      }
      // copy(wholes[32], wholeTile)
#line 124 "kernels/linear-attention/delta-forward.ts"
      u32 t_105 = t_82 + t_17;
#line 124 "kernels/linear-attention/delta-forward.ts"
      i64 wholes_source_2 = ((i64)wholes + ((((((i64)sequence) * wholes_stride0) + (((i64)head) * wholes_stride1)) + (((i64)t_84) * wholes_stride2)) * 4ll)) + ((i64)t_20);
#line 124 "kernels/linear-attention/delta-forward.ts"
      if (t_19) {
#line 124 "kernels/linear-attention/delta-forward.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_105), "l"(wholes_source_2), "r"(16) : "memory");
      }
#line 125 "kernels/linear-attention/delta-forward.ts"
      // copy(sums[32], sumTile)
#line 125 "kernels/linear-attention/delta-forward.ts"
      u32 t_106 = t_83 + t_17;
#line 125 "kernels/linear-attention/delta-forward.ts"
      i64 sums_source_2 = ((i64)sums + ((((((i64)sequence) * sums_stride0) + (((i64)head) * sums_stride1)) + (((i64)t_84) * sums_stride2)) * 4ll)) + ((i64)t_21);
#line 125 "kernels/linear-attention/delta-forward.ts"
      if (t_19) {
#line 125 "kernels/linear-attention/delta-forward.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_106), "l"(sums_source_2), "r"(16) : "memory");
      }
    }
#line 125 "kernels/linear-attention/delta-forward.ts"
    asm volatile("cp.async.commit_group;" ::: "memory");
#line 125 "kernels/linear-attention/delta-forward.ts"
    int t_107 = ring0_fill + 1;
#line 125 "kernels/linear-attention/delta-forward.ts"
    ring0_fill = (t_107 == 2) ? 0 : t_107;
#line 114 "kernels/linear-attention/delta-forward.ts"
    int top_2 = n * 32;
#line 127 "kernels/linear-attention/delta-forward.ts"
    // convert(state, stateOperand)
#line 127 "kernels/linear-attention/delta-forward.ts"
    u32 stateOperand[8];
#line 127 "kernels/linear-attention/delta-forward.ts"
#pragma unroll
#line 127 "kernels/linear-attention/delta-forward.ts"
    for (int r0 = 0; r0 < 8; ++r0) {
#line 127 "kernels/linear-attention/delta-forward.ts"
      u32 t_108;
#line 127 "kernels/linear-attention/delta-forward.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_108) : "f"(state[2 * r0]), "f"(state[2 * r0 + 1]));
#line 127 "kernels/linear-attention/delta-forward.ts"
      stateOperand[r0] = t_108;
    }
#line 128 "kernels/linear-attention/delta-forward.ts"
    // gemm(stateOperand, keyRows transposed, residual)
#line 128 "kernels/linear-attention/delta-forward.ts"
    float residual[16];
#line 128 "kernels/linear-attention/delta-forward.ts"
#pragma unroll
#line 128 "kernels/linear-attention/delta-forward.ts"
    for (int r0 = 0; r0 < 16; ++r0) {
#line 128 "kernels/linear-attention/delta-forward.ts"
      residual[r0] = 0.0f;
    }
#line 128 "kernels/linear-attention/delta-forward.ts"
    u32 t_109 = t_65 + t_28;
#line 128 "kernels/linear-attention/delta-forward.ts"
    u32 keyRows_operand[8];
#line 128 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[0]), "=r"(keyRows_operand[1]), "=r"(keyRows_operand[2]), "=r"(keyRows_operand[3]) : "r"(t_109) : "memory");
#line 128 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(residual[0]), "+f"(residual[1]), "+f"(residual[2]), "+f"(residual[3]) : "r"(stateOperand[0]), "r"(stateOperand[1]), "r"(stateOperand[2]), "r"(stateOperand[3]), "r"(keyRows_operand[0]), "r"(keyRows_operand[1]));
#line 128 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(residual[4]), "+f"(residual[5]), "+f"(residual[6]), "+f"(residual[7]) : "r"(stateOperand[0]), "r"(stateOperand[1]), "r"(stateOperand[2]), "r"(stateOperand[3]), "r"(keyRows_operand[2]), "r"(keyRows_operand[3]));
#line 128 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[4]), "=r"(keyRows_operand[5]), "=r"(keyRows_operand[6]), "=r"(keyRows_operand[7]) : "r"(t_109 + 1024) : "memory");
#line 128 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(residual[8]), "+f"(residual[9]), "+f"(residual[10]), "+f"(residual[11]) : "r"(stateOperand[0]), "r"(stateOperand[1]), "r"(stateOperand[2]), "r"(stateOperand[3]), "r"(keyRows_operand[4]), "r"(keyRows_operand[5]));
#line 128 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(residual[12]), "+f"(residual[13]), "+f"(residual[14]), "+f"(residual[15]) : "r"(stateOperand[0]), "r"(stateOperand[1]), "r"(stateOperand[2]), "r"(stateOperand[3]), "r"(keyRows_operand[6]), "r"(keyRows_operand[7]));
#line 128 "kernels/linear-attention/delta-forward.ts"
    u32 t_110 = t_109 ^ 32u;
#line 128 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[0]), "=r"(keyRows_operand[1]), "=r"(keyRows_operand[2]), "=r"(keyRows_operand[3]) : "r"(t_110) : "memory");
#line 128 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(residual[0]), "+f"(residual[1]), "+f"(residual[2]), "+f"(residual[3]) : "r"(stateOperand[4]), "r"(stateOperand[5]), "r"(stateOperand[6]), "r"(stateOperand[7]), "r"(keyRows_operand[0]), "r"(keyRows_operand[1]));
#line 128 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(residual[4]), "+f"(residual[5]), "+f"(residual[6]), "+f"(residual[7]) : "r"(stateOperand[4]), "r"(stateOperand[5]), "r"(stateOperand[6]), "r"(stateOperand[7]), "r"(keyRows_operand[2]), "r"(keyRows_operand[3]));
#line 128 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[4]), "=r"(keyRows_operand[5]), "=r"(keyRows_operand[6]), "=r"(keyRows_operand[7]) : "r"(t_110 + 1024) : "memory");
#line 128 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(residual[8]), "+f"(residual[9]), "+f"(residual[10]), "+f"(residual[11]) : "r"(stateOperand[4]), "r"(stateOperand[5]), "r"(stateOperand[6]), "r"(stateOperand[7]), "r"(keyRows_operand[4]), "r"(keyRows_operand[5]));
#line 128 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(residual[12]), "+f"(residual[13]), "+f"(residual[14]), "+f"(residual[15]) : "r"(stateOperand[4]), "r"(stateOperand[5]), "r"(stateOperand[6]), "r"(stateOperand[7]), "r"(keyRows_operand[6]), "r"(keyRows_operand[7]));
#line 130 "kernels/linear-attention/delta-forward.ts"
    float loaded, loaded_2;
#line 130 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded), "=f"(loaded_2) : "r"((t_71 + ((u32)(t_23 * 4)))) : "memory");
#line 130 "kernels/linear-attention/delta-forward.ts"
    float loaded_3, loaded_4;
#line 130 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_3), "=f"(loaded_4) : "r"((t_72 + ((u32)(t_23 * 4)))) : "memory");
#line 130 "kernels/linear-attention/delta-forward.ts"
    float kept;
#line 130 "kernels/linear-attention/delta-forward.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(kept) : "f"((loaded + loaded_3)));
    u32 t_111;
#line 131 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ld.shared.u16 %0, [%1];" : "=r"(t_111) : "r"((t_66 + (((u32)(t_23 * 64)) + (((u32)(t_22 * 2)) ^ ((((u32)t_23) << 3u) & 48u))))) : "memory");
#line 131 "kernels/linear-attention/delta-forward.ts"
    residual[0] = (__uint_as_float(t_111 << 16)) - (kept * residual[0]);
#line 130 "kernels/linear-attention/delta-forward.ts"
    float kept_2;
#line 130 "kernels/linear-attention/delta-forward.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(kept_2) : "f"((loaded_2 + loaded_4)));
    int t_112 = t_23 + 1;
#line 131 "kernels/linear-attention/delta-forward.ts"
    u32 t_113;
#line 131 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ld.shared.u16 %0, [%1];" : "=r"(t_113) : "r"((t_66 + (((u32)(t_112 * 64)) + (((u32)(t_22 * 2)) ^ ((((u32)t_112) << 3u) & 48u))))) : "memory");
#line 131 "kernels/linear-attention/delta-forward.ts"
    residual[1] = (__uint_as_float(t_113 << 16)) - (kept_2 * residual[1]);
#line 131 "kernels/linear-attention/delta-forward.ts"
    u32 t_114 = t_66 + (((u32)(t_23 * 64)) + (((u32)((t_22 + 8) * 2)) ^ ((((u32)t_23) << 3u) & 48u)));
#line 131 "kernels/linear-attention/delta-forward.ts"
    u32 t_115;
#line 131 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ld.shared.u16 %0, [%1];" : "=r"(t_115) : "r"(t_114) : "memory");
#line 131 "kernels/linear-attention/delta-forward.ts"
    residual[2] = (__uint_as_float(t_115 << 16)) - (kept * residual[2]);
#line 131 "kernels/linear-attention/delta-forward.ts"
    int t_116 = t_23 + 1;
#line 131 "kernels/linear-attention/delta-forward.ts"
    u32 t_117 = t_66 + (((u32)(t_116 * 64)) + (((u32)((t_22 + 8) * 2)) ^ ((((u32)t_116) << 3u) & 48u)));
#line 131 "kernels/linear-attention/delta-forward.ts"
    u32 t_118;
#line 131 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ld.shared.u16 %0, [%1];" : "=r"(t_118) : "r"(t_117) : "memory");
#line 131 "kernels/linear-attention/delta-forward.ts"
    residual[3] = (__uint_as_float(t_118 << 16)) - (kept_2 * residual[3]);
#line 130 "kernels/linear-attention/delta-forward.ts"
#pragma unroll
#line 130 "kernels/linear-attention/delta-forward.ts"
    for (int r0 = 0; r0 < 3; ++r0) {
#line 130 "kernels/linear-attention/delta-forward.ts"
      float loaded_5, loaded_6;
#line 130 "kernels/linear-attention/delta-forward.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_5), "=f"(loaded_6) : "r"((t_71 + ((u32)((t_23 + (8 * r0 + 8)) * 4)))) : "memory");
#line 130 "kernels/linear-attention/delta-forward.ts"
      float loaded_7, loaded_8;
#line 130 "kernels/linear-attention/delta-forward.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_7), "=f"(loaded_8) : "r"((t_72 + ((u32)((t_23 + (8 * r0 + 8)) * 4)))) : "memory");
#line 130 "kernels/linear-attention/delta-forward.ts"
      float kept_3;
#line 130 "kernels/linear-attention/delta-forward.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(kept_3) : "f"((loaded_5 + loaded_7)));
      int t_119 = t_23 + (8 * r0 + 8);
#line 131 "kernels/linear-attention/delta-forward.ts"
      u32 t_120;
#line 131 "kernels/linear-attention/delta-forward.ts"
      asm volatile("ld.shared.u16 %0, [%1];" : "=r"(t_120) : "r"((t_66 + (((u32)(t_119 * 64)) + (((u32)(t_22 * 2)) ^ ((((u32)t_119) << 3u) & 48u))))) : "memory");
#line 131 "kernels/linear-attention/delta-forward.ts"
      residual[4 * r0 + 4] = (__uint_as_float(t_120 << 16)) - (kept_3 * residual[4 * r0 + 4]);
#line 130 "kernels/linear-attention/delta-forward.ts"
      float kept_4;
#line 130 "kernels/linear-attention/delta-forward.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(kept_4) : "f"((loaded_6 + loaded_8)));
      int t_121 = t_23 + (8 * r0 + 9);
#line 131 "kernels/linear-attention/delta-forward.ts"
      u32 t_122;
#line 131 "kernels/linear-attention/delta-forward.ts"
      asm volatile("ld.shared.u16 %0, [%1];" : "=r"(t_122) : "r"((t_66 + (((u32)(t_121 * 64)) + (((u32)(t_22 * 2)) ^ ((((u32)t_121) << 3u) & 48u))))) : "memory");
#line 131 "kernels/linear-attention/delta-forward.ts"
      residual[4 * r0 + 5] = (__uint_as_float(t_122 << 16)) - (kept_4 * residual[4 * r0 + 5]);
#line 131 "kernels/linear-attention/delta-forward.ts"
      int t_123 = t_23 + (8 * r0 + 8);
#line 131 "kernels/linear-attention/delta-forward.ts"
      u32 t_124 = t_66 + (((u32)(t_123 * 64)) + (((u32)((t_22 + 8) * 2)) ^ ((((u32)t_123) << 3u) & 48u)));
#line 131 "kernels/linear-attention/delta-forward.ts"
      u32 t_125;
#line 131 "kernels/linear-attention/delta-forward.ts"
      asm volatile("ld.shared.u16 %0, [%1];" : "=r"(t_125) : "r"(t_124) : "memory");
#line 131 "kernels/linear-attention/delta-forward.ts"
      residual[4 * r0 + 6] = (__uint_as_float(t_125 << 16)) - (kept_3 * residual[4 * r0 + 6]);
#line 131 "kernels/linear-attention/delta-forward.ts"
      int t_126 = t_23 + (8 * r0 + 9);
#line 131 "kernels/linear-attention/delta-forward.ts"
      u32 t_127 = t_66 + (((u32)(t_126 * 64)) + (((u32)((t_22 + 8) * 2)) ^ ((((u32)t_126) << 3u) & 48u)));
#line 131 "kernels/linear-attention/delta-forward.ts"
      u32 t_128;
#line 131 "kernels/linear-attention/delta-forward.ts"
      asm volatile("ld.shared.u16 %0, [%1];" : "=r"(t_128) : "r"(t_127) : "memory");
#line 131 "kernels/linear-attention/delta-forward.ts"
      residual[4 * r0 + 7] = (__uint_as_float(t_128 << 16)) - (kept_4 * residual[4 * r0 + 7]);
    }
    // convert(residual, residualOperand)
#line 133 "kernels/linear-attention/delta-forward.ts"
    u32 residualOperand[8];
#line 133 "kernels/linear-attention/delta-forward.ts"
#pragma unroll
#line 133 "kernels/linear-attention/delta-forward.ts"
    for (int r0 = 0; r0 < 8; ++r0) {
#line 133 "kernels/linear-attention/delta-forward.ts"
      u32 t_129;
#line 133 "kernels/linear-attention/delta-forward.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_129) : "f"(residual[2 * r0]), "f"(residual[2 * r0 + 1]));
#line 133 "kernels/linear-attention/delta-forward.ts"
      residualOperand[r0] = t_129;
    }
#line 134 "kernels/linear-attention/delta-forward.ts"
    // gemm(stateOperand, queryRows transposed, sum)
#line 134 "kernels/linear-attention/delta-forward.ts"
    float sum[16];
#line 134 "kernels/linear-attention/delta-forward.ts"
#pragma unroll
#line 134 "kernels/linear-attention/delta-forward.ts"
    for (int r0 = 0; r0 < 16; ++r0) {
#line 134 "kernels/linear-attention/delta-forward.ts"
      sum[r0] = 0.0f;
    }
#line 134 "kernels/linear-attention/delta-forward.ts"
    u32 t_130 = t_64 + t_28;
#line 134 "kernels/linear-attention/delta-forward.ts"
    u32 queryRows_operand[8];
#line 134 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_130) : "memory");
#line 134 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3]) : "r"(stateOperand[0]), "r"(stateOperand[1]), "r"(stateOperand[2]), "r"(stateOperand[3]), "r"(queryRows_operand[0]), "r"(queryRows_operand[1]));
#line 134 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[4]), "+f"(sum[5]), "+f"(sum[6]), "+f"(sum[7]) : "r"(stateOperand[0]), "r"(stateOperand[1]), "r"(stateOperand[2]), "r"(stateOperand[3]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]));
#line 134 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[4]), "=r"(queryRows_operand[5]), "=r"(queryRows_operand[6]), "=r"(queryRows_operand[7]) : "r"(t_130 + 1024) : "memory");
#line 134 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[8]), "+f"(sum[9]), "+f"(sum[10]), "+f"(sum[11]) : "r"(stateOperand[0]), "r"(stateOperand[1]), "r"(stateOperand[2]), "r"(stateOperand[3]), "r"(queryRows_operand[4]), "r"(queryRows_operand[5]));
#line 134 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[12]), "+f"(sum[13]), "+f"(sum[14]), "+f"(sum[15]) : "r"(stateOperand[0]), "r"(stateOperand[1]), "r"(stateOperand[2]), "r"(stateOperand[3]), "r"(queryRows_operand[6]), "r"(queryRows_operand[7]));
#line 134 "kernels/linear-attention/delta-forward.ts"
    u32 t_131 = t_130 ^ 32u;
#line 134 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_131) : "memory");
#line 134 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3]) : "r"(stateOperand[4]), "r"(stateOperand[5]), "r"(stateOperand[6]), "r"(stateOperand[7]), "r"(queryRows_operand[0]), "r"(queryRows_operand[1]));
#line 134 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[4]), "+f"(sum[5]), "+f"(sum[6]), "+f"(sum[7]) : "r"(stateOperand[4]), "r"(stateOperand[5]), "r"(stateOperand[6]), "r"(stateOperand[7]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]));
#line 134 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[4]), "=r"(queryRows_operand[5]), "=r"(queryRows_operand[6]), "=r"(queryRows_operand[7]) : "r"(t_131 + 1024) : "memory");
#line 134 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[8]), "+f"(sum[9]), "+f"(sum[10]), "+f"(sum[11]) : "r"(stateOperand[4]), "r"(stateOperand[5]), "r"(stateOperand[6]), "r"(stateOperand[7]), "r"(queryRows_operand[4]), "r"(queryRows_operand[5]));
#line 134 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[12]), "+f"(sum[13]), "+f"(sum[14]), "+f"(sum[15]) : "r"(stateOperand[4]), "r"(stateOperand[5]), "r"(stateOperand[6]), "r"(stateOperand[7]), "r"(queryRows_operand[6]), "r"(queryRows_operand[7]));
    float loaded_9, loaded_10;
#line 135 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_9), "=f"(loaded_10) : "r"((t_71 + ((u32)(t_23 * 4)))) : "memory");
#line 135 "kernels/linear-attention/delta-forward.ts"
    float loaded_11, loaded_12;
#line 135 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_11), "=f"(loaded_12) : "r"((t_72 + ((u32)(t_23 * 4)))) : "memory");
#line 135 "kernels/linear-attention/delta-forward.ts"
    float t_132;
#line 135 "kernels/linear-attention/delta-forward.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_132) : "f"((loaded_9 + loaded_11)));
#line 135 "kernels/linear-attention/delta-forward.ts"
    float t_133 = scale * t_132;
#line 135 "kernels/linear-attention/delta-forward.ts"
    sum[0] = sum[0] * t_133;
#line 135 "kernels/linear-attention/delta-forward.ts"
    float t_134;
#line 135 "kernels/linear-attention/delta-forward.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_134) : "f"((loaded_10 + loaded_12)));
#line 135 "kernels/linear-attention/delta-forward.ts"
    float t_135 = scale * t_134;
#line 135 "kernels/linear-attention/delta-forward.ts"
    sum[1] = sum[1] * t_135;
#line 135 "kernels/linear-attention/delta-forward.ts"
    sum[2] = sum[2] * t_133;
#line 135 "kernels/linear-attention/delta-forward.ts"
    sum[3] = sum[3] * t_135;
#line 135 "kernels/linear-attention/delta-forward.ts"
#pragma unroll
#line 135 "kernels/linear-attention/delta-forward.ts"
    for (int r0 = 0; r0 < 3; ++r0) {
#line 135 "kernels/linear-attention/delta-forward.ts"
      float loaded_13, loaded_14;
#line 135 "kernels/linear-attention/delta-forward.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_13), "=f"(loaded_14) : "r"((t_71 + ((u32)((t_23 + (8 * r0 + 8)) * 4)))) : "memory");
#line 135 "kernels/linear-attention/delta-forward.ts"
      float loaded_15, loaded_16;
#line 135 "kernels/linear-attention/delta-forward.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_15), "=f"(loaded_16) : "r"((t_72 + ((u32)((t_23 + (8 * r0 + 8)) * 4)))) : "memory");
#line 135 "kernels/linear-attention/delta-forward.ts"
      float t_136;
#line 135 "kernels/linear-attention/delta-forward.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_136) : "f"((loaded_13 + loaded_15)));
#line 135 "kernels/linear-attention/delta-forward.ts"
      float t_137 = scale * t_136;
#line 135 "kernels/linear-attention/delta-forward.ts"
      sum[4 * r0 + 4] = sum[4 * r0 + 4] * t_137;
#line 135 "kernels/linear-attention/delta-forward.ts"
      float t_138;
#line 135 "kernels/linear-attention/delta-forward.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_138) : "f"((loaded_14 + loaded_16)));
#line 135 "kernels/linear-attention/delta-forward.ts"
      float t_139 = scale * t_138;
#line 135 "kernels/linear-attention/delta-forward.ts"
      sum[4 * r0 + 5] = sum[4 * r0 + 5] * t_139;
#line 135 "kernels/linear-attention/delta-forward.ts"
      sum[4 * r0 + 6] = sum[4 * r0 + 6] * t_137;
#line 135 "kernels/linear-attention/delta-forward.ts"
      sum[4 * r0 + 7] = sum[4 * r0 + 7] * t_139;
    }
#line 136 "kernels/linear-attention/delta-forward.ts"
    // gemm(residualOperand, weightRows transposed, sum)
#line 136 "kernels/linear-attention/delta-forward.ts"
    u32 t_140 = t_67 + t_28;
#line 136 "kernels/linear-attention/delta-forward.ts"
    u32 weightRows_operand[8];
#line 136 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(weightRows_operand[0]), "=r"(weightRows_operand[1]), "=r"(weightRows_operand[2]), "=r"(weightRows_operand[3]) : "r"(t_140) : "memory");
#line 136 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3]) : "r"(residualOperand[0]), "r"(residualOperand[1]), "r"(residualOperand[2]), "r"(residualOperand[3]), "r"(weightRows_operand[0]), "r"(weightRows_operand[1]));
#line 136 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[4]), "+f"(sum[5]), "+f"(sum[6]), "+f"(sum[7]) : "r"(residualOperand[0]), "r"(residualOperand[1]), "r"(residualOperand[2]), "r"(residualOperand[3]), "r"(weightRows_operand[2]), "r"(weightRows_operand[3]));
#line 136 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(weightRows_operand[4]), "=r"(weightRows_operand[5]), "=r"(weightRows_operand[6]), "=r"(weightRows_operand[7]) : "r"(t_140 + 1024) : "memory");
#line 136 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[8]), "+f"(sum[9]), "+f"(sum[10]), "+f"(sum[11]) : "r"(residualOperand[0]), "r"(residualOperand[1]), "r"(residualOperand[2]), "r"(residualOperand[3]), "r"(weightRows_operand[4]), "r"(weightRows_operand[5]));
#line 136 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[12]), "+f"(sum[13]), "+f"(sum[14]), "+f"(sum[15]) : "r"(residualOperand[0]), "r"(residualOperand[1]), "r"(residualOperand[2]), "r"(residualOperand[3]), "r"(weightRows_operand[6]), "r"(weightRows_operand[7]));
#line 136 "kernels/linear-attention/delta-forward.ts"
    u32 t_141 = t_140 ^ 32u;
#line 136 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(weightRows_operand[0]), "=r"(weightRows_operand[1]), "=r"(weightRows_operand[2]), "=r"(weightRows_operand[3]) : "r"(t_141) : "memory");
#line 136 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3]) : "r"(residualOperand[4]), "r"(residualOperand[5]), "r"(residualOperand[6]), "r"(residualOperand[7]), "r"(weightRows_operand[0]), "r"(weightRows_operand[1]));
#line 136 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[4]), "+f"(sum[5]), "+f"(sum[6]), "+f"(sum[7]) : "r"(residualOperand[4]), "r"(residualOperand[5]), "r"(residualOperand[6]), "r"(residualOperand[7]), "r"(weightRows_operand[2]), "r"(weightRows_operand[3]));
#line 136 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(weightRows_operand[4]), "=r"(weightRows_operand[5]), "=r"(weightRows_operand[6]), "=r"(weightRows_operand[7]) : "r"(t_141 + 1024) : "memory");
#line 136 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[8]), "+f"(sum[9]), "+f"(sum[10]), "+f"(sum[11]) : "r"(residualOperand[4]), "r"(residualOperand[5]), "r"(residualOperand[6]), "r"(residualOperand[7]), "r"(weightRows_operand[4]), "r"(weightRows_operand[5]));
#line 136 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[12]), "+f"(sum[13]), "+f"(sum[14]), "+f"(sum[15]) : "r"(residualOperand[4]), "r"(residualOperand[5]), "r"(residualOperand[6]), "r"(residualOperand[7]), "r"(weightRows_operand[6]), "r"(weightRows_operand[7]));
#line 138 "kernels/linear-attention/delta-forward.ts"
    float loaded_17, loaded_18;
#line 138 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_17), "=f"(loaded_18) : "r"((t_70 + ((u32)(t_23 * 4)))) : "memory");
#line 138 "kernels/linear-attention/delta-forward.ts"
    u32 t_142;
#line 138 "kernels/linear-attention/delta-forward.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_142) : "f"((sum[0] + (loaded_17 * residual[0]))), "f"(0.0f));
#line 138 "kernels/linear-attention/delta-forward.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"((resultRows + (((u32)(t_23 * 64)) + (((u32)(t_22 * 2)) ^ ((((u32)t_23) << 3u) & 48u))))), "r"(t_142) : "memory");
#line 138 "kernels/linear-attention/delta-forward.ts"
    int t_143 = t_23 + 1;
#line 138 "kernels/linear-attention/delta-forward.ts"
    u32 t_144;
#line 138 "kernels/linear-attention/delta-forward.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_144) : "f"((sum[1] + (loaded_18 * residual[1]))), "f"(0.0f));
#line 138 "kernels/linear-attention/delta-forward.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"((resultRows + (((u32)(t_143 * 64)) + (((u32)(t_22 * 2)) ^ ((((u32)t_143) << 3u) & 48u))))), "r"(t_144) : "memory");
#line 138 "kernels/linear-attention/delta-forward.ts"
    u32 t_145 = resultRows + (((u32)(t_23 * 64)) + (((u32)((t_22 + 8) * 2)) ^ ((((u32)t_23) << 3u) & 48u)));
#line 138 "kernels/linear-attention/delta-forward.ts"
    u32 t_146;
#line 138 "kernels/linear-attention/delta-forward.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_146) : "f"((sum[2] + (loaded_17 * residual[2]))), "f"(0.0f));
#line 138 "kernels/linear-attention/delta-forward.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"(t_145), "r"(t_146) : "memory");
#line 138 "kernels/linear-attention/delta-forward.ts"
    int t_147 = t_23 + 1;
#line 138 "kernels/linear-attention/delta-forward.ts"
    u32 t_148 = resultRows + (((u32)(t_147 * 64)) + (((u32)((t_22 + 8) * 2)) ^ ((((u32)t_147) << 3u) & 48u)));
#line 138 "kernels/linear-attention/delta-forward.ts"
    u32 t_149;
#line 138 "kernels/linear-attention/delta-forward.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_149) : "f"((sum[3] + (loaded_18 * residual[3]))), "f"(0.0f));
#line 138 "kernels/linear-attention/delta-forward.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"(t_148), "r"(t_149) : "memory");
#line 138 "kernels/linear-attention/delta-forward.ts"
#pragma unroll
#line 138 "kernels/linear-attention/delta-forward.ts"
    for (int r0 = 0; r0 < 3; ++r0) {
#line 138 "kernels/linear-attention/delta-forward.ts"
      int t_150 = t_23 + (8 * r0 + 8);
#line 138 "kernels/linear-attention/delta-forward.ts"
      float loaded_19, loaded_20;
#line 138 "kernels/linear-attention/delta-forward.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_19), "=f"(loaded_20) : "r"((t_70 + ((u32)((t_23 + (8 * r0 + 8)) * 4)))) : "memory");
#line 138 "kernels/linear-attention/delta-forward.ts"
      u32 t_151;
#line 138 "kernels/linear-attention/delta-forward.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_151) : "f"((sum[4 * r0 + 4] + (loaded_19 * residual[4 * r0 + 4]))), "f"(0.0f));
#line 138 "kernels/linear-attention/delta-forward.ts"
      asm volatile("st.shared.u16 [%0], %1;" : : "r"((resultRows + (((u32)(t_150 * 64)) + (((u32)(t_22 * 2)) ^ ((((u32)t_150) << 3u) & 48u))))), "r"(t_151) : "memory");
#line 138 "kernels/linear-attention/delta-forward.ts"
      int t_152 = t_23 + (8 * r0 + 9);
#line 138 "kernels/linear-attention/delta-forward.ts"
      u32 t_153;
#line 138 "kernels/linear-attention/delta-forward.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_153) : "f"((sum[4 * r0 + 5] + (loaded_20 * residual[4 * r0 + 5]))), "f"(0.0f));
#line 138 "kernels/linear-attention/delta-forward.ts"
      asm volatile("st.shared.u16 [%0], %1;" : : "r"((resultRows + (((u32)(t_152 * 64)) + (((u32)(t_22 * 2)) ^ ((((u32)t_152) << 3u) & 48u))))), "r"(t_153) : "memory");
#line 138 "kernels/linear-attention/delta-forward.ts"
      int t_154 = t_23 + (8 * r0 + 8);
#line 138 "kernels/linear-attention/delta-forward.ts"
      u32 t_155 = resultRows + (((u32)(t_154 * 64)) + (((u32)((t_22 + 8) * 2)) ^ ((((u32)t_154) << 3u) & 48u)));
#line 138 "kernels/linear-attention/delta-forward.ts"
      u32 t_156;
#line 138 "kernels/linear-attention/delta-forward.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_156) : "f"((sum[4 * r0 + 6] + (loaded_19 * residual[4 * r0 + 6]))), "f"(0.0f));
#line 138 "kernels/linear-attention/delta-forward.ts"
      asm volatile("st.shared.u16 [%0], %1;" : : "r"(t_155), "r"(t_156) : "memory");
#line 138 "kernels/linear-attention/delta-forward.ts"
      int t_157 = t_23 + (8 * r0 + 9);
#line 138 "kernels/linear-attention/delta-forward.ts"
      u32 t_158 = resultRows + (((u32)(t_157 * 64)) + (((u32)((t_22 + 8) * 2)) ^ ((((u32)t_157) << 3u) & 48u)));
#line 138 "kernels/linear-attention/delta-forward.ts"
      u32 t_159;
#line 138 "kernels/linear-attention/delta-forward.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_159) : "f"((sum[4 * r0 + 7] + (loaded_20 * residual[4 * r0 + 7]))), "f"(0.0f));
#line 138 "kernels/linear-attention/delta-forward.ts"
      asm volatile("st.shared.u16 [%0], %1;" : : "r"(t_158), "r"(t_159) : "memory");
    }
#line 139 "kernels/linear-attention/delta-forward.ts"
    __syncthreads();
#line 139 "kernels/linear-attention/delta-forward.ts"
    // copy(resultRows, output[32, 32])
#line 139 "kernels/linear-attention/delta-forward.ts"
    int t_160 = output_extent1 - top_2;
#line 139 "kernels/linear-attention/delta-forward.ts"
    int t_161 = 32 - left;
#line 139 "kernels/linear-attention/delta-forward.ts"
    i64 t_162 = (i64)output + (((((((i64)sequence) * output_stride0) + (((i64)top_2) * output_stride1)) + (((i64)head) * output_stride2)) + ((i64)left)) * 2ll);
#line 139 "kernels/linear-attention/delta-forward.ts"
    if ((t_160 >= 32) && (t_161 >= 32)) {
#line 139 "kernels/linear-attention/delta-forward.ts"
      u32 t_163 = resultRows + (((u32)(t * 64)) + (((u32)(t_29 * 2)) ^ ((((u32)t) << 3u) & 48u)));
#line 139 "kernels/linear-attention/delta-forward.ts"
      u32 loaded_21, loaded_22, loaded_23, loaded_24;
#line 139 "kernels/linear-attention/delta-forward.ts"
      asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_21), "=r"(loaded_22), "=r"(loaded_23), "=r"(loaded_24) : "r"(t_163) : "memory");
#line 139 "kernels/linear-attention/delta-forward.ts"
      int t_164 = t + 16;
#line 139 "kernels/linear-attention/delta-forward.ts"
      u32 t_165 = resultRows + (((u32)(t_164 * 64)) + (((u32)(t_29 * 2)) ^ ((((u32)t_164) << 3u) & 48u)));
#line 139 "kernels/linear-attention/delta-forward.ts"
      u32 loaded_25, loaded_26, loaded_27, loaded_28;
#line 139 "kernels/linear-attention/delta-forward.ts"
      asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_25), "=r"(loaded_26), "=r"(loaded_27), "=r"(loaded_28) : "r"(t_165) : "memory");
#line 139 "kernels/linear-attention/delta-forward.ts"
      i64 t_166 = t_162 + ((i64)((t * t_30) + (t_29 * 2)));
#line 139 "kernels/linear-attention/delta-forward.ts"
      asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_166), "r"(loaded_21), "r"(loaded_22), "r"(loaded_23), "r"(loaded_24) : "memory");
#line 139 "kernels/linear-attention/delta-forward.ts"
      i64 t_167 = t_162 + ((i64)(((t + 16) * t_30) + (t_29 * 2)));
#line 139 "kernels/linear-attention/delta-forward.ts"
      asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_167), "r"(loaded_25), "r"(loaded_26), "r"(loaded_27), "r"(loaded_28) : "memory");
    } else {
#line 139 "kernels/linear-attention/delta-forward.ts"
      u32 t_168 = resultRows + (((u32)(t * 64)) + (((u32)(t_29 * 2)) ^ ((((u32)t) << 3u) & 48u)));
#line 139 "kernels/linear-attention/delta-forward.ts"
      u32 loaded_29, loaded_30, loaded_31, loaded_32;
#line 139 "kernels/linear-attention/delta-forward.ts"
      asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_29), "=r"(loaded_30), "=r"(loaded_31), "=r"(loaded_32) : "r"(t_168) : "memory");
#line 139 "kernels/linear-attention/delta-forward.ts"
      int t_169 = t + 16;
#line 139 "kernels/linear-attention/delta-forward.ts"
      u32 t_170 = resultRows + (((u32)(t_169 * 64)) + (((u32)(t_29 * 2)) ^ ((((u32)t_169) << 3u) & 48u)));
#line 139 "kernels/linear-attention/delta-forward.ts"
      u32 loaded_33, loaded_34, loaded_35, loaded_36;
#line 139 "kernels/linear-attention/delta-forward.ts"
      asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_33), "=r"(loaded_34), "=r"(loaded_35), "=r"(loaded_36) : "r"(t_170) : "memory");
#line 139 "kernels/linear-attention/delta-forward.ts"
      i64 t_171 = t_162 + ((i64)((t * t_30) + (t_29 * 2)));
#line 139 "kernels/linear-attention/delta-forward.ts"
      if ((t + 1) <= t_160) {
#line 139 "kernels/linear-attention/delta-forward.ts"
        if ((t_29 + 8) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
          asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_171), "r"(loaded_29), "r"(loaded_30), "r"(loaded_31), "r"(loaded_32) : "memory");
        } else {
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 1) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"(t_171), "r"(loaded_29) : "memory");
          }
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 2) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"((t_162 + ((i64)((t * t_30) + ((t_29 + 1) * 2))))), "r"((loaded_29 >> 16u)) : "memory");
          }
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 3) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"((t_162 + ((i64)((t * t_30) + ((t_29 + 2) * 2))))), "r"(loaded_30) : "memory");
          }
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 4) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"((t_162 + ((i64)((t * t_30) + ((t_29 + 3) * 2))))), "r"((loaded_30 >> 16u)) : "memory");
          }
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 5) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"((t_162 + ((i64)((t * t_30) + ((t_29 + 4) * 2))))), "r"(loaded_31) : "memory");
          }
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 6) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"((t_162 + ((i64)((t * t_30) + ((t_29 + 5) * 2))))), "r"((loaded_31 >> 16u)) : "memory");
          }
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 7) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"((t_162 + ((i64)((t * t_30) + ((t_29 + 6) * 2))))), "r"(loaded_32) : "memory");
          }
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 8) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"((t_162 + ((i64)((t * t_30) + ((t_29 + 7) * 2))))), "r"((loaded_32 >> 16u)) : "memory");
          }
        }
      }
#line 139 "kernels/linear-attention/delta-forward.ts"
      int t_172 = t + 16;
#line 139 "kernels/linear-attention/delta-forward.ts"
      i64 t_173 = t_162 + ((i64)((t_172 * t_30) + (t_29 * 2)));
#line 139 "kernels/linear-attention/delta-forward.ts"
      if ((t + 17) <= t_160) {
#line 139 "kernels/linear-attention/delta-forward.ts"
        if ((t_29 + 8) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
          asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_173), "r"(loaded_33), "r"(loaded_34), "r"(loaded_35), "r"(loaded_36) : "memory");
        } else {
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 1) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"(t_173), "r"(loaded_33) : "memory");
          }
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 2) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"((t_162 + ((i64)((t_172 * t_30) + ((t_29 + 1) * 2))))), "r"((loaded_33 >> 16u)) : "memory");
          }
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 3) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"((t_162 + ((i64)((t_172 * t_30) + ((t_29 + 2) * 2))))), "r"(loaded_34) : "memory");
          }
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 4) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"((t_162 + ((i64)((t_172 * t_30) + ((t_29 + 3) * 2))))), "r"((loaded_34 >> 16u)) : "memory");
          }
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 5) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"((t_162 + ((i64)((t_172 * t_30) + ((t_29 + 4) * 2))))), "r"(loaded_35) : "memory");
          }
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 6) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"((t_162 + ((i64)((t_172 * t_30) + ((t_29 + 5) * 2))))), "r"((loaded_35 >> 16u)) : "memory");
          }
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 7) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"((t_162 + ((i64)((t_172 * t_30) + ((t_29 + 6) * 2))))), "r"(loaded_36) : "memory");
          }
#line 139 "kernels/linear-attention/delta-forward.ts"
          if ((t_29 + 8) <= t_161) {
#line 139 "kernels/linear-attention/delta-forward.ts"
            asm volatile("st.global.u16 [%0], %1;" : : "l"((t_162 + ((i64)((t_172 * t_30) + ((t_29 + 7) * 2))))), "r"((loaded_36 >> 16u)) : "memory");
          }
        }
      }
    }
#line 140 "kernels/linear-attention/delta-forward.ts"
    // gemm(residualOperand, writesRows transposed, written)
#line 140 "kernels/linear-attention/delta-forward.ts"
    float written[16];
#line 140 "kernels/linear-attention/delta-forward.ts"
#pragma unroll
#line 140 "kernels/linear-attention/delta-forward.ts"
    for (int r0 = 0; r0 < 16; ++r0) {
#line 140 "kernels/linear-attention/delta-forward.ts"
      written[r0] = 0.0f;
    }
#line 140 "kernels/linear-attention/delta-forward.ts"
    u32 t_174 = t_68 + t_28;
#line 140 "kernels/linear-attention/delta-forward.ts"
    u32 writesRows_operand[8];
#line 140 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(writesRows_operand[0]), "=r"(writesRows_operand[1]), "=r"(writesRows_operand[2]), "=r"(writesRows_operand[3]) : "r"(t_174) : "memory");
#line 140 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[0]), "+f"(written[1]), "+f"(written[2]), "+f"(written[3]) : "r"(residualOperand[0]), "r"(residualOperand[1]), "r"(residualOperand[2]), "r"(residualOperand[3]), "r"(writesRows_operand[0]), "r"(writesRows_operand[1]));
#line 140 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[4]), "+f"(written[5]), "+f"(written[6]), "+f"(written[7]) : "r"(residualOperand[0]), "r"(residualOperand[1]), "r"(residualOperand[2]), "r"(residualOperand[3]), "r"(writesRows_operand[2]), "r"(writesRows_operand[3]));
#line 140 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(writesRows_operand[4]), "=r"(writesRows_operand[5]), "=r"(writesRows_operand[6]), "=r"(writesRows_operand[7]) : "r"(t_174 + 1024) : "memory");
#line 140 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[8]), "+f"(written[9]), "+f"(written[10]), "+f"(written[11]) : "r"(residualOperand[0]), "r"(residualOperand[1]), "r"(residualOperand[2]), "r"(residualOperand[3]), "r"(writesRows_operand[4]), "r"(writesRows_operand[5]));
#line 140 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[12]), "+f"(written[13]), "+f"(written[14]), "+f"(written[15]) : "r"(residualOperand[0]), "r"(residualOperand[1]), "r"(residualOperand[2]), "r"(residualOperand[3]), "r"(writesRows_operand[6]), "r"(writesRows_operand[7]));
#line 140 "kernels/linear-attention/delta-forward.ts"
    u32 t_175 = t_174 ^ 32u;
#line 140 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(writesRows_operand[0]), "=r"(writesRows_operand[1]), "=r"(writesRows_operand[2]), "=r"(writesRows_operand[3]) : "r"(t_175) : "memory");
#line 140 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[0]), "+f"(written[1]), "+f"(written[2]), "+f"(written[3]) : "r"(residualOperand[4]), "r"(residualOperand[5]), "r"(residualOperand[6]), "r"(residualOperand[7]), "r"(writesRows_operand[0]), "r"(writesRows_operand[1]));
#line 140 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[4]), "+f"(written[5]), "+f"(written[6]), "+f"(written[7]) : "r"(residualOperand[4]), "r"(residualOperand[5]), "r"(residualOperand[6]), "r"(residualOperand[7]), "r"(writesRows_operand[2]), "r"(writesRows_operand[3]));
#line 140 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(writesRows_operand[4]), "=r"(writesRows_operand[5]), "=r"(writesRows_operand[6]), "=r"(writesRows_operand[7]) : "r"(t_175 + 1024) : "memory");
#line 140 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[8]), "+f"(written[9]), "+f"(written[10]), "+f"(written[11]) : "r"(residualOperand[4]), "r"(residualOperand[5]), "r"(residualOperand[6]), "r"(residualOperand[7]), "r"(writesRows_operand[4]), "r"(writesRows_operand[5]));
#line 140 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[12]), "+f"(written[13]), "+f"(written[14]), "+f"(written[15]) : "r"(residualOperand[4]), "r"(residualOperand[5]), "r"(residualOperand[6]), "r"(residualOperand[7]), "r"(writesRows_operand[6]), "r"(writesRows_operand[7]));
    // gemm(residualOperand, restRows transposed, written)
#line 141 "kernels/linear-attention/delta-forward.ts"
    u32 t_176 = t_69 + t_28;
#line 141 "kernels/linear-attention/delta-forward.ts"
    u32 restRows_operand[8];
#line 141 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(restRows_operand[0]), "=r"(restRows_operand[1]), "=r"(restRows_operand[2]), "=r"(restRows_operand[3]) : "r"(t_176) : "memory");
#line 141 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[0]), "+f"(written[1]), "+f"(written[2]), "+f"(written[3]) : "r"(residualOperand[0]), "r"(residualOperand[1]), "r"(residualOperand[2]), "r"(residualOperand[3]), "r"(restRows_operand[0]), "r"(restRows_operand[1]));
#line 141 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[4]), "+f"(written[5]), "+f"(written[6]), "+f"(written[7]) : "r"(residualOperand[0]), "r"(residualOperand[1]), "r"(residualOperand[2]), "r"(residualOperand[3]), "r"(restRows_operand[2]), "r"(restRows_operand[3]));
#line 141 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(restRows_operand[4]), "=r"(restRows_operand[5]), "=r"(restRows_operand[6]), "=r"(restRows_operand[7]) : "r"(t_176 + 1024) : "memory");
#line 141 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[8]), "+f"(written[9]), "+f"(written[10]), "+f"(written[11]) : "r"(residualOperand[0]), "r"(residualOperand[1]), "r"(residualOperand[2]), "r"(residualOperand[3]), "r"(restRows_operand[4]), "r"(restRows_operand[5]));
#line 141 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[12]), "+f"(written[13]), "+f"(written[14]), "+f"(written[15]) : "r"(residualOperand[0]), "r"(residualOperand[1]), "r"(residualOperand[2]), "r"(residualOperand[3]), "r"(restRows_operand[6]), "r"(restRows_operand[7]));
#line 141 "kernels/linear-attention/delta-forward.ts"
    u32 t_177 = t_176 ^ 32u;
#line 141 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(restRows_operand[0]), "=r"(restRows_operand[1]), "=r"(restRows_operand[2]), "=r"(restRows_operand[3]) : "r"(t_177) : "memory");
#line 141 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[0]), "+f"(written[1]), "+f"(written[2]), "+f"(written[3]) : "r"(residualOperand[4]), "r"(residualOperand[5]), "r"(residualOperand[6]), "r"(residualOperand[7]), "r"(restRows_operand[0]), "r"(restRows_operand[1]));
#line 141 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[4]), "+f"(written[5]), "+f"(written[6]), "+f"(written[7]) : "r"(residualOperand[4]), "r"(residualOperand[5]), "r"(residualOperand[6]), "r"(residualOperand[7]), "r"(restRows_operand[2]), "r"(restRows_operand[3]));
#line 141 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(restRows_operand[4]), "=r"(restRows_operand[5]), "=r"(restRows_operand[6]), "=r"(restRows_operand[7]) : "r"(t_177 + 1024) : "memory");
#line 141 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[8]), "+f"(written[9]), "+f"(written[10]), "+f"(written[11]) : "r"(residualOperand[4]), "r"(residualOperand[5]), "r"(residualOperand[6]), "r"(residualOperand[7]), "r"(restRows_operand[4]), "r"(restRows_operand[5]));
#line 141 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(written[12]), "+f"(written[13]), "+f"(written[14]), "+f"(written[15]) : "r"(residualOperand[4]), "r"(residualOperand[5]), "r"(residualOperand[6]), "r"(residualOperand[7]), "r"(restRows_operand[6]), "r"(restRows_operand[7]));
#line 143 "kernels/linear-attention/delta-forward.ts"
    float t_178;
#line 143 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_178) : "r"((t_71 + 124u)) : "memory");
#line 143 "kernels/linear-attention/delta-forward.ts"
    float t_179;
#line 143 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_179) : "r"((t_72 + 124u)) : "memory");
#line 143 "kernels/linear-attention/delta-forward.ts"
    float kept_5;
#line 143 "kernels/linear-attention/delta-forward.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(kept_5) : "f"((t_178 + t_179)));
#pragma unroll
#line 144 "kernels/linear-attention/delta-forward.ts"
    for (int r0 = 0; r0 < 16; ++r0) {
#line 144 "kernels/linear-attention/delta-forward.ts"
      state[r0] = state[r0] * kept_5;
    }
#line 145 "kernels/linear-attention/delta-forward.ts"
    float t_180;
#line 145 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_180) : "r"((t_71 + 124u)) : "memory");
#line 145 "kernels/linear-attention/delta-forward.ts"
    float loaded_37, loaded_38;
#line 145 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_37), "=f"(loaded_38) : "r"((t_71 + ((u32)(t_23 * 4)))) : "memory");
#line 145 "kernels/linear-attention/delta-forward.ts"
    float t_181;
#line 145 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_181) : "r"((t_72 + 124u)) : "memory");
#line 145 "kernels/linear-attention/delta-forward.ts"
    float loaded_39, loaded_40;
#line 145 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_39), "=f"(loaded_40) : "r"((t_72 + ((u32)(t_23 * 4)))) : "memory");
#line 145 "kernels/linear-attention/delta-forward.ts"
    float t_182;
#line 145 "kernels/linear-attention/delta-forward.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_182) : "f"(((t_180 - loaded_37) + (t_181 - loaded_39))));
#line 145 "kernels/linear-attention/delta-forward.ts"
    written[0] = written[0] * t_182;
#line 145 "kernels/linear-attention/delta-forward.ts"
    float t_183;
#line 145 "kernels/linear-attention/delta-forward.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_183) : "f"(((t_180 - loaded_38) + (t_181 - loaded_40))));
#line 145 "kernels/linear-attention/delta-forward.ts"
    written[1] = written[1] * t_183;
#line 145 "kernels/linear-attention/delta-forward.ts"
    written[2] = written[2] * t_182;
#line 145 "kernels/linear-attention/delta-forward.ts"
    written[3] = written[3] * t_183;
#line 145 "kernels/linear-attention/delta-forward.ts"
#pragma unroll
#line 145 "kernels/linear-attention/delta-forward.ts"
    for (int r0 = 0; r0 < 3; ++r0) {
#line 145 "kernels/linear-attention/delta-forward.ts"
      float loaded_41, loaded_42;
#line 145 "kernels/linear-attention/delta-forward.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_41), "=f"(loaded_42) : "r"((t_71 + ((u32)((t_23 + (8 * r0 + 8)) * 4)))) : "memory");
#line 145 "kernels/linear-attention/delta-forward.ts"
      float loaded_43, loaded_44;
#line 145 "kernels/linear-attention/delta-forward.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_43), "=f"(loaded_44) : "r"((t_72 + ((u32)((t_23 + (8 * r0 + 8)) * 4)))) : "memory");
#line 145 "kernels/linear-attention/delta-forward.ts"
      float t_184;
#line 145 "kernels/linear-attention/delta-forward.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_184) : "f"(((t_180 - loaded_41) + (t_181 - loaded_43))));
#line 145 "kernels/linear-attention/delta-forward.ts"
      written[4 * r0 + 4] = written[4 * r0 + 4] * t_184;
#line 145 "kernels/linear-attention/delta-forward.ts"
      float t_185;
#line 145 "kernels/linear-attention/delta-forward.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_185) : "f"(((t_180 - loaded_42) + (t_181 - loaded_44))));
#line 145 "kernels/linear-attention/delta-forward.ts"
      written[4 * r0 + 5] = written[4 * r0 + 5] * t_185;
#line 145 "kernels/linear-attention/delta-forward.ts"
      written[4 * r0 + 6] = written[4 * r0 + 6] * t_184;
#line 145 "kernels/linear-attention/delta-forward.ts"
      written[4 * r0 + 7] = written[4 * r0 + 7] * t_185;
    }
    // convert(written, writtenOperand)
#line 147 "kernels/linear-attention/delta-forward.ts"
    u32 writtenOperand[8];
#line 147 "kernels/linear-attention/delta-forward.ts"
#pragma unroll
#line 147 "kernels/linear-attention/delta-forward.ts"
    for (int r0 = 0; r0 < 8; ++r0) {
#line 147 "kernels/linear-attention/delta-forward.ts"
      u32 t_186;
#line 147 "kernels/linear-attention/delta-forward.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_186) : "f"(written[2 * r0]), "f"(written[2 * r0 + 1]));
#line 147 "kernels/linear-attention/delta-forward.ts"
      writtenOperand[r0] = t_186;
    }
#line 148 "kernels/linear-attention/delta-forward.ts"
    // gemm(writtenOperand, keyRows, state)
#line 148 "kernels/linear-attention/delta-forward.ts"
    u32 t_187 = t_65 + t_32;
#line 148 "kernels/linear-attention/delta-forward.ts"
    u32 keyRows_operand_2[8];
#line 148 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[0]), "=r"(keyRows_operand_2[1]), "=r"(keyRows_operand_2[2]), "=r"(keyRows_operand_2[3]) : "r"(t_187) : "memory");
#line 148 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[0]), "+f"(state[1]), "+f"(state[2]), "+f"(state[3]) : "r"(writtenOperand[0]), "r"(writtenOperand[1]), "r"(writtenOperand[2]), "r"(writtenOperand[3]), "r"(keyRows_operand_2[0]), "r"(keyRows_operand_2[1]));
#line 148 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[4]), "+f"(state[5]), "+f"(state[6]), "+f"(state[7]) : "r"(writtenOperand[0]), "r"(writtenOperand[1]), "r"(writtenOperand[2]), "r"(writtenOperand[3]), "r"(keyRows_operand_2[2]), "r"(keyRows_operand_2[3]));
#line 148 "kernels/linear-attention/delta-forward.ts"
    u32 t_188 = t_187 ^ 32u;
#line 148 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[4]), "=r"(keyRows_operand_2[5]), "=r"(keyRows_operand_2[6]), "=r"(keyRows_operand_2[7]) : "r"(t_188) : "memory");
#line 148 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[8]), "+f"(state[9]), "+f"(state[10]), "+f"(state[11]) : "r"(writtenOperand[0]), "r"(writtenOperand[1]), "r"(writtenOperand[2]), "r"(writtenOperand[3]), "r"(keyRows_operand_2[4]), "r"(keyRows_operand_2[5]));
#line 148 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[12]), "+f"(state[13]), "+f"(state[14]), "+f"(state[15]) : "r"(writtenOperand[0]), "r"(writtenOperand[1]), "r"(writtenOperand[2]), "r"(writtenOperand[3]), "r"(keyRows_operand_2[6]), "r"(keyRows_operand_2[7]));
#line 148 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[0]), "=r"(keyRows_operand_2[1]), "=r"(keyRows_operand_2[2]), "=r"(keyRows_operand_2[3]) : "r"(t_187 + 1024) : "memory");
#line 148 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[0]), "+f"(state[1]), "+f"(state[2]), "+f"(state[3]) : "r"(writtenOperand[4]), "r"(writtenOperand[5]), "r"(writtenOperand[6]), "r"(writtenOperand[7]), "r"(keyRows_operand_2[0]), "r"(keyRows_operand_2[1]));
#line 148 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[4]), "+f"(state[5]), "+f"(state[6]), "+f"(state[7]) : "r"(writtenOperand[4]), "r"(writtenOperand[5]), "r"(writtenOperand[6]), "r"(writtenOperand[7]), "r"(keyRows_operand_2[2]), "r"(keyRows_operand_2[3]));
#line 148 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[4]), "=r"(keyRows_operand_2[5]), "=r"(keyRows_operand_2[6]), "=r"(keyRows_operand_2[7]) : "r"(t_188 + 1024) : "memory");
#line 148 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[8]), "+f"(state[9]), "+f"(state[10]), "+f"(state[11]) : "r"(writtenOperand[4]), "r"(writtenOperand[5]), "r"(writtenOperand[6]), "r"(writtenOperand[7]), "r"(keyRows_operand_2[4]), "r"(keyRows_operand_2[5]));
#line 148 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[12]), "+f"(state[13]), "+f"(state[14]), "+f"(state[15]) : "r"(writtenOperand[4]), "r"(writtenOperand[5]), "r"(writtenOperand[6]), "r"(writtenOperand[7]), "r"(keyRows_operand_2[6]), "r"(keyRows_operand_2[7]));
#line 150 "kernels/linear-attention/delta-forward.ts"
#pragma unroll
#line 150 "kernels/linear-attention/delta-forward.ts"
    for (int r0 = 0; r0 < 8; ++r0) {
#line 150 "kernels/linear-attention/delta-forward.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(writtenOperand[r0]) : "f"((written[2 * r0] - (__uint_as_float(writtenOperand[r0] << 16)))), "f"((written[2 * r0 + 1] - (__uint_as_float(writtenOperand[r0] & 0xffff0000u)))));
    }
#line 151 "kernels/linear-attention/delta-forward.ts"
    // gemm(writtenOperand, keyRows, state)
#line 151 "kernels/linear-attention/delta-forward.ts"
    u32 t_189 = t_65 + t_32;
#line 151 "kernels/linear-attention/delta-forward.ts"
    u32 keyRows_operand_3[8];
#line 151 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_3[0]), "=r"(keyRows_operand_3[1]), "=r"(keyRows_operand_3[2]), "=r"(keyRows_operand_3[3]) : "r"(t_189) : "memory");
#line 151 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[0]), "+f"(state[1]), "+f"(state[2]), "+f"(state[3]) : "r"(writtenOperand[0]), "r"(writtenOperand[1]), "r"(writtenOperand[2]), "r"(writtenOperand[3]), "r"(keyRows_operand_3[0]), "r"(keyRows_operand_3[1]));
#line 151 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[4]), "+f"(state[5]), "+f"(state[6]), "+f"(state[7]) : "r"(writtenOperand[0]), "r"(writtenOperand[1]), "r"(writtenOperand[2]), "r"(writtenOperand[3]), "r"(keyRows_operand_3[2]), "r"(keyRows_operand_3[3]));
#line 151 "kernels/linear-attention/delta-forward.ts"
    u32 t_190 = t_189 ^ 32u;
#line 151 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_3[4]), "=r"(keyRows_operand_3[5]), "=r"(keyRows_operand_3[6]), "=r"(keyRows_operand_3[7]) : "r"(t_190) : "memory");
#line 151 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[8]), "+f"(state[9]), "+f"(state[10]), "+f"(state[11]) : "r"(writtenOperand[0]), "r"(writtenOperand[1]), "r"(writtenOperand[2]), "r"(writtenOperand[3]), "r"(keyRows_operand_3[4]), "r"(keyRows_operand_3[5]));
#line 151 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[12]), "+f"(state[13]), "+f"(state[14]), "+f"(state[15]) : "r"(writtenOperand[0]), "r"(writtenOperand[1]), "r"(writtenOperand[2]), "r"(writtenOperand[3]), "r"(keyRows_operand_3[6]), "r"(keyRows_operand_3[7]));
#line 151 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_3[0]), "=r"(keyRows_operand_3[1]), "=r"(keyRows_operand_3[2]), "=r"(keyRows_operand_3[3]) : "r"(t_189 + 1024) : "memory");
#line 151 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[0]), "+f"(state[1]), "+f"(state[2]), "+f"(state[3]) : "r"(writtenOperand[4]), "r"(writtenOperand[5]), "r"(writtenOperand[6]), "r"(writtenOperand[7]), "r"(keyRows_operand_3[0]), "r"(keyRows_operand_3[1]));
#line 151 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[4]), "+f"(state[5]), "+f"(state[6]), "+f"(state[7]) : "r"(writtenOperand[4]), "r"(writtenOperand[5]), "r"(writtenOperand[6]), "r"(writtenOperand[7]), "r"(keyRows_operand_3[2]), "r"(keyRows_operand_3[3]));
#line 151 "kernels/linear-attention/delta-forward.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_3[4]), "=r"(keyRows_operand_3[5]), "=r"(keyRows_operand_3[6]), "=r"(keyRows_operand_3[7]) : "r"(t_190 + 1024) : "memory");
#line 151 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[8]), "+f"(state[9]), "+f"(state[10]), "+f"(state[11]) : "r"(writtenOperand[4]), "r"(writtenOperand[5]), "r"(writtenOperand[6]), "r"(writtenOperand[7]), "r"(keyRows_operand_3[4]), "r"(keyRows_operand_3[5]));
#line 151 "kernels/linear-attention/delta-forward.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[12]), "+f"(state[13]), "+f"(state[14]), "+f"(state[15]) : "r"(writtenOperand[4]), "r"(writtenOperand[5]), "r"(writtenOperand[6]), "r"(writtenOperand[7]), "r"(keyRows_operand_3[6]), "r"(keyRows_operand_3[7]));
  }
#line 154 "kernels/linear-attention/delta-forward.ts"
  int t_191 = left + t_22;
#line 154 "kernels/linear-attention/delta-forward.ts"
  i64 t_192 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)t_23) * finalState_stride2)) + ((i64)t_191)) * 4ll;
#line 154 "kernels/linear-attention/delta-forward.ts"
  asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_192)), "f"(state[0]) : "memory");
#line 154 "kernels/linear-attention/delta-forward.ts"
  i64 t_193 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_23 + 1)) * finalState_stride2)) + ((i64)t_191)) * 4ll;
#line 154 "kernels/linear-attention/delta-forward.ts"
  asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_193)), "f"(state[1]) : "memory");
#line 154 "kernels/linear-attention/delta-forward.ts"
  int t_194 = t_191 + 8;
#line 154 "kernels/linear-attention/delta-forward.ts"
  i64 t_195 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)t_23) * finalState_stride2)) + ((i64)t_194)) * 4ll;
#line 154 "kernels/linear-attention/delta-forward.ts"
  asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_195)), "f"(state[2]) : "memory");
#line 154 "kernels/linear-attention/delta-forward.ts"
#pragma unroll
#line 154 "kernels/linear-attention/delta-forward.ts"
  for (int r0 = 0; r0 < 3; ++r0) {
#line 154 "kernels/linear-attention/delta-forward.ts"
    i64 t_196 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_23 + (8 * r0 + 1))) * finalState_stride2)) + ((i64)t_194)) * 4ll;
#line 154 "kernels/linear-attention/delta-forward.ts"
    asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_196)), "f"(state[4 * r0 + 3]) : "memory");
#line 154 "kernels/linear-attention/delta-forward.ts"
    i64 t_197 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_23 + (8 * r0 + 8))) * finalState_stride2)) + ((i64)t_191)) * 4ll;
#line 154 "kernels/linear-attention/delta-forward.ts"
    asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_197)), "f"(state[4 * r0 + 4]) : "memory");
#line 154 "kernels/linear-attention/delta-forward.ts"
    i64 t_198 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_23 + (8 * r0 + 9))) * finalState_stride2)) + ((i64)t_191)) * 4ll;
#line 154 "kernels/linear-attention/delta-forward.ts"
    asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_198)), "f"(state[4 * r0 + 5]) : "memory");
#line 154 "kernels/linear-attention/delta-forward.ts"
    i64 t_199 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_23 + (8 * r0 + 8))) * finalState_stride2)) + ((i64)t_194)) * 4ll;
#line 154 "kernels/linear-attention/delta-forward.ts"
    asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_199)), "f"(state[4 * r0 + 6]) : "memory");
  }
#line 154 "kernels/linear-attention/delta-forward.ts"
  i64 t_200 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_23 + 25)) * finalState_stride2)) + ((i64)t_194)) * 4ll;
#line 154 "kernels/linear-attention/delta-forward.ts"
  asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_200)), "f"(state[15]) : "memory");
}
