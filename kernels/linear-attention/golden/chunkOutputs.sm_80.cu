typedef unsigned int u32;
typedef long long i64;

extern "C" __global__ void __launch_bounds__(64) chunkOutputs(
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
    const float* __restrict__ sums,
    int sums_extent0,
    int sums_extent1,
    int sums_extent2,
    i64 sums_stride0,
    i64 sums_stride1,
    i64 sums_stride2,
    const float* __restrict__ steps,
    int steps_extent0,
    int steps_extent1,
    int steps_extent2,
    i64 steps_stride0,
    i64 steps_stride1,
    i64 steps_stride2,
    const float* __restrict__ skip,
    int skip_extent0,
    const unsigned short* __restrict__ scores,
    int scores_extent0,
    int scores_extent1,
    int scores_extent2,
    i64 scores_stride0,
    i64 scores_stride1,
    i64 scores_stride2,
    const float* __restrict__ ownScores,
    int ownScores_extent0,
    int ownScores_extent1,
    int ownScores_extent2,
    i64 ownScores_stride0,
    i64 ownScores_stride1,
    i64 ownScores_stride2,
    const float* __restrict__ decays,
    int decays_extent0,
    int decays_extent1,
    int decays_extent2,
    i64 decays_stride0,
    i64 decays_stride1,
    i64 decays_stride2,
    const float* __restrict__ states,
    int states_extent0,
    int states_extent1,
    i64 states_stride0,
    i64 states_stride1,
    i64 states_stride2,
    const float* __restrict__ keySums,
    int keySums_extent0,
    int keySums_extent1,
    i64 keySums_stride0,
    i64 keySums_stride1,
    const int* __restrict__ cuSeqlens,
    int cuSeqlens_extent0,
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
    const float* __restrict__ finalKeySum,
    int finalKeySum_extent0,
    int finalKeySum_extent1,
    i64 finalKeySum_stride0,
    i64 finalKeySum_stride1,
    int segments,
    int segmentChunks,
    float scale) {
  extern __shared__ __align__(1024) unsigned char shared_memory[];
  const u32 shared_base = (u32)__cvta_generic_to_shared(shared_memory);
#line 93 "kernels/linear-attention/outputs.ts"
  u32 queryRows = shared_base;
#line 93 "kernels/linear-attention/outputs.ts"
  u32 keyRows = shared_base + 4096u;
#line 93 "kernels/linear-attention/outputs.ts"
  u32 valueRows = shared_base + 8192u;
#line 93 "kernels/linear-attention/outputs.ts"
  u32 sumTile = shared_base + 12288u;
#line 93 "kernels/linear-attention/outputs.ts"
  u32 ownTile = shared_base + 12544u;
#line 93 "kernels/linear-attention/outputs.ts"
  u32 weightTile = shared_base + 12672u;
#line 93 "kernels/linear-attention/outputs.ts"
  u32 scaledValues = shared_base + 14720u;
#line 93 "kernels/linear-attention/outputs.ts"
  int blockX = (int)blockIdx.x;
#line 93 "kernels/linear-attention/outputs.ts"
  int lane = (int)(threadIdx.x % 32);
#line 93 "kernels/linear-attention/outputs.ts"
  int warp = (int)(threadIdx.x / 32);
#line 93 "kernels/linear-attention/outputs.ts"
  int t = ((lane / 4) % 8) + (warp * 8);
#line 93 "kernels/linear-attention/outputs.ts"
  int t_2 = lane % 4;
#line 93 "kernels/linear-attention/outputs.ts"
  u32 t_3 = ((u32)(t * 64)) + (((u32)((t_2 * 8) * 2)) ^ ((((u32)t) << 3u) & 48u));
#line 93 "kernels/linear-attention/outputs.ts"
  int t_4 = (int)(q_stride1 * 2ll);
#line 93 "kernels/linear-attention/outputs.ts"
  int t_5 = (t * t_4) + ((t_2 * 8) * 2);
#line 93 "kernels/linear-attention/outputs.ts"
  int t_6 = (int)(k_stride1 * 2ll);
#line 93 "kernels/linear-attention/outputs.ts"
  int t_7 = (t * t_6) + ((t_2 * 8) * 2);
#line 93 "kernels/linear-attention/outputs.ts"
  int t_8 = (int)(v_stride1 * 2ll);
#line 93 "kernels/linear-attention/outputs.ts"
  int t_9 = (t * t_8) + ((t_2 * 8) * 2);
#line 93 "kernels/linear-attention/outputs.ts"
  int t_10 = lane % 8;
#line 93 "kernels/linear-attention/outputs.ts"
  u32 t_11 = (u32)((t_10 * 4) * 4);
#line 93 "kernels/linear-attention/outputs.ts"
  int t_12 = (t_10 * 4) * 4;
#line 93 "kernels/linear-attention/outputs.ts"
  bool t_13 = ((lane / 8) + (warp % 2)) == 0;
#line 93 "kernels/linear-attention/outputs.ts"
  int t_14 = (warp % 2) * 16;
#line 93 "kernels/linear-attention/outputs.ts"
  int t_15 = lane % 8;
#line 93 "kernels/linear-attention/outputs.ts"
  int t_16 = ((lane / 8) % 2) * 8;
#line 93 "kernels/linear-attention/outputs.ts"
  int t_17 = t_15 + t_16;
#line 93 "kernels/linear-attention/outputs.ts"
  int t_18 = (lane / 16) * 8;
#line 93 "kernels/linear-attention/outputs.ts"
  u32 t_19 = ((u32)(t_17 * 64)) + (((u32)(t_18 * 2)) ^ ((((u32)t_17) << 3u) & 48u));
#line 93 "kernels/linear-attention/outputs.ts"
  int t_20 = t_15 + t_18;
#line 93 "kernels/linear-attention/outputs.ts"
  int t_21 = t_20 + t_14;
#line 93 "kernels/linear-attention/outputs.ts"
  u32 t_22 = ((u32)(t_21 * 64)) + (((u32)(t_16 * 2)) ^ ((((u32)t_21) << 3u) & 48u));
#line 93 "kernels/linear-attention/outputs.ts"
  int t_23 = lane / 4;
#line 93 "kernels/linear-attention/outputs.ts"
  int t_24 = ((lane % 4) * 2) + ((warp % 2) * 16);
#line 93 "kernels/linear-attention/outputs.ts"
  int t_25 = ((lane / 8) % 4) + (warp * 4);
#line 93 "kernels/linear-attention/outputs.ts"
  int t_26 = (lane % 8) * 4;
#line 93 "kernels/linear-attention/outputs.ts"
  int t_27 = (int)(output_stride1 * 2ll);
#line 93 "kernels/linear-attention/outputs.ts"
  int t_28 = (lane / 4) + (warp * 16);
#line 93 "kernels/linear-attention/outputs.ts"
  int t_29 = (lane % 4) * 2;
#line 93 "kernels/linear-attention/outputs.ts"
  int t_30 = warp * 16;
#line 93 "kernels/linear-attention/outputs.ts"
  u32 t_31 = ((u32)(t_17 * 64)) + (((u32)(t_18 * 2)) ^ ((((u32)t_17) << 3u) & 48u));
#line 93 "kernels/linear-attention/outputs.ts"
  int t_32 = blockX / 1;
#line 93 "kernels/linear-attention/outputs.ts"
  int valueTile = blockX - t_32;
#line 93 "kernels/linear-attention/outputs.ts"
  int row = t_32 / v_extent2;
#line 93 "kernels/linear-attention/outputs.ts"
  int head = t_32 - (row * v_extent2);
  int sequence = row / segments;
  int segment = row % segments;
#line 99 "kernels/linear-attention/outputs.ts"
  int t_33 = q_extent1 / 32;
#line 99 "kernels/linear-attention/outputs.ts"
  int chunks = ((t_33 * 32) < q_extent1) ? (t_33 + 1) : t_33;
  int from = segment * segmentChunks;
  bool t_34 = !((segment > 0) && (from >= chunks));
#line 214 "kernels/linear-attention/outputs.ts"
  if (t_34) {
#line 102 "kernels/linear-attention/outputs.ts"
    int until = min((from + segmentChunks), chunks);
    int left = valueTile * 32;
    int group = head / (v_extent2 / q_extent2);
#line 135 "kernels/linear-attention/outputs.ts"
    // fill(state)
#line 135 "kernels/linear-attention/outputs.ts"
    float state[16];
#line 135 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 135 "kernels/linear-attention/outputs.ts"
    for (int r0 = 0; r0 < 16; ++r0) {
#line 135 "kernels/linear-attention/outputs.ts"
      state[r0] = 0.0f;
    }
#line 140 "kernels/linear-attention/outputs.ts"
    int ring0_fill = 0;
#line 140 "kernels/linear-attention/outputs.ts"
    int ring0_use = 0;
#line 140 "kernels/linear-attention/outputs.ts"
    bool t_35 = from < until;
#line 146 "kernels/linear-attention/outputs.ts"
    if (t_35) {
#line 140 "kernels/linear-attention/outputs.ts"
      u32 t_36 = queryRows + ((u32)(ring0_fill * 2048));
#line 140 "kernels/linear-attention/outputs.ts"
      u32 t_37 = keyRows + ((u32)(ring0_fill * 2048));
#line 140 "kernels/linear-attention/outputs.ts"
      u32 t_38 = valueRows + ((u32)(ring0_fill * 2048));
#line 140 "kernels/linear-attention/outputs.ts"
      u32 t_39 = sumTile + ((u32)(ring0_fill * 128));
      int top = from * 32;
#line 143 "kernels/linear-attention/outputs.ts"
      // copy(q[32, 32], queryRows)
#line 143 "kernels/linear-attention/outputs.ts"
      int t_40 = (q_extent1 - top) - t;
#line 143 "kernels/linear-attention/outputs.ts"
      int t_41 = (0 - top) - t;
#line 143 "kernels/linear-attention/outputs.ts"
      u32 t_42 = t_36 + t_3;
#line 143 "kernels/linear-attention/outputs.ts"
      i64 q_source = ((i64)q + ((((((i64)sequence) * q_stride0) + (((i64)top) * q_stride1)) + (((i64)group) * q_stride2)) * 2ll)) + ((i64)t_5);
#line 143 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_42), "l"(q_source), "r"((((t_40 > 0) && (t_41 <= 0)) ? 16 : 0)) : "memory");
#line 143 "kernels/linear-attention/outputs.ts"
      q_source = q_source + ((i64)(16 * t_4));
#line 143 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_42 + 1024), "l"(q_source), "r"((((t_40 > 16) && (t_41 <= 16)) ? 16 : 0)) : "memory");
      // copy(k[32, 32], keyRows)
#line 144 "kernels/linear-attention/outputs.ts"
      int t_43 = (k_extent1 - top) - t;
#line 144 "kernels/linear-attention/outputs.ts"
      int t_44 = (0 - top) - t;
#line 144 "kernels/linear-attention/outputs.ts"
      u32 t_45 = t_37 + t_3;
#line 144 "kernels/linear-attention/outputs.ts"
      i64 k_source = ((i64)k + ((((((i64)sequence) * k_stride0) + (((i64)top) * k_stride1)) + (((i64)group) * k_stride2)) * 2ll)) + ((i64)t_7);
#line 144 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_45), "l"(k_source), "r"((((t_43 > 0) && (t_44 <= 0)) ? 16 : 0)) : "memory");
#line 144 "kernels/linear-attention/outputs.ts"
      k_source = k_source + ((i64)(16 * t_6));
#line 144 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_45 + 1024), "l"(k_source), "r"((((t_43 > 16) && (t_44 <= 16)) ? 16 : 0)) : "memory");
      // copy(v[32, 32], valueRows)
#line 145 "kernels/linear-attention/outputs.ts"
      int t_46 = 32 - left;
#line 145 "kernels/linear-attention/outputs.ts"
      int t_47 = (v_extent1 - top) - t;
#line 145 "kernels/linear-attention/outputs.ts"
      int t_48 = (0 - top) - t;
#line 145 "kernels/linear-attention/outputs.ts"
      u32 t_49 = t_38 + t_3;
#line 145 "kernels/linear-attention/outputs.ts"
      i64 v_source = ((i64)v + (((((((i64)sequence) * v_stride0) + (((i64)top) * v_stride1)) + (((i64)head) * v_stride2)) + ((i64)left)) * 2ll)) + ((i64)t_9);
#line 145 "kernels/linear-attention/outputs.ts"
      int t_50 = ((t_47 > 0) && (t_48 <= 0)) ? (min((max(((t_46 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 145 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_49), "l"(v_source), "r"(t_50) : "memory");
#line 145 "kernels/linear-attention/outputs.ts"
      v_source = v_source + ((i64)(16 * t_8));
#line 145 "kernels/linear-attention/outputs.ts"
      int t_51 = ((t_47 > 16) && (t_48 <= 16)) ? (min((max(((t_46 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 145 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_49 + 1024), "l"(v_source), "r"(t_51) : "memory");
      // copy(sums[32], sumTile)
#line 146 "kernels/linear-attention/outputs.ts"
      u32 t_52 = t_39 + t_11;
#line 146 "kernels/linear-attention/outputs.ts"
      i64 sums_source = ((i64)sums + ((((((i64)sequence) * sums_stride0) + (((i64)head) * sums_stride1)) + (((i64)from) * sums_stride2)) * 4ll)) + ((i64)t_12);
#line 146 "kernels/linear-attention/outputs.ts"
      if (t_13) {
#line 146 "kernels/linear-attention/outputs.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_52), "l"(sums_source), "r"(16) : "memory");
      }
    }
#line 146 "kernels/linear-attention/outputs.ts"
    asm volatile("cp.async.commit_group;" ::: "memory");
#line 146 "kernels/linear-attention/outputs.ts"
    int t_53 = ring0_fill + 1;
#line 146 "kernels/linear-attention/outputs.ts"
    ring0_fill = (t_53 == 2) ? 0 : t_53;
#line 140 "kernels/linear-attention/outputs.ts"
#pragma unroll 1
#line 140 "kernels/linear-attention/outputs.ts"
    for (int n = from; n < until; n += 1) {
#line 140 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.wait_group 0;" ::: "memory");
#line 140 "kernels/linear-attention/outputs.ts"
      __syncthreads();
#line 140 "kernels/linear-attention/outputs.ts"
      u32 t_54 = queryRows + ((u32)(ring0_use * 2048));
#line 140 "kernels/linear-attention/outputs.ts"
      u32 t_55 = keyRows + ((u32)(ring0_use * 2048));
#line 140 "kernels/linear-attention/outputs.ts"
      u32 t_56 = valueRows + ((u32)(ring0_use * 2048));
#line 140 "kernels/linear-attention/outputs.ts"
      u32 t_57 = sumTile + ((u32)(ring0_use * 128));
#line 140 "kernels/linear-attention/outputs.ts"
      int t_58 = ring0_use + 1;
#line 140 "kernels/linear-attention/outputs.ts"
      ring0_use = (t_58 == 2) ? 0 : t_58;
#line 140 "kernels/linear-attention/outputs.ts"
      bool t_59 = (n + 1) < until;
#line 146 "kernels/linear-attention/outputs.ts"
      if (t_59) {
#line 140 "kernels/linear-attention/outputs.ts"
        u32 t_60 = queryRows + ((u32)(ring0_fill * 2048));
#line 140 "kernels/linear-attention/outputs.ts"
        u32 t_61 = keyRows + ((u32)(ring0_fill * 2048));
#line 140 "kernels/linear-attention/outputs.ts"
        u32 t_62 = valueRows + ((u32)(ring0_fill * 2048));
#line 140 "kernels/linear-attention/outputs.ts"
        u32 t_63 = sumTile + ((u32)(ring0_fill * 128));
#line 140 "kernels/linear-attention/outputs.ts"
        int t_64 = n + 1;
        int top_2 = t_64 * 32;
#line 143 "kernels/linear-attention/outputs.ts"
        // copy(q[32, 32], queryRows)
#line 143 "kernels/linear-attention/outputs.ts"
        int t_65 = (q_extent1 - top_2) - t;
#line 143 "kernels/linear-attention/outputs.ts"
        int t_66 = (0 - top_2) - t;
#line 143 "kernels/linear-attention/outputs.ts"
        u32 t_67 = t_60 + t_3;
#line 143 "kernels/linear-attention/outputs.ts"
        i64 q_source_2 = ((i64)q + ((((((i64)sequence) * q_stride0) + (((i64)top_2) * q_stride1)) + (((i64)group) * q_stride2)) * 2ll)) + ((i64)t_5);
#line 143 "kernels/linear-attention/outputs.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_67), "l"(q_source_2), "r"((((t_65 > 0) && (t_66 <= 0)) ? 16 : 0)) : "memory");
#line 143 "kernels/linear-attention/outputs.ts"
        q_source_2 = q_source_2 + ((i64)(16 * t_4));
#line 143 "kernels/linear-attention/outputs.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_67 + 1024), "l"(q_source_2), "r"((((t_65 > 16) && (t_66 <= 16)) ? 16 : 0)) : "memory");
        // copy(k[32, 32], keyRows)
#line 144 "kernels/linear-attention/outputs.ts"
        int t_68 = (k_extent1 - top_2) - t;
#line 144 "kernels/linear-attention/outputs.ts"
        int t_69 = (0 - top_2) - t;
#line 144 "kernels/linear-attention/outputs.ts"
        u32 t_70 = t_61 + t_3;
#line 144 "kernels/linear-attention/outputs.ts"
        i64 k_source_2 = ((i64)k + ((((((i64)sequence) * k_stride0) + (((i64)top_2) * k_stride1)) + (((i64)group) * k_stride2)) * 2ll)) + ((i64)t_7);
#line 144 "kernels/linear-attention/outputs.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_70), "l"(k_source_2), "r"((((t_68 > 0) && (t_69 <= 0)) ? 16 : 0)) : "memory");
#line 144 "kernels/linear-attention/outputs.ts"
        k_source_2 = k_source_2 + ((i64)(16 * t_6));
#line 144 "kernels/linear-attention/outputs.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_70 + 1024), "l"(k_source_2), "r"((((t_68 > 16) && (t_69 <= 16)) ? 16 : 0)) : "memory");
        // copy(v[32, 32], valueRows)
#line 145 "kernels/linear-attention/outputs.ts"
        int t_71 = 32 - left;
#line 145 "kernels/linear-attention/outputs.ts"
        int t_72 = (v_extent1 - top_2) - t;
#line 145 "kernels/linear-attention/outputs.ts"
        int t_73 = (0 - top_2) - t;
#line 145 "kernels/linear-attention/outputs.ts"
        u32 t_74 = t_62 + t_3;
#line 145 "kernels/linear-attention/outputs.ts"
        i64 v_source_2 = ((i64)v + (((((((i64)sequence) * v_stride0) + (((i64)top_2) * v_stride1)) + (((i64)head) * v_stride2)) + ((i64)left)) * 2ll)) + ((i64)t_9);
#line 145 "kernels/linear-attention/outputs.ts"
        int t_75 = ((t_72 > 0) && (t_73 <= 0)) ? (min((max(((t_71 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 145 "kernels/linear-attention/outputs.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_74), "l"(v_source_2), "r"(t_75) : "memory");
#line 145 "kernels/linear-attention/outputs.ts"
        v_source_2 = v_source_2 + ((i64)(16 * t_8));
#line 145 "kernels/linear-attention/outputs.ts"
        int t_76 = ((t_72 > 16) && (t_73 <= 16)) ? (min((max(((t_71 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 145 "kernels/linear-attention/outputs.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_74 + 1024), "l"(v_source_2), "r"(t_76) : "memory");
        // copy(sums[32], sumTile)
#line 146 "kernels/linear-attention/outputs.ts"
        u32 t_77 = t_63 + t_11;
#line 146 "kernels/linear-attention/outputs.ts"
        i64 sums_source_2 = ((i64)sums + ((((((i64)sequence) * sums_stride0) + (((i64)head) * sums_stride1)) + (((i64)t_64) * sums_stride2)) * 4ll)) + ((i64)t_12);
#line 146 "kernels/linear-attention/outputs.ts"
        if (t_13) {
#line 146 "kernels/linear-attention/outputs.ts"
          asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_77), "l"(sums_source_2), "r"(16) : "memory");
        }
      }
#line 146 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.commit_group;" ::: "memory");
#line 146 "kernels/linear-attention/outputs.ts"
      int t_78 = ring0_fill + 1;
#line 146 "kernels/linear-attention/outputs.ts"
      ring0_fill = (t_78 == 2) ? 0 : t_78;
#line 141 "kernels/linear-attention/outputs.ts"
      int top_3 = n * 32;
#line 153 "kernels/linear-attention/outputs.ts"
      // gemm(queryRows, keyRows transposed, score)
#line 153 "kernels/linear-attention/outputs.ts"
      float score[16];
#line 153 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 153 "kernels/linear-attention/outputs.ts"
      for (int r0 = 0; r0 < 16; ++r0) {
#line 153 "kernels/linear-attention/outputs.ts"
        score[r0] = 0.0f;
      }
#line 153 "kernels/linear-attention/outputs.ts"
      u32 t_79 = t_54 + t_19;
#line 153 "kernels/linear-attention/outputs.ts"
      u32 t_80 = t_55 + t_22;
#line 153 "kernels/linear-attention/outputs.ts"
      u32 queryRows_operand[8];
#line 153 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_79) : "memory");
#line 153 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[4]), "=r"(queryRows_operand[5]), "=r"(queryRows_operand[6]), "=r"(queryRows_operand[7]) : "r"(t_79 + 1024) : "memory");
#line 153 "kernels/linear-attention/outputs.ts"
      u32 keyRows_operand[4];
#line 153 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[0]), "=r"(keyRows_operand[1]), "=r"(keyRows_operand[2]), "=r"(keyRows_operand[3]) : "r"(t_80) : "memory");
#line 153 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[0]), "+f"(score[1]), "+f"(score[2]), "+f"(score[3]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[0]), "r"(keyRows_operand[1]));
#line 153 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[4]), "+f"(score[5]), "+f"(score[6]), "+f"(score[7]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[2]), "r"(keyRows_operand[3]));
#line 153 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[8]), "+f"(score[9]), "+f"(score[10]), "+f"(score[11]) : "r"(queryRows_operand[4]), "r"(queryRows_operand[5]), "r"(queryRows_operand[6]), "r"(queryRows_operand[7]), "r"(keyRows_operand[0]), "r"(keyRows_operand[1]));
#line 153 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[12]), "+f"(score[13]), "+f"(score[14]), "+f"(score[15]) : "r"(queryRows_operand[4]), "r"(queryRows_operand[5]), "r"(queryRows_operand[6]), "r"(queryRows_operand[7]), "r"(keyRows_operand[2]), "r"(keyRows_operand[3]));
#line 153 "kernels/linear-attention/outputs.ts"
      u32 t_81 = t_79 ^ 32u;
#line 153 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_81) : "memory");
#line 153 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[4]), "=r"(queryRows_operand[5]), "=r"(queryRows_operand[6]), "=r"(queryRows_operand[7]) : "r"(t_81 + 1024) : "memory");
#line 153 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[0]), "=r"(keyRows_operand[1]), "=r"(keyRows_operand[2]), "=r"(keyRows_operand[3]) : "r"((t_80 ^ 32u)) : "memory");
#line 153 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[0]), "+f"(score[1]), "+f"(score[2]), "+f"(score[3]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[0]), "r"(keyRows_operand[1]));
#line 153 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[4]), "+f"(score[5]), "+f"(score[6]), "+f"(score[7]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[2]), "r"(keyRows_operand[3]));
#line 153 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[8]), "+f"(score[9]), "+f"(score[10]), "+f"(score[11]) : "r"(queryRows_operand[4]), "r"(queryRows_operand[5]), "r"(queryRows_operand[6]), "r"(queryRows_operand[7]), "r"(keyRows_operand[0]), "r"(keyRows_operand[1]));
#line 153 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[12]), "+f"(score[13]), "+f"(score[14]), "+f"(score[15]) : "r"(queryRows_operand[4]), "r"(queryRows_operand[5]), "r"(queryRows_operand[6]), "r"(queryRows_operand[7]), "r"(keyRows_operand[2]), "r"(keyRows_operand[3]));
#line 155 "kernels/linear-attention/outputs.ts"
      float t_82;
#line 155 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_82) : "r"((t_57 + ((u32)(t_23 * 4)))) : "memory");
#line 155 "kernels/linear-attention/outputs.ts"
      float loaded, loaded_2;
#line 155 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded), "=f"(loaded_2) : "r"((t_57 + ((u32)(t_24 * 4)))) : "memory");
#line 155 "kernels/linear-attention/outputs.ts"
      float t_83;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_83) : "f"((t_82 - loaded)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed = score[0] * t_83;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled = decayed * scale;
      if (t_23 == t_24) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min(t_23, t_24)) * 4)))), "f"(scaled) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[0] = (t_24 < t_23) ? scaled : 0.0f;
#line 155 "kernels/linear-attention/outputs.ts"
      float t_84;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_84) : "f"((t_82 - loaded_2)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed_2 = score[1] * t_84;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled_2 = decayed_2 * scale;
      if (t_23 == (t_24 + 1)) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min(t_23, (t_24 + 1))) * 4)))), "f"(scaled_2) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[1] = ((t_24 + 1) < t_23) ? scaled_2 : 0.0f;
#line 155 "kernels/linear-attention/outputs.ts"
      float t_85;
#line 155 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_85) : "r"((t_57 + ((u32)((t_23 + 8) * 4)))) : "memory");
#line 155 "kernels/linear-attention/outputs.ts"
      float t_86;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_86) : "f"((t_85 - loaded)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed_3 = score[2] * t_86;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled_3 = decayed_3 * scale;
      if ((t_23 + 8) == t_24) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_23 + 8), t_24)) * 4)))), "f"(scaled_3) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[2] = (t_24 < (t_23 + 8)) ? scaled_3 : 0.0f;
#line 155 "kernels/linear-attention/outputs.ts"
      float t_87;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_87) : "f"((t_85 - loaded_2)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed_4 = score[3] * t_87;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled_4 = decayed_4 * scale;
      if ((t_23 + 8) == (t_24 + 1)) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_23 + 8), (t_24 + 1))) * 4)))), "f"(scaled_4) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[3] = ((t_24 + 1) < (t_23 + 8)) ? scaled_4 : 0.0f;
#line 155 "kernels/linear-attention/outputs.ts"
      float loaded_3, loaded_4;
#line 155 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_3), "=f"(loaded_4) : "r"((t_57 + ((u32)((t_24 + 8) * 4)))) : "memory");
#line 155 "kernels/linear-attention/outputs.ts"
      float t_88;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_88) : "f"((t_82 - loaded_3)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed_5 = score[4] * t_88;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled_5 = decayed_5 * scale;
      if (t_23 == (t_24 + 8)) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min(t_23, (t_24 + 8))) * 4)))), "f"(scaled_5) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[4] = ((t_24 + 8) < t_23) ? scaled_5 : 0.0f;
#line 155 "kernels/linear-attention/outputs.ts"
      float t_89;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_89) : "f"((t_82 - loaded_4)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed_6 = score[5] * t_89;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled_6 = decayed_6 * scale;
      if (t_23 == (t_24 + 9)) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min(t_23, (t_24 + 9))) * 4)))), "f"(scaled_6) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[5] = ((t_24 + 9) < t_23) ? scaled_6 : 0.0f;
#line 155 "kernels/linear-attention/outputs.ts"
      float t_90;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_90) : "f"((t_85 - loaded_3)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed_7 = score[6] * t_90;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled_7 = decayed_7 * scale;
      if ((t_23 + 8) == (t_24 + 8)) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_23 + 8), (t_24 + 8))) * 4)))), "f"(scaled_7) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[6] = ((t_24 + 8) < (t_23 + 8)) ? scaled_7 : 0.0f;
#line 155 "kernels/linear-attention/outputs.ts"
      float t_91;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_91) : "f"((t_85 - loaded_4)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed_8 = score[7] * t_91;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled_8 = decayed_8 * scale;
      if ((t_23 + 8) == (t_24 + 9)) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_23 + 8), (t_24 + 9))) * 4)))), "f"(scaled_8) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[7] = ((t_24 + 9) < (t_23 + 8)) ? scaled_8 : 0.0f;
#line 155 "kernels/linear-attention/outputs.ts"
      float t_92;
#line 155 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_92) : "r"((t_57 + ((u32)((t_23 + 16) * 4)))) : "memory");
#line 155 "kernels/linear-attention/outputs.ts"
      float t_93;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_93) : "f"((t_92 - loaded)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed_9 = score[8] * t_93;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled_9 = decayed_9 * scale;
      if ((t_23 + 16) == t_24) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_23 + 16), t_24)) * 4)))), "f"(scaled_9) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[8] = (t_24 < (t_23 + 16)) ? scaled_9 : 0.0f;
#line 155 "kernels/linear-attention/outputs.ts"
      float t_94;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_94) : "f"((t_92 - loaded_2)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed_10 = score[9] * t_94;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled_10 = decayed_10 * scale;
      if ((t_23 + 16) == (t_24 + 1)) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_23 + 16), (t_24 + 1))) * 4)))), "f"(scaled_10) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[9] = ((t_24 + 1) < (t_23 + 16)) ? scaled_10 : 0.0f;
#line 155 "kernels/linear-attention/outputs.ts"
      float t_95;
#line 155 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_95) : "r"((t_57 + ((u32)((t_23 + 24) * 4)))) : "memory");
#line 155 "kernels/linear-attention/outputs.ts"
      float t_96;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_96) : "f"((t_95 - loaded)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed_11 = score[10] * t_96;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled_11 = decayed_11 * scale;
      if ((t_23 + 24) == t_24) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_23 + 24), t_24)) * 4)))), "f"(scaled_11) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[10] = (t_24 < (t_23 + 24)) ? scaled_11 : 0.0f;
#line 155 "kernels/linear-attention/outputs.ts"
      float t_97;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_97) : "f"((t_95 - loaded_2)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed_12 = score[11] * t_97;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled_12 = decayed_12 * scale;
      if ((t_23 + 24) == (t_24 + 1)) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_23 + 24), (t_24 + 1))) * 4)))), "f"(scaled_12) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[11] = ((t_24 + 1) < (t_23 + 24)) ? scaled_12 : 0.0f;
#line 155 "kernels/linear-attention/outputs.ts"
      float t_98;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_98) : "f"((t_92 - loaded_3)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed_13 = score[12] * t_98;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled_13 = decayed_13 * scale;
      if ((t_23 + 16) == (t_24 + 8)) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_23 + 16), (t_24 + 8))) * 4)))), "f"(scaled_13) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[12] = ((t_24 + 8) < (t_23 + 16)) ? scaled_13 : 0.0f;
#line 155 "kernels/linear-attention/outputs.ts"
      float t_99;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_99) : "f"((t_92 - loaded_4)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed_14 = score[13] * t_99;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled_14 = decayed_14 * scale;
      if ((t_23 + 16) == (t_24 + 9)) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_23 + 16), (t_24 + 9))) * 4)))), "f"(scaled_14) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[13] = ((t_24 + 9) < (t_23 + 16)) ? scaled_14 : 0.0f;
#line 155 "kernels/linear-attention/outputs.ts"
      float t_100;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_100) : "f"((t_95 - loaded_3)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed_15 = score[14] * t_100;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled_15 = decayed_15 * scale;
      if ((t_23 + 24) == (t_24 + 8)) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_23 + 24), (t_24 + 8))) * 4)))), "f"(scaled_15) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[14] = ((t_24 + 8) < (t_23 + 24)) ? scaled_15 : 0.0f;
#line 155 "kernels/linear-attention/outputs.ts"
      float t_101;
#line 155 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_101) : "f"((t_95 - loaded_4)));
#line 155 "kernels/linear-attention/outputs.ts"
      float decayed_16 = score[15] * t_101;
#line 157 "kernels/linear-attention/outputs.ts"
      float scaled_16 = decayed_16 * scale;
      if ((t_23 + 24) == (t_24 + 9)) {
#line 158 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_23 + 24), (t_24 + 9))) * 4)))), "f"(scaled_16) : "memory");
      }
#line 159 "kernels/linear-attention/outputs.ts"
      score[15] = ((t_24 + 9) < (t_23 + 24)) ? scaled_16 : 0.0f;
#line 161 "kernels/linear-attention/outputs.ts"
      // convert(score, weight)
#line 161 "kernels/linear-attention/outputs.ts"
      u32 weight[8];
#line 161 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 161 "kernels/linear-attention/outputs.ts"
      for (int r0 = 0; r0 < 8; ++r0) {
#line 161 "kernels/linear-attention/outputs.ts"
        u32 t_102;
#line 161 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_102) : "f"(score[2 * r0]), "f"(score[2 * r0 + 1]));
#line 161 "kernels/linear-attention/outputs.ts"
        weight[r0] = t_102;
      }
#line 162 "kernels/linear-attention/outputs.ts"
      // copy(weight, weightTile)
#line 162 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((weightTile + (((u32)(t_23 * 64)) + (((u32)(t_24 * 2)) ^ ((((u32)t_23) << 3u) & 48u))))), "r"(weight[0]) : "memory");
#line 162 "kernels/linear-attention/outputs.ts"
      int t_103 = t_23 + 8;
#line 162 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((weightTile + (((u32)(t_103 * 64)) + (((u32)(t_24 * 2)) ^ ((((u32)t_103) << 3u) & 48u))))), "r"(weight[1]) : "memory");
#line 162 "kernels/linear-attention/outputs.ts"
      u32 t_104 = weightTile + (((u32)(t_23 * 64)) + (((u32)((t_24 + 8) * 2)) ^ ((((u32)t_23) << 3u) & 48u)));
#line 162 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_104), "r"(weight[2]) : "memory");
#line 162 "kernels/linear-attention/outputs.ts"
      int t_105 = t_23 + 8;
#line 162 "kernels/linear-attention/outputs.ts"
      u32 t_106 = weightTile + (((u32)(t_105 * 64)) + (((u32)((t_24 + 8) * 2)) ^ ((((u32)t_105) << 3u) & 48u)));
#line 162 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_106), "r"(weight[3]) : "memory");
#line 162 "kernels/linear-attention/outputs.ts"
      int t_107 = t_23 + 16;
#line 162 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((weightTile + (((u32)(t_107 * 64)) + (((u32)(t_24 * 2)) ^ ((((u32)t_107) << 3u) & 48u))))), "r"(weight[4]) : "memory");
#line 162 "kernels/linear-attention/outputs.ts"
      int t_108 = t_23 + 24;
#line 162 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((weightTile + (((u32)(t_108 * 64)) + (((u32)(t_24 * 2)) ^ ((((u32)t_108) << 3u) & 48u))))), "r"(weight[5]) : "memory");
#line 162 "kernels/linear-attention/outputs.ts"
      int t_109 = t_23 + 16;
#line 162 "kernels/linear-attention/outputs.ts"
      u32 t_110 = weightTile + (((u32)(t_109 * 64)) + (((u32)((t_24 + 8) * 2)) ^ ((((u32)t_109) << 3u) & 48u)));
#line 162 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_110), "r"(weight[6]) : "memory");
#line 162 "kernels/linear-attention/outputs.ts"
      int t_111 = t_23 + 24;
#line 162 "kernels/linear-attention/outputs.ts"
      u32 t_112 = weightTile + (((u32)(t_111 * 64)) + (((u32)((t_24 + 8) * 2)) ^ ((((u32)t_111) << 3u) & 48u)));
#line 162 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_112), "r"(weight[7]) : "memory");
#line 169 "kernels/linear-attention/outputs.ts"
      float total;
#line 169 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(total) : "r"((t_57 + 124u)) : "memory");
#line 171 "kernels/linear-attention/outputs.ts"
      // copy(valueRows, valueFragment)
#line 171 "kernels/linear-attention/outputs.ts"
      u32 t_113 = t_56 + (((u32)(t_25 * 64)) + (((u32)(t_26 * 2)) ^ ((((u32)t_25) << 3u) & 48u)));
#line 171 "kernels/linear-attention/outputs.ts"
      u32 loaded_5, loaded_6;
#line 171 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded_5), "=r"(loaded_6) : "r"(t_113) : "memory");
#line 171 "kernels/linear-attention/outputs.ts"
      int t_114 = t_25 + 8;
#line 171 "kernels/linear-attention/outputs.ts"
      u32 t_115 = t_56 + (((u32)(t_114 * 64)) + (((u32)(t_26 * 2)) ^ ((((u32)t_114) << 3u) & 48u)));
#line 171 "kernels/linear-attention/outputs.ts"
      u32 loaded_7, loaded_8;
#line 171 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded_7), "=r"(loaded_8) : "r"(t_115) : "memory");
#line 171 "kernels/linear-attention/outputs.ts"
      int t_116 = t_25 + 16;
#line 171 "kernels/linear-attention/outputs.ts"
      u32 t_117 = t_56 + (((u32)(t_116 * 64)) + (((u32)(t_26 * 2)) ^ ((((u32)t_116) << 3u) & 48u)));
#line 171 "kernels/linear-attention/outputs.ts"
      u32 loaded_9, loaded_10;
#line 171 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded_9), "=r"(loaded_10) : "r"(t_117) : "memory");
#line 171 "kernels/linear-attention/outputs.ts"
      int t_118 = t_25 + 24;
#line 171 "kernels/linear-attention/outputs.ts"
      u32 t_119 = t_56 + (((u32)(t_118 * 64)) + (((u32)(t_26 * 2)) ^ ((((u32)t_118) << 3u) & 48u)));
#line 171 "kernels/linear-attention/outputs.ts"
      u32 loaded_11, loaded_12;
#line 171 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded_11), "=r"(loaded_12) : "r"(t_119) : "memory");
#line 171 "kernels/linear-attention/outputs.ts"
      u32 valueFragment[8];
#line 171 "kernels/linear-attention/outputs.ts"
      valueFragment[0] = loaded_5;
#line 171 "kernels/linear-attention/outputs.ts"
      valueFragment[1] = loaded_6;
#line 171 "kernels/linear-attention/outputs.ts"
      valueFragment[2] = loaded_7;
#line 171 "kernels/linear-attention/outputs.ts"
      valueFragment[3] = loaded_8;
#line 171 "kernels/linear-attention/outputs.ts"
      valueFragment[4] = loaded_9;
#line 171 "kernels/linear-attention/outputs.ts"
      valueFragment[5] = loaded_10;
#line 171 "kernels/linear-attention/outputs.ts"
      valueFragment[6] = loaded_11;
#line 171 "kernels/linear-attention/outputs.ts"
      valueFragment[7] = loaded_12;
#line 173 "kernels/linear-attention/outputs.ts"
      float t_120;
#line 173 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_120) : "r"((t_57 + ((u32)(t_25 * 4)))) : "memory");
#line 173 "kernels/linear-attention/outputs.ts"
      float kept;
#line 173 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(kept) : "f"((total - t_120)));
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(valueFragment[0]) : "f"(((__uint_as_float(valueFragment[0] << 16)) * kept)), "f"(((__uint_as_float(valueFragment[0] & 0xffff0000u)) * kept)));
#line 174 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(valueFragment[1]) : "f"(((__uint_as_float(valueFragment[1] << 16)) * kept)), "f"(((__uint_as_float(valueFragment[1] & 0xffff0000u)) * kept)));
#line 173 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 173 "kernels/linear-attention/outputs.ts"
      for (int r0 = 0; r0 < 3; ++r0) {
#line 173 "kernels/linear-attention/outputs.ts"
        float t_121;
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_121) : "r"((t_57 + ((u32)((t_25 + (8 * r0 + 8)) * 4)))) : "memory");
#line 173 "kernels/linear-attention/outputs.ts"
        float kept_2;
#line 173 "kernels/linear-attention/outputs.ts"
        asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(kept_2) : "f"((total - t_121)));
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(valueFragment[2 * r0 + 2]) : "f"(((__uint_as_float(valueFragment[2 * r0 + 2] << 16)) * kept_2)), "f"(((__uint_as_float(valueFragment[2 * r0 + 2] & 0xffff0000u)) * kept_2)));
#line 174 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(valueFragment[2 * r0 + 3]) : "f"(((__uint_as_float(valueFragment[2 * r0 + 3] << 16)) * kept_2)), "f"(((__uint_as_float(valueFragment[2 * r0 + 3] & 0xffff0000u)) * kept_2)));
      }
      // copy(valueFragment, scaledValues)
#line 176 "kernels/linear-attention/outputs.ts"
      u32 t_122 = scaledValues + (((u32)(t_25 * 64)) + (((u32)(t_26 * 2)) ^ ((((u32)t_25) << 3u) & 48u)));
#line 176 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_122), "r"(valueFragment[0]), "r"(valueFragment[1]) : "memory");
#line 176 "kernels/linear-attention/outputs.ts"
      int t_123 = t_25 + 8;
#line 176 "kernels/linear-attention/outputs.ts"
      u32 t_124 = scaledValues + (((u32)(t_123 * 64)) + (((u32)(t_26 * 2)) ^ ((((u32)t_123) << 3u) & 48u)));
#line 176 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_124), "r"(valueFragment[2]), "r"(valueFragment[3]) : "memory");
#line 176 "kernels/linear-attention/outputs.ts"
      int t_125 = t_25 + 16;
#line 176 "kernels/linear-attention/outputs.ts"
      u32 t_126 = scaledValues + (((u32)(t_125 * 64)) + (((u32)(t_26 * 2)) ^ ((((u32)t_125) << 3u) & 48u)));
#line 176 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_126), "r"(valueFragment[4]), "r"(valueFragment[5]) : "memory");
#line 176 "kernels/linear-attention/outputs.ts"
      int t_127 = t_25 + 24;
#line 176 "kernels/linear-attention/outputs.ts"
      u32 t_128 = scaledValues + (((u32)(t_127 * 64)) + (((u32)(t_26 * 2)) ^ ((((u32)t_127) << 3u) & 48u)));
#line 176 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_128), "r"(valueFragment[6]), "r"(valueFragment[7]) : "memory");
#line 178 "kernels/linear-attention/outputs.ts"
      // convert(state, stateOperand)
#line 178 "kernels/linear-attention/outputs.ts"
      u32 stateOperand[8];
#line 178 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[0]) : "f"(state[0]), "f"(state[1]));
#line 178 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[1]) : "f"(state[4]), "f"(state[5]));
#line 178 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[2]) : "f"(state[8]), "f"(state[9]));
#line 178 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[3]) : "f"(state[12]), "f"(state[13]));
#line 178 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[4]) : "f"(state[2]), "f"(state[3]));
#line 178 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[5]) : "f"(state[6]), "f"(state[7]));
#line 178 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[6]) : "f"(state[10]), "f"(state[11]));
#line 178 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[7]) : "f"(state[14]), "f"(state[15]));
      // gemm(queryRows, stateOperand transposed, sum)
#line 179 "kernels/linear-attention/outputs.ts"
      float sum[16];
#line 179 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 179 "kernels/linear-attention/outputs.ts"
      for (int r0 = 0; r0 < 16; ++r0) {
#line 179 "kernels/linear-attention/outputs.ts"
        sum[r0] = 0.0f;
      }
#line 179 "kernels/linear-attention/outputs.ts"
      u32 t_129 = t_54 + t_19;
#line 179 "kernels/linear-attention/outputs.ts"
      u32 queryRows_operand_2[8];
#line 179 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand_2[0]), "=r"(queryRows_operand_2[1]), "=r"(queryRows_operand_2[2]), "=r"(queryRows_operand_2[3]) : "r"(t_129) : "memory");
#line 179 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand_2[4]), "=r"(queryRows_operand_2[5]), "=r"(queryRows_operand_2[6]), "=r"(queryRows_operand_2[7]) : "r"(t_129 + 1024) : "memory");
#line 179 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3]) : "r"(queryRows_operand_2[0]), "r"(queryRows_operand_2[1]), "r"(queryRows_operand_2[2]), "r"(queryRows_operand_2[3]), "r"(stateOperand[0]), "r"(stateOperand[1]));
#line 179 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[4]), "+f"(sum[5]), "+f"(sum[6]), "+f"(sum[7]) : "r"(queryRows_operand_2[0]), "r"(queryRows_operand_2[1]), "r"(queryRows_operand_2[2]), "r"(queryRows_operand_2[3]), "r"(stateOperand[4]), "r"(stateOperand[5]));
#line 179 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[8]), "+f"(sum[9]), "+f"(sum[10]), "+f"(sum[11]) : "r"(queryRows_operand_2[4]), "r"(queryRows_operand_2[5]), "r"(queryRows_operand_2[6]), "r"(queryRows_operand_2[7]), "r"(stateOperand[0]), "r"(stateOperand[1]));
#line 179 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[12]), "+f"(sum[13]), "+f"(sum[14]), "+f"(sum[15]) : "r"(queryRows_operand_2[4]), "r"(queryRows_operand_2[5]), "r"(queryRows_operand_2[6]), "r"(queryRows_operand_2[7]), "r"(stateOperand[4]), "r"(stateOperand[5]));
#line 179 "kernels/linear-attention/outputs.ts"
      u32 t_130 = t_129 ^ 32u;
#line 179 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand_2[0]), "=r"(queryRows_operand_2[1]), "=r"(queryRows_operand_2[2]), "=r"(queryRows_operand_2[3]) : "r"(t_130) : "memory");
#line 179 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand_2[4]), "=r"(queryRows_operand_2[5]), "=r"(queryRows_operand_2[6]), "=r"(queryRows_operand_2[7]) : "r"(t_130 + 1024) : "memory");
#line 179 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3]) : "r"(queryRows_operand_2[0]), "r"(queryRows_operand_2[1]), "r"(queryRows_operand_2[2]), "r"(queryRows_operand_2[3]), "r"(stateOperand[2]), "r"(stateOperand[3]));
#line 179 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[4]), "+f"(sum[5]), "+f"(sum[6]), "+f"(sum[7]) : "r"(queryRows_operand_2[0]), "r"(queryRows_operand_2[1]), "r"(queryRows_operand_2[2]), "r"(queryRows_operand_2[3]), "r"(stateOperand[6]), "r"(stateOperand[7]));
#line 179 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[8]), "+f"(sum[9]), "+f"(sum[10]), "+f"(sum[11]) : "r"(queryRows_operand_2[4]), "r"(queryRows_operand_2[5]), "r"(queryRows_operand_2[6]), "r"(queryRows_operand_2[7]), "r"(stateOperand[2]), "r"(stateOperand[3]));
#line 179 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[12]), "+f"(sum[13]), "+f"(sum[14]), "+f"(sum[15]) : "r"(queryRows_operand_2[4]), "r"(queryRows_operand_2[5]), "r"(queryRows_operand_2[6]), "r"(queryRows_operand_2[7]), "r"(stateOperand[6]), "r"(stateOperand[7]));
#line 181 "kernels/linear-attention/outputs.ts"
      float t_131;
#line 181 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_131) : "r"((t_57 + ((u32)(t_23 * 4)))) : "memory");
#line 181 "kernels/linear-attention/outputs.ts"
      float t_132;
#line 181 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_132) : "f"(t_131));
#line 181 "kernels/linear-attention/outputs.ts"
      float t_133 = scale * t_132;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[0] = sum[0] * t_133;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[1] = sum[1] * t_133;
#line 181 "kernels/linear-attention/outputs.ts"
      float t_134;
#line 181 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_134) : "r"((t_57 + ((u32)((t_23 + 8) * 4)))) : "memory");
#line 181 "kernels/linear-attention/outputs.ts"
      float t_135;
#line 181 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_135) : "f"(t_134));
#line 181 "kernels/linear-attention/outputs.ts"
      float t_136 = scale * t_135;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[2] = sum[2] * t_136;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[3] = sum[3] * t_136;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[4] = sum[4] * t_133;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[5] = sum[5] * t_133;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[6] = sum[6] * t_136;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[7] = sum[7] * t_136;
#line 181 "kernels/linear-attention/outputs.ts"
      float t_137;
#line 181 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_137) : "r"((t_57 + ((u32)((t_23 + 16) * 4)))) : "memory");
#line 181 "kernels/linear-attention/outputs.ts"
      float t_138;
#line 181 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_138) : "f"(t_137));
#line 181 "kernels/linear-attention/outputs.ts"
      float t_139 = scale * t_138;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[8] = sum[8] * t_139;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[9] = sum[9] * t_139;
#line 181 "kernels/linear-attention/outputs.ts"
      float t_140;
#line 181 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_140) : "r"((t_57 + ((u32)((t_23 + 24) * 4)))) : "memory");
#line 181 "kernels/linear-attention/outputs.ts"
      float t_141;
#line 181 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_141) : "f"(t_140));
#line 181 "kernels/linear-attention/outputs.ts"
      float t_142 = scale * t_141;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[10] = sum[10] * t_142;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[11] = sum[11] * t_142;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[12] = sum[12] * t_139;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[13] = sum[13] * t_139;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[14] = sum[14] * t_142;
#line 181 "kernels/linear-attention/outputs.ts"
      sum[15] = sum[15] * t_142;
#line 183 "kernels/linear-attention/outputs.ts"
      __syncthreads();
#line 183 "kernels/linear-attention/outputs.ts"
      // gemm(weightTile, valueRows, sum)
#line 183 "kernels/linear-attention/outputs.ts"
      u32 t_143 = weightTile + t_19;
#line 183 "kernels/linear-attention/outputs.ts"
      u32 weightTile_operand[8];
#line 183 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(weightTile_operand[0]), "=r"(weightTile_operand[1]), "=r"(weightTile_operand[2]), "=r"(weightTile_operand[3]) : "r"(t_143) : "memory");
#line 183 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(weightTile_operand[4]), "=r"(weightTile_operand[5]), "=r"(weightTile_operand[6]), "=r"(weightTile_operand[7]) : "r"(t_143 + 1024) : "memory");
#line 183 "kernels/linear-attention/outputs.ts"
      u32 t_144 = t_56 + (((u32)(t_17 * 64)) + (((u32)((t_18 + t_14) * 2)) ^ ((((u32)t_17) << 3u) & 48u)));
#line 183 "kernels/linear-attention/outputs.ts"
      u32 valueRows_operand[4];
#line 183 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[0]), "=r"(valueRows_operand[1]), "=r"(valueRows_operand[2]), "=r"(valueRows_operand[3]) : "r"(t_144) : "memory");
#line 183 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3]) : "r"(weightTile_operand[0]), "r"(weightTile_operand[1]), "r"(weightTile_operand[2]), "r"(weightTile_operand[3]), "r"(valueRows_operand[0]), "r"(valueRows_operand[1]));
#line 183 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[4]), "+f"(sum[5]), "+f"(sum[6]), "+f"(sum[7]) : "r"(weightTile_operand[0]), "r"(weightTile_operand[1]), "r"(weightTile_operand[2]), "r"(weightTile_operand[3]), "r"(valueRows_operand[2]), "r"(valueRows_operand[3]));
#line 183 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[8]), "+f"(sum[9]), "+f"(sum[10]), "+f"(sum[11]) : "r"(weightTile_operand[4]), "r"(weightTile_operand[5]), "r"(weightTile_operand[6]), "r"(weightTile_operand[7]), "r"(valueRows_operand[0]), "r"(valueRows_operand[1]));
#line 183 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[12]), "+f"(sum[13]), "+f"(sum[14]), "+f"(sum[15]) : "r"(weightTile_operand[4]), "r"(weightTile_operand[5]), "r"(weightTile_operand[6]), "r"(weightTile_operand[7]), "r"(valueRows_operand[2]), "r"(valueRows_operand[3]));
#line 183 "kernels/linear-attention/outputs.ts"
      u32 t_145 = t_143 ^ 32u;
#line 183 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(weightTile_operand[0]), "=r"(weightTile_operand[1]), "=r"(weightTile_operand[2]), "=r"(weightTile_operand[3]) : "r"(t_145) : "memory");
#line 183 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(weightTile_operand[4]), "=r"(weightTile_operand[5]), "=r"(weightTile_operand[6]), "=r"(weightTile_operand[7]) : "r"(t_145 + 1024) : "memory");
#line 183 "kernels/linear-attention/outputs.ts"
      int t_146 = t_17 + 16;
#line 183 "kernels/linear-attention/outputs.ts"
      u32 t_147 = t_56 + (((u32)(t_146 * 64)) + (((u32)((t_18 + t_14) * 2)) ^ ((((u32)t_146) << 3u) & 48u)));
#line 183 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[0]), "=r"(valueRows_operand[1]), "=r"(valueRows_operand[2]), "=r"(valueRows_operand[3]) : "r"(t_147) : "memory");
#line 183 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3]) : "r"(weightTile_operand[0]), "r"(weightTile_operand[1]), "r"(weightTile_operand[2]), "r"(weightTile_operand[3]), "r"(valueRows_operand[0]), "r"(valueRows_operand[1]));
#line 183 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[4]), "+f"(sum[5]), "+f"(sum[6]), "+f"(sum[7]) : "r"(weightTile_operand[0]), "r"(weightTile_operand[1]), "r"(weightTile_operand[2]), "r"(weightTile_operand[3]), "r"(valueRows_operand[2]), "r"(valueRows_operand[3]));
#line 183 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[8]), "+f"(sum[9]), "+f"(sum[10]), "+f"(sum[11]) : "r"(weightTile_operand[4]), "r"(weightTile_operand[5]), "r"(weightTile_operand[6]), "r"(weightTile_operand[7]), "r"(valueRows_operand[0]), "r"(valueRows_operand[1]));
#line 183 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[12]), "+f"(sum[13]), "+f"(sum[14]), "+f"(sum[15]) : "r"(weightTile_operand[4]), "r"(weightTile_operand[5]), "r"(weightTile_operand[6]), "r"(weightTile_operand[7]), "r"(valueRows_operand[2]), "r"(valueRows_operand[3]));
#line 185 "kernels/linear-attention/outputs.ts"
      float t_148;
#line 185 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_148) : "r"((ownTile + ((u32)(t_23 * 4)))) : "memory");
#line 185 "kernels/linear-attention/outputs.ts"
      u32 loaded_13;
#line 185 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_13) : "r"((t_56 + (((u32)(t_23 * 64)) + (((u32)(t_24 * 2)) ^ ((((u32)t_23) << 3u) & 48u))))) : "memory");
#line 185 "kernels/linear-attention/outputs.ts"
      sum[0] = sum[0] + (t_148 * (__uint_as_float(loaded_13 << 16)));
#line 185 "kernels/linear-attention/outputs.ts"
      sum[1] = sum[1] + (t_148 * (__uint_as_float(loaded_13 & 0xffff0000u)));
#line 185 "kernels/linear-attention/outputs.ts"
      float t_149;
#line 185 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_149) : "r"((ownTile + ((u32)((t_23 + 8) * 4)))) : "memory");
#line 185 "kernels/linear-attention/outputs.ts"
      int t_150 = t_23 + 8;
#line 185 "kernels/linear-attention/outputs.ts"
      u32 loaded_14;
#line 185 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_14) : "r"((t_56 + (((u32)(t_150 * 64)) + (((u32)(t_24 * 2)) ^ ((((u32)t_150) << 3u) & 48u))))) : "memory");
#line 185 "kernels/linear-attention/outputs.ts"
      sum[2] = sum[2] + (t_149 * (__uint_as_float(loaded_14 << 16)));
#line 185 "kernels/linear-attention/outputs.ts"
      sum[3] = sum[3] + (t_149 * (__uint_as_float(loaded_14 & 0xffff0000u)));
#line 185 "kernels/linear-attention/outputs.ts"
      u32 t_151 = t_56 + (((u32)(t_23 * 64)) + (((u32)((t_24 + 8) * 2)) ^ ((((u32)t_23) << 3u) & 48u)));
#line 185 "kernels/linear-attention/outputs.ts"
      u32 loaded_15;
#line 185 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_15) : "r"(t_151) : "memory");
#line 185 "kernels/linear-attention/outputs.ts"
      sum[4] = sum[4] + (t_148 * (__uint_as_float(loaded_15 << 16)));
#line 185 "kernels/linear-attention/outputs.ts"
      sum[5] = sum[5] + (t_148 * (__uint_as_float(loaded_15 & 0xffff0000u)));
#line 185 "kernels/linear-attention/outputs.ts"
      int t_152 = t_23 + 8;
#line 185 "kernels/linear-attention/outputs.ts"
      u32 t_153 = t_56 + (((u32)(t_152 * 64)) + (((u32)((t_24 + 8) * 2)) ^ ((((u32)t_152) << 3u) & 48u)));
#line 185 "kernels/linear-attention/outputs.ts"
      u32 loaded_16;
#line 185 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_16) : "r"(t_153) : "memory");
#line 185 "kernels/linear-attention/outputs.ts"
      sum[6] = sum[6] + (t_149 * (__uint_as_float(loaded_16 << 16)));
#line 185 "kernels/linear-attention/outputs.ts"
      sum[7] = sum[7] + (t_149 * (__uint_as_float(loaded_16 & 0xffff0000u)));
#line 185 "kernels/linear-attention/outputs.ts"
      float t_154;
#line 185 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_154) : "r"((ownTile + ((u32)((t_23 + 16) * 4)))) : "memory");
#line 185 "kernels/linear-attention/outputs.ts"
      int t_155 = t_23 + 16;
#line 185 "kernels/linear-attention/outputs.ts"
      u32 loaded_17;
#line 185 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_17) : "r"((t_56 + (((u32)(t_155 * 64)) + (((u32)(t_24 * 2)) ^ ((((u32)t_155) << 3u) & 48u))))) : "memory");
#line 185 "kernels/linear-attention/outputs.ts"
      sum[8] = sum[8] + (t_154 * (__uint_as_float(loaded_17 << 16)));
#line 185 "kernels/linear-attention/outputs.ts"
      sum[9] = sum[9] + (t_154 * (__uint_as_float(loaded_17 & 0xffff0000u)));
#line 185 "kernels/linear-attention/outputs.ts"
      float t_156;
#line 185 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_156) : "r"((ownTile + ((u32)((t_23 + 24) * 4)))) : "memory");
#line 185 "kernels/linear-attention/outputs.ts"
      int t_157 = t_23 + 24;
#line 185 "kernels/linear-attention/outputs.ts"
      u32 loaded_18;
#line 185 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_18) : "r"((t_56 + (((u32)(t_157 * 64)) + (((u32)(t_24 * 2)) ^ ((((u32)t_157) << 3u) & 48u))))) : "memory");
#line 185 "kernels/linear-attention/outputs.ts"
      sum[10] = sum[10] + (t_156 * (__uint_as_float(loaded_18 << 16)));
#line 185 "kernels/linear-attention/outputs.ts"
      sum[11] = sum[11] + (t_156 * (__uint_as_float(loaded_18 & 0xffff0000u)));
#line 185 "kernels/linear-attention/outputs.ts"
      int t_158 = t_23 + 16;
#line 185 "kernels/linear-attention/outputs.ts"
      u32 t_159 = t_56 + (((u32)(t_158 * 64)) + (((u32)((t_24 + 8) * 2)) ^ ((((u32)t_158) << 3u) & 48u)));
#line 185 "kernels/linear-attention/outputs.ts"
      u32 loaded_19;
#line 185 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_19) : "r"(t_159) : "memory");
#line 185 "kernels/linear-attention/outputs.ts"
      sum[12] = sum[12] + (t_154 * (__uint_as_float(loaded_19 << 16)));
#line 185 "kernels/linear-attention/outputs.ts"
      sum[13] = sum[13] + (t_154 * (__uint_as_float(loaded_19 & 0xffff0000u)));
#line 185 "kernels/linear-attention/outputs.ts"
      int t_160 = t_23 + 24;
#line 185 "kernels/linear-attention/outputs.ts"
      u32 t_161 = t_56 + (((u32)(t_160 * 64)) + (((u32)((t_24 + 8) * 2)) ^ ((((u32)t_160) << 3u) & 48u)));
#line 185 "kernels/linear-attention/outputs.ts"
      u32 loaded_20;
#line 185 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_20) : "r"(t_161) : "memory");
#line 185 "kernels/linear-attention/outputs.ts"
      sum[14] = sum[14] + (t_156 * (__uint_as_float(loaded_20 << 16)));
#line 185 "kernels/linear-attention/outputs.ts"
      sum[15] = sum[15] + (t_156 * (__uint_as_float(loaded_20 & 0xffff0000u)));
#line 204 "kernels/linear-attention/outputs.ts"
      // convert(sum, output[32, 32])
#line 204 "kernels/linear-attention/outputs.ts"
      int t_162 = output_extent1 - top_3;
#line 204 "kernels/linear-attention/outputs.ts"
      int t_163 = 0 - top_3;
#line 204 "kernels/linear-attention/outputs.ts"
      int t_164 = 32 - left;
#line 204 "kernels/linear-attention/outputs.ts"
      i64 t_165 = (i64)output + (((((((i64)sequence) * output_stride0) + (((i64)top_3) * output_stride1)) + (((i64)head) * output_stride2)) + ((i64)left)) * 2ll);
#line 204 "kernels/linear-attention/outputs.ts"
      if (((t_162 >= 32) && (t_163 <= 0)) && (t_164 >= 32)) {
#line 204 "kernels/linear-attention/outputs.ts"
        u32 t_166;
#line 204 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_166) : "f"(sum[0]), "f"(sum[1]));
#line 204 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_165 + ((i64)((t_23 * t_27) + (t_24 * 2))))), "r"(t_166) : "memory");
#line 204 "kernels/linear-attention/outputs.ts"
        u32 t_167;
#line 204 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_167) : "f"(sum[2]), "f"(sum[3]));
#line 204 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_165 + ((i64)(((t_23 + 8) * t_27) + (t_24 * 2))))), "r"(t_167) : "memory");
#line 204 "kernels/linear-attention/outputs.ts"
        u32 t_168;
#line 204 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_168) : "f"(sum[4]), "f"(sum[5]));
#line 204 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_165 + ((i64)((t_23 * t_27) + ((t_24 + 8) * 2))))), "r"(t_168) : "memory");
#line 204 "kernels/linear-attention/outputs.ts"
        u32 t_169;
#line 204 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_169) : "f"(sum[6]), "f"(sum[7]));
#line 204 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_165 + ((i64)(((t_23 + 8) * t_27) + ((t_24 + 8) * 2))))), "r"(t_169) : "memory");
#line 204 "kernels/linear-attention/outputs.ts"
        u32 t_170;
#line 204 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_170) : "f"(sum[8]), "f"(sum[9]));
#line 204 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_165 + ((i64)(((t_23 + 16) * t_27) + (t_24 * 2))))), "r"(t_170) : "memory");
#line 204 "kernels/linear-attention/outputs.ts"
        u32 t_171;
#line 204 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_171) : "f"(sum[10]), "f"(sum[11]));
#line 204 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_165 + ((i64)(((t_23 + 24) * t_27) + (t_24 * 2))))), "r"(t_171) : "memory");
#line 204 "kernels/linear-attention/outputs.ts"
        u32 t_172;
#line 204 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_172) : "f"(sum[12]), "f"(sum[13]));
#line 204 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_165 + ((i64)(((t_23 + 16) * t_27) + ((t_24 + 8) * 2))))), "r"(t_172) : "memory");
#line 204 "kernels/linear-attention/outputs.ts"
        u32 t_173;
#line 204 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_173) : "f"(sum[14]), "f"(sum[15]));
#line 204 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_165 + ((i64)(((t_23 + 24) * t_27) + ((t_24 + 8) * 2))))), "r"(t_173) : "memory");
      } else {
#line 204 "kernels/linear-attention/outputs.ts"
        u32 t_174;
#line 204 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_174) : "f"(sum[0]), "f"(sum[1]));
#line 204 "kernels/linear-attention/outputs.ts"
        i64 t_175 = t_165 + ((i64)((t_23 * t_27) + (t_24 * 2)));
#line 204 "kernels/linear-attention/outputs.ts"
        if (((t_23 + 1) <= t_162) && (t_23 >= t_163)) {
#line 204 "kernels/linear-attention/outputs.ts"
          if ((t_24 + 2) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
            asm volatile("st.global.b32 [%0], %1;" : : "l"(t_175), "r"(t_174) : "memory");
          } else {
#line 204 "kernels/linear-attention/outputs.ts"
            if ((t_24 + 1) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"(t_175), "r"(t_174) : "memory");
            }
#line 204 "kernels/linear-attention/outputs.ts"
            if ((t_24 + 2) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_165 + ((i64)((t_23 * t_27) + ((t_24 + 1) * 2))))), "r"((t_174 >> 16u)) : "memory");
            }
          }
        }
#line 204 "kernels/linear-attention/outputs.ts"
        int t_176 = t_23 + 8;
#line 204 "kernels/linear-attention/outputs.ts"
        u32 t_177;
#line 204 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_177) : "f"(sum[2]), "f"(sum[3]));
#line 204 "kernels/linear-attention/outputs.ts"
        i64 t_178 = t_165 + ((i64)((t_176 * t_27) + (t_24 * 2)));
#line 204 "kernels/linear-attention/outputs.ts"
        if (((t_23 + 9) <= t_162) && (t_176 >= t_163)) {
#line 204 "kernels/linear-attention/outputs.ts"
          if ((t_24 + 2) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
            asm volatile("st.global.b32 [%0], %1;" : : "l"(t_178), "r"(t_177) : "memory");
          } else {
#line 204 "kernels/linear-attention/outputs.ts"
            if ((t_24 + 1) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"(t_178), "r"(t_177) : "memory");
            }
#line 204 "kernels/linear-attention/outputs.ts"
            if ((t_24 + 2) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_165 + ((i64)((t_176 * t_27) + ((t_24 + 1) * 2))))), "r"((t_177 >> 16u)) : "memory");
            }
          }
        }
#line 204 "kernels/linear-attention/outputs.ts"
        u32 t_179;
#line 204 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_179) : "f"(sum[4]), "f"(sum[5]));
#line 204 "kernels/linear-attention/outputs.ts"
        i64 t_180 = t_165 + ((i64)((t_23 * t_27) + ((t_24 + 8) * 2)));
#line 204 "kernels/linear-attention/outputs.ts"
        if (((t_23 + 1) <= t_162) && (t_23 >= t_163)) {
#line 204 "kernels/linear-attention/outputs.ts"
          if ((t_24 + 10) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
            asm volatile("st.global.b32 [%0], %1;" : : "l"(t_180), "r"(t_179) : "memory");
          } else {
#line 204 "kernels/linear-attention/outputs.ts"
            if ((t_24 + 9) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"(t_180), "r"(t_179) : "memory");
            }
#line 204 "kernels/linear-attention/outputs.ts"
            if ((t_24 + 10) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_165 + ((i64)((t_23 * t_27) + ((t_24 + 9) * 2))))), "r"((t_179 >> 16u)) : "memory");
            }
          }
        }
#line 204 "kernels/linear-attention/outputs.ts"
        int t_181 = t_23 + 8;
#line 204 "kernels/linear-attention/outputs.ts"
        u32 t_182;
#line 204 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_182) : "f"(sum[6]), "f"(sum[7]));
#line 204 "kernels/linear-attention/outputs.ts"
        i64 t_183 = t_165 + ((i64)((t_181 * t_27) + ((t_24 + 8) * 2)));
#line 204 "kernels/linear-attention/outputs.ts"
        if (((t_23 + 9) <= t_162) && (t_181 >= t_163)) {
#line 204 "kernels/linear-attention/outputs.ts"
          if ((t_24 + 10) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
            asm volatile("st.global.b32 [%0], %1;" : : "l"(t_183), "r"(t_182) : "memory");
          } else {
#line 204 "kernels/linear-attention/outputs.ts"
            if ((t_24 + 9) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"(t_183), "r"(t_182) : "memory");
            }
#line 204 "kernels/linear-attention/outputs.ts"
            if ((t_24 + 10) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_165 + ((i64)((t_181 * t_27) + ((t_24 + 9) * 2))))), "r"((t_182 >> 16u)) : "memory");
            }
          }
        }
#line 204 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 204 "kernels/linear-attention/outputs.ts"
        for (int r0 = 0; r0 < 2; ++r0) {
#line 204 "kernels/linear-attention/outputs.ts"
          int t_184 = t_23 + (8 * r0 + 16);
#line 204 "kernels/linear-attention/outputs.ts"
          u32 t_185;
#line 204 "kernels/linear-attention/outputs.ts"
          asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_185) : "f"(sum[2 * r0 + 8]), "f"(sum[2 * r0 + 9]));
#line 204 "kernels/linear-attention/outputs.ts"
          i64 t_186 = t_165 + ((i64)((t_184 * t_27) + (t_24 * 2)));
#line 204 "kernels/linear-attention/outputs.ts"
          if (((t_23 + (8 * r0 + 17)) <= t_162) && (t_184 >= t_163)) {
#line 204 "kernels/linear-attention/outputs.ts"
            if ((t_24 + 2) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.b32 [%0], %1;" : : "l"(t_186), "r"(t_185) : "memory");
            } else {
#line 204 "kernels/linear-attention/outputs.ts"
              if ((t_24 + 1) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
                asm volatile("st.global.u16 [%0], %1;" : : "l"(t_186), "r"(t_185) : "memory");
              }
#line 204 "kernels/linear-attention/outputs.ts"
              if ((t_24 + 2) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
                asm volatile("st.global.u16 [%0], %1;" : : "l"((t_165 + ((i64)((t_184 * t_27) + ((t_24 + 1) * 2))))), "r"((t_185 >> 16u)) : "memory");
              }
            }
          }
        }
#line 204 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 204 "kernels/linear-attention/outputs.ts"
        for (int r0 = 0; r0 < 2; ++r0) {
#line 204 "kernels/linear-attention/outputs.ts"
          int t_187 = t_23 + (8 * r0 + 16);
#line 204 "kernels/linear-attention/outputs.ts"
          u32 t_188;
#line 204 "kernels/linear-attention/outputs.ts"
          asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_188) : "f"(sum[2 * r0 + 12]), "f"(sum[2 * r0 + 13]));
#line 204 "kernels/linear-attention/outputs.ts"
          i64 t_189 = t_165 + ((i64)((t_187 * t_27) + ((t_24 + 8) * 2)));
#line 204 "kernels/linear-attention/outputs.ts"
          if (((t_23 + (8 * r0 + 17)) <= t_162) && (t_187 >= t_163)) {
#line 204 "kernels/linear-attention/outputs.ts"
            if ((t_24 + 10) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.b32 [%0], %1;" : : "l"(t_189), "r"(t_188) : "memory");
            } else {
#line 204 "kernels/linear-attention/outputs.ts"
              if ((t_24 + 9) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
                asm volatile("st.global.u16 [%0], %1;" : : "l"(t_189), "r"(t_188) : "memory");
              }
#line 204 "kernels/linear-attention/outputs.ts"
              if ((t_24 + 10) <= t_164) {
#line 204 "kernels/linear-attention/outputs.ts"
                asm volatile("st.global.u16 [%0], %1;" : : "l"((t_165 + ((i64)((t_187 * t_27) + ((t_24 + 9) * 2))))), "r"((t_188 >> 16u)) : "memory");
              }
            }
          }
        }
      }
#line 206 "kernels/linear-attention/outputs.ts"
      float kept_3;
#line 206 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(kept_3) : "f"(total));
#pragma unroll
#line 207 "kernels/linear-attention/outputs.ts"
      for (int r0 = 0; r0 < 16; ++r0) {
#line 207 "kernels/linear-attention/outputs.ts"
        state[r0] = state[r0] * kept_3;
      }
#line 210 "kernels/linear-attention/outputs.ts"
      // gemm(scaledValues transposed, keyRows, state)
#line 210 "kernels/linear-attention/outputs.ts"
      u32 t_190 = t_55 + t_31;
#line 210 "kernels/linear-attention/outputs.ts"
      u32 t_191 = scaledValues + (((u32)(t_20 * 64)) + (((u32)((t_16 + t_30) * 2)) ^ ((((u32)t_20) << 3u) & 48u)));
#line 210 "kernels/linear-attention/outputs.ts"
      u32 scaledValues_operand[4];
#line 210 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(scaledValues_operand[0]), "=r"(scaledValues_operand[1]), "=r"(scaledValues_operand[2]), "=r"(scaledValues_operand[3]) : "r"(t_191) : "memory");
#line 210 "kernels/linear-attention/outputs.ts"
      u32 keyRows_operand_2[8];
#line 210 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[0]), "=r"(keyRows_operand_2[1]), "=r"(keyRows_operand_2[2]), "=r"(keyRows_operand_2[3]) : "r"(t_190) : "memory");
#line 210 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[0]), "+f"(state[1]), "+f"(state[2]), "+f"(state[3]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[0]), "r"(keyRows_operand_2[1]));
#line 210 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[4]), "+f"(state[5]), "+f"(state[6]), "+f"(state[7]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[2]), "r"(keyRows_operand_2[3]));
#line 210 "kernels/linear-attention/outputs.ts"
      u32 t_192 = t_190 ^ 32u;
#line 210 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[4]), "=r"(keyRows_operand_2[5]), "=r"(keyRows_operand_2[6]), "=r"(keyRows_operand_2[7]) : "r"(t_192) : "memory");
#line 210 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[8]), "+f"(state[9]), "+f"(state[10]), "+f"(state[11]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[4]), "r"(keyRows_operand_2[5]));
#line 210 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[12]), "+f"(state[13]), "+f"(state[14]), "+f"(state[15]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[6]), "r"(keyRows_operand_2[7]));
#line 210 "kernels/linear-attention/outputs.ts"
      int t_193 = t_20 + 16;
#line 210 "kernels/linear-attention/outputs.ts"
      u32 t_194 = scaledValues + (((u32)(t_193 * 64)) + (((u32)((t_16 + t_30) * 2)) ^ ((((u32)t_193) << 3u) & 48u)));
#line 210 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(scaledValues_operand[0]), "=r"(scaledValues_operand[1]), "=r"(scaledValues_operand[2]), "=r"(scaledValues_operand[3]) : "r"(t_194) : "memory");
#line 210 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[0]), "=r"(keyRows_operand_2[1]), "=r"(keyRows_operand_2[2]), "=r"(keyRows_operand_2[3]) : "r"(t_190 + 1024) : "memory");
#line 210 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[0]), "+f"(state[1]), "+f"(state[2]), "+f"(state[3]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[0]), "r"(keyRows_operand_2[1]));
#line 210 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[4]), "+f"(state[5]), "+f"(state[6]), "+f"(state[7]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[2]), "r"(keyRows_operand_2[3]));
#line 210 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[4]), "=r"(keyRows_operand_2[5]), "=r"(keyRows_operand_2[6]), "=r"(keyRows_operand_2[7]) : "r"(t_192 + 1024) : "memory");
#line 210 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[8]), "+f"(state[9]), "+f"(state[10]), "+f"(state[11]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[4]), "r"(keyRows_operand_2[5]));
#line 210 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[12]), "+f"(state[13]), "+f"(state[14]), "+f"(state[15]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[6]), "r"(keyRows_operand_2[7]));
    }
#line 213 "kernels/linear-attention/outputs.ts"
    bool t_195 = until == chunks;
    if (t_195) {
#line 214 "kernels/linear-attention/outputs.ts"
      int t_196 = left + t_28;
#line 214 "kernels/linear-attention/outputs.ts"
      i64 t_197 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)t_29) * finalState_stride2)) + ((i64)t_196)) * 4ll;
#line 214 "kernels/linear-attention/outputs.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_197)), "f"(state[0]) : "memory");
#line 214 "kernels/linear-attention/outputs.ts"
      i64 t_198 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_29 + 1)) * finalState_stride2)) + ((i64)t_196)) * 4ll;
#line 214 "kernels/linear-attention/outputs.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_198)), "f"(state[1]) : "memory");
#line 214 "kernels/linear-attention/outputs.ts"
      int t_199 = t_196 + 8;
#line 214 "kernels/linear-attention/outputs.ts"
      i64 t_200 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)t_29) * finalState_stride2)) + ((i64)t_199)) * 4ll;
#line 214 "kernels/linear-attention/outputs.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_200)), "f"(state[2]) : "memory");
#line 214 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 214 "kernels/linear-attention/outputs.ts"
      for (int r0 = 0; r0 < 3; ++r0) {
#line 214 "kernels/linear-attention/outputs.ts"
        i64 t_201 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_29 + (8 * r0 + 1))) * finalState_stride2)) + ((i64)t_199)) * 4ll;
#line 214 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_201)), "f"(state[4 * r0 + 3]) : "memory");
#line 214 "kernels/linear-attention/outputs.ts"
        i64 t_202 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_29 + (8 * r0 + 8))) * finalState_stride2)) + ((i64)t_196)) * 4ll;
#line 214 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_202)), "f"(state[4 * r0 + 4]) : "memory");
#line 214 "kernels/linear-attention/outputs.ts"
        i64 t_203 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_29 + (8 * r0 + 9))) * finalState_stride2)) + ((i64)t_196)) * 4ll;
#line 214 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_203)), "f"(state[4 * r0 + 5]) : "memory");
#line 214 "kernels/linear-attention/outputs.ts"
        i64 t_204 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_29 + (8 * r0 + 8))) * finalState_stride2)) + ((i64)t_199)) * 4ll;
#line 214 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_204)), "f"(state[4 * r0 + 6]) : "memory");
      }
#line 214 "kernels/linear-attention/outputs.ts"
      i64 t_205 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_29 + 25)) * finalState_stride2)) + ((i64)t_199)) * 4ll;
#line 214 "kernels/linear-attention/outputs.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_205)), "f"(state[15]) : "memory");
    }
  }
}
