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
#if __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" : : : "memory");
#endif
  const u32 shared_base = (u32)__cvta_generic_to_shared(shared_memory);
#line 98 "kernels/linear-attention/outputs.ts"
  u32 queryRows = shared_base;
#line 98 "kernels/linear-attention/outputs.ts"
  u32 keyRows = shared_base + 4096u;
#line 98 "kernels/linear-attention/outputs.ts"
  u32 valueRows = shared_base + 8192u;
#line 98 "kernels/linear-attention/outputs.ts"
  u32 wholeTile = shared_base + 12288u;
#line 98 "kernels/linear-attention/outputs.ts"
  u32 sumTile = shared_base + 12544u;
#line 98 "kernels/linear-attention/outputs.ts"
  u32 ownTile = shared_base + 12800u;
#line 98 "kernels/linear-attention/outputs.ts"
  u32 weightTile = shared_base + 12928u;
#line 98 "kernels/linear-attention/outputs.ts"
  u32 scaledValues = shared_base + 14976u;
#line 98 "kernels/linear-attention/outputs.ts"
  int blockX = (int)blockIdx.x;
#line 98 "kernels/linear-attention/outputs.ts"
  int lane = (int)(threadIdx.x % 32);
#line 98 "kernels/linear-attention/outputs.ts"
  int warp = (int)(threadIdx.x / 32);
#line 98 "kernels/linear-attention/outputs.ts"
  int t = ((lane / 4) % 8) + (warp * 8);
#line 98 "kernels/linear-attention/outputs.ts"
  int t_2 = lane % 4;
#line 98 "kernels/linear-attention/outputs.ts"
  u32 t_3 = ((u32)(t * 64)) + (((u32)((t_2 * 8) * 2)) ^ ((((u32)t) << 3u) & 48u));
#line 98 "kernels/linear-attention/outputs.ts"
  int t_4 = (int)(q_stride1 * 2ll);
#line 98 "kernels/linear-attention/outputs.ts"
  int t_5 = (t * t_4) + ((t_2 * 8) * 2);
#line 98 "kernels/linear-attention/outputs.ts"
  int t_6 = (int)(k_stride1 * 2ll);
#line 98 "kernels/linear-attention/outputs.ts"
  int t_7 = (t * t_6) + ((t_2 * 8) * 2);
#line 98 "kernels/linear-attention/outputs.ts"
  int t_8 = (int)(v_stride1 * 2ll);
#line 98 "kernels/linear-attention/outputs.ts"
  int t_9 = (t * t_8) + ((t_2 * 8) * 2);
#line 98 "kernels/linear-attention/outputs.ts"
  int t_10 = lane % 8;
#line 98 "kernels/linear-attention/outputs.ts"
  u32 t_11 = (u32)((t_10 * 4) * 4);
#line 98 "kernels/linear-attention/outputs.ts"
  int t_12 = (t_10 * 4) * 4;
#line 98 "kernels/linear-attention/outputs.ts"
  bool t_13 = ((lane / 8) + (warp % 2)) == 0;
#line 98 "kernels/linear-attention/outputs.ts"
  int t_14 = (t_10 * 4) * 4;
#line 98 "kernels/linear-attention/outputs.ts"
  int t_15 = (warp % 2) * 16;
#line 98 "kernels/linear-attention/outputs.ts"
  int t_16 = lane % 8;
#line 98 "kernels/linear-attention/outputs.ts"
  int t_17 = ((lane / 8) % 2) * 8;
#line 98 "kernels/linear-attention/outputs.ts"
  int t_18 = t_16 + t_17;
#line 98 "kernels/linear-attention/outputs.ts"
  int t_19 = (lane / 16) * 8;
#line 98 "kernels/linear-attention/outputs.ts"
  u32 t_20 = ((u32)(t_18 * 64)) + (((u32)(t_19 * 2)) ^ ((((u32)t_18) << 3u) & 48u));
#line 98 "kernels/linear-attention/outputs.ts"
  int t_21 = t_16 + t_19;
#line 98 "kernels/linear-attention/outputs.ts"
  int t_22 = t_21 + t_15;
#line 98 "kernels/linear-attention/outputs.ts"
  u32 t_23 = ((u32)(t_22 * 64)) + (((u32)(t_17 * 2)) ^ ((((u32)t_22) << 3u) & 48u));
#line 98 "kernels/linear-attention/outputs.ts"
  int t_24 = lane / 4;
#line 98 "kernels/linear-attention/outputs.ts"
  int t_25 = ((lane % 4) * 2) + ((warp % 2) * 16);
#line 98 "kernels/linear-attention/outputs.ts"
  int t_26 = ((lane / 8) % 4) + (warp * 4);
#line 98 "kernels/linear-attention/outputs.ts"
  int t_27 = (lane % 8) * 4;
#line 98 "kernels/linear-attention/outputs.ts"
  int t_28 = (int)(output_stride1 * 2ll);
#line 98 "kernels/linear-attention/outputs.ts"
  int t_29 = (lane / 4) + (warp * 16);
#line 98 "kernels/linear-attention/outputs.ts"
  int t_30 = (lane % 4) * 2;
#line 98 "kernels/linear-attention/outputs.ts"
  int t_31 = warp * 16;
#line 98 "kernels/linear-attention/outputs.ts"
  u32 t_32 = ((u32)(t_18 * 64)) + (((u32)(t_19 * 2)) ^ ((((u32)t_18) << 3u) & 48u));
#line 98 "kernels/linear-attention/outputs.ts"
  int t_33 = blockX / 1;
#line 98 "kernels/linear-attention/outputs.ts"
  int valueTile = blockX - t_33;
#line 98 "kernels/linear-attention/outputs.ts"
  int row = t_33 / v_extent2;
#line 98 "kernels/linear-attention/outputs.ts"
  int head = t_33 - (row * v_extent2);
  int sequence = row / segments;
  int segment = row % segments;
#line 104 "kernels/linear-attention/outputs.ts"
  int t_34 = q_extent1 / 32;
#line 104 "kernels/linear-attention/outputs.ts"
  int chunks = ((t_34 * 32) < q_extent1) ? (t_34 + 1) : t_34;
  int from = segment * segmentChunks;
#line 110 "kernels/linear-attention/outputs.ts"
  bool t_35 = !((segment > 0) && (from >= chunks));
#line 232 "kernels/linear-attention/outputs.ts"
  if (t_35) {
#line 111 "kernels/linear-attention/outputs.ts"
    int until = min((from + segmentChunks), chunks);
    int left = valueTile * 32;
    int group = head / (v_extent2 / q_extent2);
#line 147 "kernels/linear-attention/outputs.ts"
    // fill(state)
#line 147 "kernels/linear-attention/outputs.ts"
    float state[16];
#line 147 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 147 "kernels/linear-attention/outputs.ts"
    for (int r0 = 0; r0 < 16; ++r0) {
#line 147 "kernels/linear-attention/outputs.ts"
      state[r0] = 0.0f;
    }
#line 152 "kernels/linear-attention/outputs.ts"
    int ring0_fill = 0;
#line 152 "kernels/linear-attention/outputs.ts"
    int ring0_use = 0;
#line 152 "kernels/linear-attention/outputs.ts"
    bool t_36 = from < until;
#line 160 "kernels/linear-attention/outputs.ts"
    if (t_36) {
#line 152 "kernels/linear-attention/outputs.ts"
      u32 t_37 = queryRows + ((u32)(ring0_fill * 2048));
#line 152 "kernels/linear-attention/outputs.ts"
      u32 t_38 = keyRows + ((u32)(ring0_fill * 2048));
#line 152 "kernels/linear-attention/outputs.ts"
      u32 t_39 = valueRows + ((u32)(ring0_fill * 2048));
#line 152 "kernels/linear-attention/outputs.ts"
      u32 t_40 = wholeTile + ((u32)(ring0_fill * 128));
#line 152 "kernels/linear-attention/outputs.ts"
      u32 t_41 = sumTile + ((u32)(ring0_fill * 128));
      int top = from * 32;
#line 155 "kernels/linear-attention/outputs.ts"
      // copy(q[32, 32], queryRows)
#line 155 "kernels/linear-attention/outputs.ts"
      int t_42 = (q_extent1 - top) - t;
#line 155 "kernels/linear-attention/outputs.ts"
      int t_43 = (0 - top) - t;
#line 155 "kernels/linear-attention/outputs.ts"
      u32 t_44 = t_37 + t_3;
#line 155 "kernels/linear-attention/outputs.ts"
      i64 q_source = ((i64)q + ((((((i64)sequence) * q_stride0) + (((i64)top) * q_stride1)) + (((i64)group) * q_stride2)) * 2ll)) + ((i64)t_5);
#line 155 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_44), "l"(q_source), "r"((((t_42 > 0) && (t_43 <= 0)) ? 16 : 0)) : "memory");
#line 155 "kernels/linear-attention/outputs.ts"
      q_source = q_source + ((i64)(16 * t_4));
#line 155 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_44 + 1024), "l"(q_source), "r"((((t_42 > 16) && (t_43 <= 16)) ? 16 : 0)) : "memory");
      // copy(k[32, 32], keyRows)
#line 156 "kernels/linear-attention/outputs.ts"
      int t_45 = (k_extent1 - top) - t;
#line 156 "kernels/linear-attention/outputs.ts"
      int t_46 = (0 - top) - t;
#line 156 "kernels/linear-attention/outputs.ts"
      u32 t_47 = t_38 + t_3;
#line 156 "kernels/linear-attention/outputs.ts"
      i64 k_source = ((i64)k + ((((((i64)sequence) * k_stride0) + (((i64)top) * k_stride1)) + (((i64)group) * k_stride2)) * 2ll)) + ((i64)t_7);
#line 156 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_47), "l"(k_source), "r"((((t_45 > 0) && (t_46 <= 0)) ? 16 : 0)) : "memory");
#line 156 "kernels/linear-attention/outputs.ts"
      k_source = k_source + ((i64)(16 * t_6));
#line 156 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_47 + 1024), "l"(k_source), "r"((((t_45 > 16) && (t_46 <= 16)) ? 16 : 0)) : "memory");
      // copy(v[32, 32], valueRows)
#line 157 "kernels/linear-attention/outputs.ts"
      int t_48 = 32 - left;
#line 157 "kernels/linear-attention/outputs.ts"
      int t_49 = (v_extent1 - top) - t;
#line 157 "kernels/linear-attention/outputs.ts"
      int t_50 = (0 - top) - t;
#line 157 "kernels/linear-attention/outputs.ts"
      u32 t_51 = t_39 + t_3;
#line 157 "kernels/linear-attention/outputs.ts"
      i64 v_source = ((i64)v + (((((((i64)sequence) * v_stride0) + (((i64)top) * v_stride1)) + (((i64)head) * v_stride2)) + ((i64)left)) * 2ll)) + ((i64)t_9);
#line 157 "kernels/linear-attention/outputs.ts"
      int t_52 = ((t_49 > 0) && (t_50 <= 0)) ? (min((max(((t_48 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 157 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_51), "l"(v_source), "r"(t_52) : "memory");
#line 157 "kernels/linear-attention/outputs.ts"
      v_source = v_source + ((i64)(16 * t_8));
#line 157 "kernels/linear-attention/outputs.ts"
      int t_53 = ((t_49 > 16) && (t_50 <= 16)) ? (min((max(((t_48 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 157 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_51 + 1024), "l"(v_source), "r"(t_53) : "memory");
#line 159 "kernels/linear-attention/outputs.ts"
      // copy(wholes[32], wholeTile)
#line 159 "kernels/linear-attention/outputs.ts"
      u32 t_54 = t_40 + t_11;
#line 159 "kernels/linear-attention/outputs.ts"
      i64 wholes_source = ((i64)wholes + ((((((i64)sequence) * wholes_stride0) + (((i64)head) * wholes_stride1)) + (((i64)from) * wholes_stride2)) * 4ll)) + ((i64)t_12);
#line 159 "kernels/linear-attention/outputs.ts"
      if (t_13) {
#line 159 "kernels/linear-attention/outputs.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_54), "l"(wholes_source), "r"(16) : "memory");
      }
#line 160 "kernels/linear-attention/outputs.ts"
      // copy(sums[32], sumTile)
#line 160 "kernels/linear-attention/outputs.ts"
      u32 t_55 = t_41 + t_11;
#line 160 "kernels/linear-attention/outputs.ts"
      i64 sums_source = ((i64)sums + ((((((i64)sequence) * sums_stride0) + (((i64)head) * sums_stride1)) + (((i64)from) * sums_stride2)) * 4ll)) + ((i64)t_14);
#line 160 "kernels/linear-attention/outputs.ts"
      if (t_13) {
#line 160 "kernels/linear-attention/outputs.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_55), "l"(sums_source), "r"(16) : "memory");
      }
    }
#line 160 "kernels/linear-attention/outputs.ts"
    asm volatile("cp.async.commit_group;" ::: "memory");
#line 160 "kernels/linear-attention/outputs.ts"
    int t_56 = ring0_fill + 1;
#line 160 "kernels/linear-attention/outputs.ts"
    ring0_fill = (t_56 == 2) ? 0 : t_56;
#line 152 "kernels/linear-attention/outputs.ts"
#pragma unroll 1
#line 152 "kernels/linear-attention/outputs.ts"
    for (int n = from; n < until; n += 1) {
#line 152 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.wait_group 0;" ::: "memory");
#line 152 "kernels/linear-attention/outputs.ts"
      __syncthreads();
#line 152 "kernels/linear-attention/outputs.ts"
      u32 t_57 = queryRows + ((u32)(ring0_use * 2048));
#line 152 "kernels/linear-attention/outputs.ts"
      u32 t_58 = keyRows + ((u32)(ring0_use * 2048));
#line 152 "kernels/linear-attention/outputs.ts"
      u32 t_59 = valueRows + ((u32)(ring0_use * 2048));
#line 152 "kernels/linear-attention/outputs.ts"
      u32 t_60 = wholeTile + ((u32)(ring0_use * 128));
#line 152 "kernels/linear-attention/outputs.ts"
      u32 t_61 = sumTile + ((u32)(ring0_use * 128));
#line 152 "kernels/linear-attention/outputs.ts"
      int t_62 = ring0_use + 1;
#line 152 "kernels/linear-attention/outputs.ts"
      ring0_use = (t_62 == 2) ? 0 : t_62;
#line 152 "kernels/linear-attention/outputs.ts"
      bool t_63 = (n + 1) < until;
#line 160 "kernels/linear-attention/outputs.ts"
      if (t_63) {
#line 152 "kernels/linear-attention/outputs.ts"
        u32 t_64 = queryRows + ((u32)(ring0_fill * 2048));
#line 152 "kernels/linear-attention/outputs.ts"
        u32 t_65 = keyRows + ((u32)(ring0_fill * 2048));
#line 152 "kernels/linear-attention/outputs.ts"
        u32 t_66 = valueRows + ((u32)(ring0_fill * 2048));
#line 152 "kernels/linear-attention/outputs.ts"
        u32 t_67 = wholeTile + ((u32)(ring0_fill * 128));
#line 152 "kernels/linear-attention/outputs.ts"
        u32 t_68 = sumTile + ((u32)(ring0_fill * 128));
#line 152 "kernels/linear-attention/outputs.ts"
        int t_69 = n + 1;
        int top_2 = t_69 * 32;
#line 155 "kernels/linear-attention/outputs.ts"
        // copy(q[32, 32], queryRows)
#line 155 "kernels/linear-attention/outputs.ts"
        int t_70 = (q_extent1 - top_2) - t;
#line 155 "kernels/linear-attention/outputs.ts"
        int t_71 = (0 - top_2) - t;
#line 155 "kernels/linear-attention/outputs.ts"
        u32 t_72 = t_64 + t_3;
#line 155 "kernels/linear-attention/outputs.ts"
        i64 q_source_2 = ((i64)q + ((((((i64)sequence) * q_stride0) + (((i64)top_2) * q_stride1)) + (((i64)group) * q_stride2)) * 2ll)) + ((i64)t_5);
#line 155 "kernels/linear-attention/outputs.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_72), "l"(q_source_2), "r"((((t_70 > 0) && (t_71 <= 0)) ? 16 : 0)) : "memory");
#line 155 "kernels/linear-attention/outputs.ts"
        q_source_2 = q_source_2 + ((i64)(16 * t_4));
#line 155 "kernels/linear-attention/outputs.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_72 + 1024), "l"(q_source_2), "r"((((t_70 > 16) && (t_71 <= 16)) ? 16 : 0)) : "memory");
        // copy(k[32, 32], keyRows)
#line 156 "kernels/linear-attention/outputs.ts"
        int t_73 = (k_extent1 - top_2) - t;
#line 156 "kernels/linear-attention/outputs.ts"
        int t_74 = (0 - top_2) - t;
#line 156 "kernels/linear-attention/outputs.ts"
        u32 t_75 = t_65 + t_3;
#line 156 "kernels/linear-attention/outputs.ts"
        i64 k_source_2 = ((i64)k + ((((((i64)sequence) * k_stride0) + (((i64)top_2) * k_stride1)) + (((i64)group) * k_stride2)) * 2ll)) + ((i64)t_7);
#line 156 "kernels/linear-attention/outputs.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_75), "l"(k_source_2), "r"((((t_73 > 0) && (t_74 <= 0)) ? 16 : 0)) : "memory");
#line 156 "kernels/linear-attention/outputs.ts"
        k_source_2 = k_source_2 + ((i64)(16 * t_6));
#line 156 "kernels/linear-attention/outputs.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_75 + 1024), "l"(k_source_2), "r"((((t_73 > 16) && (t_74 <= 16)) ? 16 : 0)) : "memory");
        // copy(v[32, 32], valueRows)
#line 157 "kernels/linear-attention/outputs.ts"
        int t_76 = 32 - left;
#line 157 "kernels/linear-attention/outputs.ts"
        int t_77 = (v_extent1 - top_2) - t;
#line 157 "kernels/linear-attention/outputs.ts"
        int t_78 = (0 - top_2) - t;
#line 157 "kernels/linear-attention/outputs.ts"
        u32 t_79 = t_66 + t_3;
#line 157 "kernels/linear-attention/outputs.ts"
        i64 v_source_2 = ((i64)v + (((((((i64)sequence) * v_stride0) + (((i64)top_2) * v_stride1)) + (((i64)head) * v_stride2)) + ((i64)left)) * 2ll)) + ((i64)t_9);
#line 157 "kernels/linear-attention/outputs.ts"
        int t_80 = ((t_77 > 0) && (t_78 <= 0)) ? (min((max(((t_76 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 157 "kernels/linear-attention/outputs.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_79), "l"(v_source_2), "r"(t_80) : "memory");
#line 157 "kernels/linear-attention/outputs.ts"
        v_source_2 = v_source_2 + ((i64)(16 * t_8));
#line 157 "kernels/linear-attention/outputs.ts"
        int t_81 = ((t_77 > 16) && (t_78 <= 16)) ? (min((max(((t_76 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 157 "kernels/linear-attention/outputs.ts"
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_79 + 1024), "l"(v_source_2), "r"(t_81) : "memory");
#line 159 "kernels/linear-attention/outputs.ts"
        // copy(wholes[32], wholeTile)
#line 159 "kernels/linear-attention/outputs.ts"
        u32 t_82 = t_67 + t_11;
#line 159 "kernels/linear-attention/outputs.ts"
        i64 wholes_source_2 = ((i64)wholes + ((((((i64)sequence) * wholes_stride0) + (((i64)head) * wholes_stride1)) + (((i64)t_69) * wholes_stride2)) * 4ll)) + ((i64)t_12);
#line 159 "kernels/linear-attention/outputs.ts"
        if (t_13) {
#line 159 "kernels/linear-attention/outputs.ts"
          asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_82), "l"(wholes_source_2), "r"(16) : "memory");
        }
#line 160 "kernels/linear-attention/outputs.ts"
        // copy(sums[32], sumTile)
#line 160 "kernels/linear-attention/outputs.ts"
        u32 t_83 = t_68 + t_11;
#line 160 "kernels/linear-attention/outputs.ts"
        i64 sums_source_2 = ((i64)sums + ((((((i64)sequence) * sums_stride0) + (((i64)head) * sums_stride1)) + (((i64)t_69) * sums_stride2)) * 4ll)) + ((i64)t_14);
#line 160 "kernels/linear-attention/outputs.ts"
        if (t_13) {
#line 160 "kernels/linear-attention/outputs.ts"
          asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_83), "l"(sums_source_2), "r"(16) : "memory");
        }
      }
#line 160 "kernels/linear-attention/outputs.ts"
      asm volatile("cp.async.commit_group;" ::: "memory");
#line 160 "kernels/linear-attention/outputs.ts"
      int t_84 = ring0_fill + 1;
#line 160 "kernels/linear-attention/outputs.ts"
      ring0_fill = (t_84 == 2) ? 0 : t_84;
#line 153 "kernels/linear-attention/outputs.ts"
      int top_3 = n * 32;
#line 168 "kernels/linear-attention/outputs.ts"
      // gemm(queryRows, keyRows transposed, score)
#line 168 "kernels/linear-attention/outputs.ts"
      float score[16];
#line 168 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 168 "kernels/linear-attention/outputs.ts"
      for (int r0 = 0; r0 < 16; ++r0) {
#line 168 "kernels/linear-attention/outputs.ts"
        score[r0] = 0.0f;
      }
#line 168 "kernels/linear-attention/outputs.ts"
      u32 t_85 = t_57 + t_20;
#line 168 "kernels/linear-attention/outputs.ts"
      u32 t_86 = t_58 + t_23;
#line 168 "kernels/linear-attention/outputs.ts"
      u32 queryRows_operand[8];
#line 168 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_85) : "memory");
#line 168 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[4]), "=r"(queryRows_operand[5]), "=r"(queryRows_operand[6]), "=r"(queryRows_operand[7]) : "r"(t_85 + 1024) : "memory");
#line 168 "kernels/linear-attention/outputs.ts"
      u32 keyRows_operand[4];
#line 168 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[0]), "=r"(keyRows_operand[1]), "=r"(keyRows_operand[2]), "=r"(keyRows_operand[3]) : "r"(t_86) : "memory");
#line 168 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[0]), "+f"(score[1]), "+f"(score[2]), "+f"(score[3]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[0]), "r"(keyRows_operand[1]));
#line 168 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[4]), "+f"(score[5]), "+f"(score[6]), "+f"(score[7]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[2]), "r"(keyRows_operand[3]));
#line 168 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[8]), "+f"(score[9]), "+f"(score[10]), "+f"(score[11]) : "r"(queryRows_operand[4]), "r"(queryRows_operand[5]), "r"(queryRows_operand[6]), "r"(queryRows_operand[7]), "r"(keyRows_operand[0]), "r"(keyRows_operand[1]));
#line 168 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[12]), "+f"(score[13]), "+f"(score[14]), "+f"(score[15]) : "r"(queryRows_operand[4]), "r"(queryRows_operand[5]), "r"(queryRows_operand[6]), "r"(queryRows_operand[7]), "r"(keyRows_operand[2]), "r"(keyRows_operand[3]));
#line 168 "kernels/linear-attention/outputs.ts"
      u32 t_87 = t_85 ^ 32u;
#line 168 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_87) : "memory");
#line 168 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[4]), "=r"(queryRows_operand[5]), "=r"(queryRows_operand[6]), "=r"(queryRows_operand[7]) : "r"(t_87 + 1024) : "memory");
#line 168 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[0]), "=r"(keyRows_operand[1]), "=r"(keyRows_operand[2]), "=r"(keyRows_operand[3]) : "r"((t_86 ^ 32u)) : "memory");
#line 168 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[0]), "+f"(score[1]), "+f"(score[2]), "+f"(score[3]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[0]), "r"(keyRows_operand[1]));
#line 168 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[4]), "+f"(score[5]), "+f"(score[6]), "+f"(score[7]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[2]), "r"(keyRows_operand[3]));
#line 168 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[8]), "+f"(score[9]), "+f"(score[10]), "+f"(score[11]) : "r"(queryRows_operand[4]), "r"(queryRows_operand[5]), "r"(queryRows_operand[6]), "r"(queryRows_operand[7]), "r"(keyRows_operand[0]), "r"(keyRows_operand[1]));
#line 168 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(score[12]), "+f"(score[13]), "+f"(score[14]), "+f"(score[15]) : "r"(queryRows_operand[4]), "r"(queryRows_operand[5]), "r"(queryRows_operand[6]), "r"(queryRows_operand[7]), "r"(keyRows_operand[2]), "r"(keyRows_operand[3]));
#line 170 "kernels/linear-attention/outputs.ts"
      float t_88;
#line 170 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_88) : "r"((t_60 + ((u32)(t_24 * 4)))) : "memory");
#line 170 "kernels/linear-attention/outputs.ts"
      float loaded, loaded_2;
#line 170 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded), "=f"(loaded_2) : "r"((t_60 + ((u32)(t_25 * 4)))) : "memory");
#line 170 "kernels/linear-attention/outputs.ts"
      float t_89;
#line 170 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_89) : "r"((t_61 + ((u32)(t_24 * 4)))) : "memory");
#line 170 "kernels/linear-attention/outputs.ts"
      float loaded_3, loaded_4;
#line 170 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_3), "=f"(loaded_4) : "r"((t_61 + ((u32)(t_25 * 4)))) : "memory");
#line 170 "kernels/linear-attention/outputs.ts"
      float t_90;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_90) : "f"(((t_88 - loaded) + (t_89 - loaded_3))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed = score[0] * t_90;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled = decayed * scale;
      if (t_24 == t_25) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min(t_24, t_25)) * 4)))), "f"(scaled) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[0] = (t_25 < t_24) ? scaled : 0.0f;
#line 170 "kernels/linear-attention/outputs.ts"
      float t_91;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_91) : "f"(((t_88 - loaded_2) + (t_89 - loaded_4))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed_2 = score[1] * t_91;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled_2 = decayed_2 * scale;
      if (t_24 == (t_25 + 1)) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min(t_24, (t_25 + 1))) * 4)))), "f"(scaled_2) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[1] = ((t_25 + 1) < t_24) ? scaled_2 : 0.0f;
#line 170 "kernels/linear-attention/outputs.ts"
      float t_92;
#line 170 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_92) : "r"((t_60 + ((u32)((t_24 + 8) * 4)))) : "memory");
#line 170 "kernels/linear-attention/outputs.ts"
      float t_93;
#line 170 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_93) : "r"((t_61 + ((u32)((t_24 + 8) * 4)))) : "memory");
#line 170 "kernels/linear-attention/outputs.ts"
      float t_94;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_94) : "f"(((t_92 - loaded) + (t_93 - loaded_3))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed_3 = score[2] * t_94;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled_3 = decayed_3 * scale;
      if ((t_24 + 8) == t_25) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_24 + 8), t_25)) * 4)))), "f"(scaled_3) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[2] = (t_25 < (t_24 + 8)) ? scaled_3 : 0.0f;
#line 170 "kernels/linear-attention/outputs.ts"
      float t_95;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_95) : "f"(((t_92 - loaded_2) + (t_93 - loaded_4))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed_4 = score[3] * t_95;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled_4 = decayed_4 * scale;
      if ((t_24 + 8) == (t_25 + 1)) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_24 + 8), (t_25 + 1))) * 4)))), "f"(scaled_4) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[3] = ((t_25 + 1) < (t_24 + 8)) ? scaled_4 : 0.0f;
#line 170 "kernels/linear-attention/outputs.ts"
      float loaded_5, loaded_6;
#line 170 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_5), "=f"(loaded_6) : "r"((t_60 + ((u32)((t_25 + 8) * 4)))) : "memory");
#line 170 "kernels/linear-attention/outputs.ts"
      float loaded_7, loaded_8;
#line 170 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_7), "=f"(loaded_8) : "r"((t_61 + ((u32)((t_25 + 8) * 4)))) : "memory");
#line 170 "kernels/linear-attention/outputs.ts"
      float t_96;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_96) : "f"(((t_88 - loaded_5) + (t_89 - loaded_7))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed_5 = score[4] * t_96;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled_5 = decayed_5 * scale;
      if (t_24 == (t_25 + 8)) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min(t_24, (t_25 + 8))) * 4)))), "f"(scaled_5) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[4] = ((t_25 + 8) < t_24) ? scaled_5 : 0.0f;
#line 170 "kernels/linear-attention/outputs.ts"
      float t_97;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_97) : "f"(((t_88 - loaded_6) + (t_89 - loaded_8))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed_6 = score[5] * t_97;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled_6 = decayed_6 * scale;
      if (t_24 == (t_25 + 9)) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min(t_24, (t_25 + 9))) * 4)))), "f"(scaled_6) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[5] = ((t_25 + 9) < t_24) ? scaled_6 : 0.0f;
#line 170 "kernels/linear-attention/outputs.ts"
      float t_98;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_98) : "f"(((t_92 - loaded_5) + (t_93 - loaded_7))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed_7 = score[6] * t_98;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled_7 = decayed_7 * scale;
      if ((t_24 + 8) == (t_25 + 8)) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_24 + 8), (t_25 + 8))) * 4)))), "f"(scaled_7) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[6] = ((t_25 + 8) < (t_24 + 8)) ? scaled_7 : 0.0f;
#line 170 "kernels/linear-attention/outputs.ts"
      float t_99;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_99) : "f"(((t_92 - loaded_6) + (t_93 - loaded_8))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed_8 = score[7] * t_99;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled_8 = decayed_8 * scale;
      if ((t_24 + 8) == (t_25 + 9)) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_24 + 8), (t_25 + 9))) * 4)))), "f"(scaled_8) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[7] = ((t_25 + 9) < (t_24 + 8)) ? scaled_8 : 0.0f;
#line 170 "kernels/linear-attention/outputs.ts"
      float t_100;
#line 170 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_100) : "r"((t_60 + ((u32)((t_24 + 16) * 4)))) : "memory");
#line 170 "kernels/linear-attention/outputs.ts"
      float t_101;
#line 170 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_101) : "r"((t_61 + ((u32)((t_24 + 16) * 4)))) : "memory");
#line 170 "kernels/linear-attention/outputs.ts"
      float t_102;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_102) : "f"(((t_100 - loaded) + (t_101 - loaded_3))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed_9 = score[8] * t_102;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled_9 = decayed_9 * scale;
      if ((t_24 + 16) == t_25) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_24 + 16), t_25)) * 4)))), "f"(scaled_9) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[8] = (t_25 < (t_24 + 16)) ? scaled_9 : 0.0f;
#line 170 "kernels/linear-attention/outputs.ts"
      float t_103;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_103) : "f"(((t_100 - loaded_2) + (t_101 - loaded_4))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed_10 = score[9] * t_103;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled_10 = decayed_10 * scale;
      if ((t_24 + 16) == (t_25 + 1)) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_24 + 16), (t_25 + 1))) * 4)))), "f"(scaled_10) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[9] = ((t_25 + 1) < (t_24 + 16)) ? scaled_10 : 0.0f;
#line 170 "kernels/linear-attention/outputs.ts"
      float t_104;
#line 170 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_104) : "r"((t_60 + ((u32)((t_24 + 24) * 4)))) : "memory");
#line 170 "kernels/linear-attention/outputs.ts"
      float t_105;
#line 170 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_105) : "r"((t_61 + ((u32)((t_24 + 24) * 4)))) : "memory");
#line 170 "kernels/linear-attention/outputs.ts"
      float t_106;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_106) : "f"(((t_104 - loaded) + (t_105 - loaded_3))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed_11 = score[10] * t_106;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled_11 = decayed_11 * scale;
      if ((t_24 + 24) == t_25) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_24 + 24), t_25)) * 4)))), "f"(scaled_11) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[10] = (t_25 < (t_24 + 24)) ? scaled_11 : 0.0f;
#line 170 "kernels/linear-attention/outputs.ts"
      float t_107;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_107) : "f"(((t_104 - loaded_2) + (t_105 - loaded_4))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed_12 = score[11] * t_107;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled_12 = decayed_12 * scale;
      if ((t_24 + 24) == (t_25 + 1)) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_24 + 24), (t_25 + 1))) * 4)))), "f"(scaled_12) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[11] = ((t_25 + 1) < (t_24 + 24)) ? scaled_12 : 0.0f;
#line 170 "kernels/linear-attention/outputs.ts"
      float t_108;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_108) : "f"(((t_100 - loaded_5) + (t_101 - loaded_7))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed_13 = score[12] * t_108;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled_13 = decayed_13 * scale;
      if ((t_24 + 16) == (t_25 + 8)) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_24 + 16), (t_25 + 8))) * 4)))), "f"(scaled_13) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[12] = ((t_25 + 8) < (t_24 + 16)) ? scaled_13 : 0.0f;
#line 170 "kernels/linear-attention/outputs.ts"
      float t_109;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_109) : "f"(((t_100 - loaded_6) + (t_101 - loaded_8))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed_14 = score[13] * t_109;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled_14 = decayed_14 * scale;
      if ((t_24 + 16) == (t_25 + 9)) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_24 + 16), (t_25 + 9))) * 4)))), "f"(scaled_14) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[13] = ((t_25 + 9) < (t_24 + 16)) ? scaled_14 : 0.0f;
#line 170 "kernels/linear-attention/outputs.ts"
      float t_110;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_110) : "f"(((t_104 - loaded_5) + (t_105 - loaded_7))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed_15 = score[14] * t_110;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled_15 = decayed_15 * scale;
      if ((t_24 + 24) == (t_25 + 8)) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_24 + 24), (t_25 + 8))) * 4)))), "f"(scaled_15) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[14] = ((t_25 + 8) < (t_24 + 24)) ? scaled_15 : 0.0f;
#line 170 "kernels/linear-attention/outputs.ts"
      float t_111;
#line 170 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_111) : "f"(((t_104 - loaded_6) + (t_105 - loaded_8))));
#line 170 "kernels/linear-attention/outputs.ts"
      float decayed_16 = score[15] * t_111;
#line 172 "kernels/linear-attention/outputs.ts"
      float scaled_16 = decayed_16 * scale;
      if ((t_24 + 24) == (t_25 + 9)) {
#line 173 "kernels/linear-attention/outputs.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_24 + 24), (t_25 + 9))) * 4)))), "f"(scaled_16) : "memory");
      }
#line 174 "kernels/linear-attention/outputs.ts"
      score[15] = ((t_25 + 9) < (t_24 + 24)) ? scaled_16 : 0.0f;
#line 176 "kernels/linear-attention/outputs.ts"
      // convert(score, weight)
#line 176 "kernels/linear-attention/outputs.ts"
      u32 weight[8];
#line 176 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 176 "kernels/linear-attention/outputs.ts"
      for (int r0 = 0; r0 < 8; ++r0) {
#line 176 "kernels/linear-attention/outputs.ts"
        u32 t_112;
#line 176 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_112) : "f"(score[2 * r0]), "f"(score[2 * r0 + 1]));
#line 176 "kernels/linear-attention/outputs.ts"
        weight[r0] = t_112;
      }
#line 177 "kernels/linear-attention/outputs.ts"
      // copy(weight, weightTile)
#line 177 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((weightTile + (((u32)(t_24 * 64)) + (((u32)(t_25 * 2)) ^ ((((u32)t_24) << 3u) & 48u))))), "r"(weight[0]) : "memory");
#line 177 "kernels/linear-attention/outputs.ts"
      int t_113 = t_24 + 8;
#line 177 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((weightTile + (((u32)(t_113 * 64)) + (((u32)(t_25 * 2)) ^ ((((u32)t_113) << 3u) & 48u))))), "r"(weight[1]) : "memory");
#line 177 "kernels/linear-attention/outputs.ts"
      u32 t_114 = weightTile + (((u32)(t_24 * 64)) + (((u32)((t_25 + 8) * 2)) ^ ((((u32)t_24) << 3u) & 48u)));
#line 177 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_114), "r"(weight[2]) : "memory");
#line 177 "kernels/linear-attention/outputs.ts"
      int t_115 = t_24 + 8;
#line 177 "kernels/linear-attention/outputs.ts"
      u32 t_116 = weightTile + (((u32)(t_115 * 64)) + (((u32)((t_25 + 8) * 2)) ^ ((((u32)t_115) << 3u) & 48u)));
#line 177 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_116), "r"(weight[3]) : "memory");
#line 177 "kernels/linear-attention/outputs.ts"
      int t_117 = t_24 + 16;
#line 177 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((weightTile + (((u32)(t_117 * 64)) + (((u32)(t_25 * 2)) ^ ((((u32)t_117) << 3u) & 48u))))), "r"(weight[4]) : "memory");
#line 177 "kernels/linear-attention/outputs.ts"
      int t_118 = t_24 + 24;
#line 177 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((weightTile + (((u32)(t_118 * 64)) + (((u32)(t_25 * 2)) ^ ((((u32)t_118) << 3u) & 48u))))), "r"(weight[5]) : "memory");
#line 177 "kernels/linear-attention/outputs.ts"
      int t_119 = t_24 + 16;
#line 177 "kernels/linear-attention/outputs.ts"
      u32 t_120 = weightTile + (((u32)(t_119 * 64)) + (((u32)((t_25 + 8) * 2)) ^ ((((u32)t_119) << 3u) & 48u)));
#line 177 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_120), "r"(weight[6]) : "memory");
#line 177 "kernels/linear-attention/outputs.ts"
      int t_121 = t_24 + 24;
#line 177 "kernels/linear-attention/outputs.ts"
      u32 t_122 = weightTile + (((u32)(t_121 * 64)) + (((u32)((t_25 + 8) * 2)) ^ ((((u32)t_121) << 3u) & 48u)));
#line 177 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_122), "r"(weight[7]) : "memory");
#line 184 "kernels/linear-attention/outputs.ts"
      float t_123;
#line 184 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_123) : "r"((t_60 + 124u)) : "memory");
#line 184 "kernels/linear-attention/outputs.ts"
      float t_124;
#line 184 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_124) : "r"((t_61 + 124u)) : "memory");
#line 184 "kernels/linear-attention/outputs.ts"
      float total = t_123 + t_124;
#line 186 "kernels/linear-attention/outputs.ts"
      // copy(valueRows, valueFragment)
#line 186 "kernels/linear-attention/outputs.ts"
      u32 t_125 = t_59 + (((u32)(t_26 * 64)) + (((u32)(t_27 * 2)) ^ ((((u32)t_26) << 3u) & 48u)));
#line 186 "kernels/linear-attention/outputs.ts"
      u32 loaded_9, loaded_10;
#line 186 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded_9), "=r"(loaded_10) : "r"(t_125) : "memory");
#line 186 "kernels/linear-attention/outputs.ts"
      int t_126 = t_26 + 8;
#line 186 "kernels/linear-attention/outputs.ts"
      u32 t_127 = t_59 + (((u32)(t_126 * 64)) + (((u32)(t_27 * 2)) ^ ((((u32)t_126) << 3u) & 48u)));
#line 186 "kernels/linear-attention/outputs.ts"
      u32 loaded_11, loaded_12;
#line 186 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded_11), "=r"(loaded_12) : "r"(t_127) : "memory");
#line 186 "kernels/linear-attention/outputs.ts"
      int t_128 = t_26 + 16;
#line 186 "kernels/linear-attention/outputs.ts"
      u32 t_129 = t_59 + (((u32)(t_128 * 64)) + (((u32)(t_27 * 2)) ^ ((((u32)t_128) << 3u) & 48u)));
#line 186 "kernels/linear-attention/outputs.ts"
      u32 loaded_13, loaded_14;
#line 186 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded_13), "=r"(loaded_14) : "r"(t_129) : "memory");
#line 186 "kernels/linear-attention/outputs.ts"
      int t_130 = t_26 + 24;
#line 186 "kernels/linear-attention/outputs.ts"
      u32 t_131 = t_59 + (((u32)(t_130 * 64)) + (((u32)(t_27 * 2)) ^ ((((u32)t_130) << 3u) & 48u)));
#line 186 "kernels/linear-attention/outputs.ts"
      u32 loaded_15, loaded_16;
#line 186 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded_15), "=r"(loaded_16) : "r"(t_131) : "memory");
#line 186 "kernels/linear-attention/outputs.ts"
      u32 valueFragment[8];
#line 186 "kernels/linear-attention/outputs.ts"
      valueFragment[0] = loaded_9;
#line 186 "kernels/linear-attention/outputs.ts"
      valueFragment[1] = loaded_10;
#line 186 "kernels/linear-attention/outputs.ts"
      valueFragment[2] = loaded_11;
#line 186 "kernels/linear-attention/outputs.ts"
      valueFragment[3] = loaded_12;
#line 186 "kernels/linear-attention/outputs.ts"
      valueFragment[4] = loaded_13;
#line 186 "kernels/linear-attention/outputs.ts"
      valueFragment[5] = loaded_14;
#line 186 "kernels/linear-attention/outputs.ts"
      valueFragment[6] = loaded_15;
#line 186 "kernels/linear-attention/outputs.ts"
      valueFragment[7] = loaded_16;
#line 188 "kernels/linear-attention/outputs.ts"
      float t_132;
#line 188 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_132) : "r"((t_60 + 124u)) : "memory");
#line 188 "kernels/linear-attention/outputs.ts"
      float t_133;
#line 188 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_133) : "r"((t_60 + ((u32)(t_26 * 4)))) : "memory");
#line 188 "kernels/linear-attention/outputs.ts"
      float t_134;
#line 188 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_134) : "r"((t_61 + 124u)) : "memory");
#line 188 "kernels/linear-attention/outputs.ts"
      float t_135;
#line 188 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_135) : "r"((t_61 + ((u32)(t_26 * 4)))) : "memory");
#line 188 "kernels/linear-attention/outputs.ts"
      float kept;
#line 188 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(kept) : "f"(((t_132 - t_133) + (t_134 - t_135))));
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(valueFragment[0]) : "f"(((__uint_as_float(valueFragment[0] << 16)) * kept)), "f"(((__uint_as_float(valueFragment[0] & 0xffff0000u)) * kept)));
#line 189 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(valueFragment[1]) : "f"(((__uint_as_float(valueFragment[1] << 16)) * kept)), "f"(((__uint_as_float(valueFragment[1] & 0xffff0000u)) * kept)));
#line 188 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 188 "kernels/linear-attention/outputs.ts"
      for (int r0 = 0; r0 < 3; ++r0) {
#line 188 "kernels/linear-attention/outputs.ts"
        float t_136;
#line 188 "kernels/linear-attention/outputs.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_136) : "r"((t_60 + ((u32)((t_26 + (8 * r0 + 8)) * 4)))) : "memory");
#line 188 "kernels/linear-attention/outputs.ts"
        float t_137;
#line 188 "kernels/linear-attention/outputs.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_137) : "r"((t_61 + ((u32)((t_26 + (8 * r0 + 8)) * 4)))) : "memory");
#line 188 "kernels/linear-attention/outputs.ts"
        float kept_2;
#line 188 "kernels/linear-attention/outputs.ts"
        asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(kept_2) : "f"(((t_132 - t_136) + (t_134 - t_137))));
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(valueFragment[2 * r0 + 2]) : "f"(((__uint_as_float(valueFragment[2 * r0 + 2] << 16)) * kept_2)), "f"(((__uint_as_float(valueFragment[2 * r0 + 2] & 0xffff0000u)) * kept_2)));
#line 189 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(valueFragment[2 * r0 + 3]) : "f"(((__uint_as_float(valueFragment[2 * r0 + 3] << 16)) * kept_2)), "f"(((__uint_as_float(valueFragment[2 * r0 + 3] & 0xffff0000u)) * kept_2)));
      }
      // copy(valueFragment, scaledValues)
#line 191 "kernels/linear-attention/outputs.ts"
      u32 t_138 = scaledValues + (((u32)(t_26 * 64)) + (((u32)(t_27 * 2)) ^ ((((u32)t_26) << 3u) & 48u)));
#line 191 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_138), "r"(valueFragment[0]), "r"(valueFragment[1]) : "memory");
#line 191 "kernels/linear-attention/outputs.ts"
      int t_139 = t_26 + 8;
#line 191 "kernels/linear-attention/outputs.ts"
      u32 t_140 = scaledValues + (((u32)(t_139 * 64)) + (((u32)(t_27 * 2)) ^ ((((u32)t_139) << 3u) & 48u)));
#line 191 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_140), "r"(valueFragment[2]), "r"(valueFragment[3]) : "memory");
#line 191 "kernels/linear-attention/outputs.ts"
      int t_141 = t_26 + 16;
#line 191 "kernels/linear-attention/outputs.ts"
      u32 t_142 = scaledValues + (((u32)(t_141 * 64)) + (((u32)(t_27 * 2)) ^ ((((u32)t_141) << 3u) & 48u)));
#line 191 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_142), "r"(valueFragment[4]), "r"(valueFragment[5]) : "memory");
#line 191 "kernels/linear-attention/outputs.ts"
      int t_143 = t_26 + 24;
#line 191 "kernels/linear-attention/outputs.ts"
      u32 t_144 = scaledValues + (((u32)(t_143 * 64)) + (((u32)(t_27 * 2)) ^ ((((u32)t_143) << 3u) & 48u)));
#line 191 "kernels/linear-attention/outputs.ts"
      asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_144), "r"(valueFragment[6]), "r"(valueFragment[7]) : "memory");
#line 193 "kernels/linear-attention/outputs.ts"
      // convert(state, stateOperand)
#line 193 "kernels/linear-attention/outputs.ts"
      u32 stateOperand[8];
#line 193 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[0]) : "f"(state[0]), "f"(state[1]));
#line 193 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[1]) : "f"(state[4]), "f"(state[5]));
#line 193 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[2]) : "f"(state[8]), "f"(state[9]));
#line 193 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[3]) : "f"(state[12]), "f"(state[13]));
#line 193 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[4]) : "f"(state[2]), "f"(state[3]));
#line 193 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[5]) : "f"(state[6]), "f"(state[7]));
#line 193 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[6]) : "f"(state[10]), "f"(state[11]));
#line 193 "kernels/linear-attention/outputs.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(stateOperand[7]) : "f"(state[14]), "f"(state[15]));
      // gemm(queryRows, stateOperand transposed, sum)
#line 194 "kernels/linear-attention/outputs.ts"
      float sum[16];
#line 194 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 194 "kernels/linear-attention/outputs.ts"
      for (int r0 = 0; r0 < 16; ++r0) {
#line 194 "kernels/linear-attention/outputs.ts"
        sum[r0] = 0.0f;
      }
#line 194 "kernels/linear-attention/outputs.ts"
      u32 t_145 = t_57 + t_20;
#line 194 "kernels/linear-attention/outputs.ts"
      u32 queryRows_operand_2[8];
#line 194 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand_2[0]), "=r"(queryRows_operand_2[1]), "=r"(queryRows_operand_2[2]), "=r"(queryRows_operand_2[3]) : "r"(t_145) : "memory");
#line 194 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand_2[4]), "=r"(queryRows_operand_2[5]), "=r"(queryRows_operand_2[6]), "=r"(queryRows_operand_2[7]) : "r"(t_145 + 1024) : "memory");
#line 194 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3]) : "r"(queryRows_operand_2[0]), "r"(queryRows_operand_2[1]), "r"(queryRows_operand_2[2]), "r"(queryRows_operand_2[3]), "r"(stateOperand[0]), "r"(stateOperand[1]));
#line 194 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[4]), "+f"(sum[5]), "+f"(sum[6]), "+f"(sum[7]) : "r"(queryRows_operand_2[0]), "r"(queryRows_operand_2[1]), "r"(queryRows_operand_2[2]), "r"(queryRows_operand_2[3]), "r"(stateOperand[4]), "r"(stateOperand[5]));
#line 194 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[8]), "+f"(sum[9]), "+f"(sum[10]), "+f"(sum[11]) : "r"(queryRows_operand_2[4]), "r"(queryRows_operand_2[5]), "r"(queryRows_operand_2[6]), "r"(queryRows_operand_2[7]), "r"(stateOperand[0]), "r"(stateOperand[1]));
#line 194 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[12]), "+f"(sum[13]), "+f"(sum[14]), "+f"(sum[15]) : "r"(queryRows_operand_2[4]), "r"(queryRows_operand_2[5]), "r"(queryRows_operand_2[6]), "r"(queryRows_operand_2[7]), "r"(stateOperand[4]), "r"(stateOperand[5]));
#line 194 "kernels/linear-attention/outputs.ts"
      u32 t_146 = t_145 ^ 32u;
#line 194 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand_2[0]), "=r"(queryRows_operand_2[1]), "=r"(queryRows_operand_2[2]), "=r"(queryRows_operand_2[3]) : "r"(t_146) : "memory");
#line 194 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand_2[4]), "=r"(queryRows_operand_2[5]), "=r"(queryRows_operand_2[6]), "=r"(queryRows_operand_2[7]) : "r"(t_146 + 1024) : "memory");
#line 194 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3]) : "r"(queryRows_operand_2[0]), "r"(queryRows_operand_2[1]), "r"(queryRows_operand_2[2]), "r"(queryRows_operand_2[3]), "r"(stateOperand[2]), "r"(stateOperand[3]));
#line 194 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[4]), "+f"(sum[5]), "+f"(sum[6]), "+f"(sum[7]) : "r"(queryRows_operand_2[0]), "r"(queryRows_operand_2[1]), "r"(queryRows_operand_2[2]), "r"(queryRows_operand_2[3]), "r"(stateOperand[6]), "r"(stateOperand[7]));
#line 194 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[8]), "+f"(sum[9]), "+f"(sum[10]), "+f"(sum[11]) : "r"(queryRows_operand_2[4]), "r"(queryRows_operand_2[5]), "r"(queryRows_operand_2[6]), "r"(queryRows_operand_2[7]), "r"(stateOperand[2]), "r"(stateOperand[3]));
#line 194 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[12]), "+f"(sum[13]), "+f"(sum[14]), "+f"(sum[15]) : "r"(queryRows_operand_2[4]), "r"(queryRows_operand_2[5]), "r"(queryRows_operand_2[6]), "r"(queryRows_operand_2[7]), "r"(stateOperand[6]), "r"(stateOperand[7]));
#line 196 "kernels/linear-attention/outputs.ts"
      float t_147;
#line 196 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_147) : "r"((t_60 + ((u32)(t_24 * 4)))) : "memory");
#line 196 "kernels/linear-attention/outputs.ts"
      float t_148;
#line 196 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_148) : "r"((t_61 + ((u32)(t_24 * 4)))) : "memory");
#line 196 "kernels/linear-attention/outputs.ts"
      float t_149;
#line 196 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_149) : "f"((t_147 + t_148)));
#line 196 "kernels/linear-attention/outputs.ts"
      float t_150 = scale * t_149;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[0] = sum[0] * t_150;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[1] = sum[1] * t_150;
#line 196 "kernels/linear-attention/outputs.ts"
      float t_151;
#line 196 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_151) : "r"((t_60 + ((u32)((t_24 + 8) * 4)))) : "memory");
#line 196 "kernels/linear-attention/outputs.ts"
      float t_152;
#line 196 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_152) : "r"((t_61 + ((u32)((t_24 + 8) * 4)))) : "memory");
#line 196 "kernels/linear-attention/outputs.ts"
      float t_153;
#line 196 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_153) : "f"((t_151 + t_152)));
#line 196 "kernels/linear-attention/outputs.ts"
      float t_154 = scale * t_153;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[2] = sum[2] * t_154;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[3] = sum[3] * t_154;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[4] = sum[4] * t_150;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[5] = sum[5] * t_150;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[6] = sum[6] * t_154;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[7] = sum[7] * t_154;
#line 196 "kernels/linear-attention/outputs.ts"
      float t_155;
#line 196 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_155) : "r"((t_60 + ((u32)((t_24 + 16) * 4)))) : "memory");
#line 196 "kernels/linear-attention/outputs.ts"
      float t_156;
#line 196 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_156) : "r"((t_61 + ((u32)((t_24 + 16) * 4)))) : "memory");
#line 196 "kernels/linear-attention/outputs.ts"
      float t_157;
#line 196 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_157) : "f"((t_155 + t_156)));
#line 196 "kernels/linear-attention/outputs.ts"
      float t_158 = scale * t_157;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[8] = sum[8] * t_158;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[9] = sum[9] * t_158;
#line 196 "kernels/linear-attention/outputs.ts"
      float t_159;
#line 196 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_159) : "r"((t_60 + ((u32)((t_24 + 24) * 4)))) : "memory");
#line 196 "kernels/linear-attention/outputs.ts"
      float t_160;
#line 196 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_160) : "r"((t_61 + ((u32)((t_24 + 24) * 4)))) : "memory");
#line 196 "kernels/linear-attention/outputs.ts"
      float t_161;
#line 196 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_161) : "f"((t_159 + t_160)));
#line 196 "kernels/linear-attention/outputs.ts"
      float t_162 = scale * t_161;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[10] = sum[10] * t_162;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[11] = sum[11] * t_162;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[12] = sum[12] * t_158;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[13] = sum[13] * t_158;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[14] = sum[14] * t_162;
#line 196 "kernels/linear-attention/outputs.ts"
      sum[15] = sum[15] * t_162;
#line 198 "kernels/linear-attention/outputs.ts"
      __syncthreads();
#line 198 "kernels/linear-attention/outputs.ts"
      // gemm(weightTile, valueRows, sum)
#line 198 "kernels/linear-attention/outputs.ts"
      u32 t_163 = weightTile + t_20;
#line 198 "kernels/linear-attention/outputs.ts"
      u32 weightTile_operand[8];
#line 198 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(weightTile_operand[0]), "=r"(weightTile_operand[1]), "=r"(weightTile_operand[2]), "=r"(weightTile_operand[3]) : "r"(t_163) : "memory");
#line 198 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(weightTile_operand[4]), "=r"(weightTile_operand[5]), "=r"(weightTile_operand[6]), "=r"(weightTile_operand[7]) : "r"(t_163 + 1024) : "memory");
#line 198 "kernels/linear-attention/outputs.ts"
      u32 t_164 = t_59 + (((u32)(t_18 * 64)) + (((u32)((t_19 + t_15) * 2)) ^ ((((u32)t_18) << 3u) & 48u)));
#line 198 "kernels/linear-attention/outputs.ts"
      u32 valueRows_operand[4];
#line 198 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[0]), "=r"(valueRows_operand[1]), "=r"(valueRows_operand[2]), "=r"(valueRows_operand[3]) : "r"(t_164) : "memory");
#line 198 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3]) : "r"(weightTile_operand[0]), "r"(weightTile_operand[1]), "r"(weightTile_operand[2]), "r"(weightTile_operand[3]), "r"(valueRows_operand[0]), "r"(valueRows_operand[1]));
#line 198 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[4]), "+f"(sum[5]), "+f"(sum[6]), "+f"(sum[7]) : "r"(weightTile_operand[0]), "r"(weightTile_operand[1]), "r"(weightTile_operand[2]), "r"(weightTile_operand[3]), "r"(valueRows_operand[2]), "r"(valueRows_operand[3]));
#line 198 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[8]), "+f"(sum[9]), "+f"(sum[10]), "+f"(sum[11]) : "r"(weightTile_operand[4]), "r"(weightTile_operand[5]), "r"(weightTile_operand[6]), "r"(weightTile_operand[7]), "r"(valueRows_operand[0]), "r"(valueRows_operand[1]));
#line 198 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[12]), "+f"(sum[13]), "+f"(sum[14]), "+f"(sum[15]) : "r"(weightTile_operand[4]), "r"(weightTile_operand[5]), "r"(weightTile_operand[6]), "r"(weightTile_operand[7]), "r"(valueRows_operand[2]), "r"(valueRows_operand[3]));
#line 198 "kernels/linear-attention/outputs.ts"
      u32 t_165 = t_163 ^ 32u;
#line 198 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(weightTile_operand[0]), "=r"(weightTile_operand[1]), "=r"(weightTile_operand[2]), "=r"(weightTile_operand[3]) : "r"(t_165) : "memory");
#line 198 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(weightTile_operand[4]), "=r"(weightTile_operand[5]), "=r"(weightTile_operand[6]), "=r"(weightTile_operand[7]) : "r"(t_165 + 1024) : "memory");
#line 198 "kernels/linear-attention/outputs.ts"
      int t_166 = t_18 + 16;
#line 198 "kernels/linear-attention/outputs.ts"
      u32 t_167 = t_59 + (((u32)(t_166 * 64)) + (((u32)((t_19 + t_15) * 2)) ^ ((((u32)t_166) << 3u) & 48u)));
#line 198 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(valueRows_operand[0]), "=r"(valueRows_operand[1]), "=r"(valueRows_operand[2]), "=r"(valueRows_operand[3]) : "r"(t_167) : "memory");
#line 198 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3]) : "r"(weightTile_operand[0]), "r"(weightTile_operand[1]), "r"(weightTile_operand[2]), "r"(weightTile_operand[3]), "r"(valueRows_operand[0]), "r"(valueRows_operand[1]));
#line 198 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[4]), "+f"(sum[5]), "+f"(sum[6]), "+f"(sum[7]) : "r"(weightTile_operand[0]), "r"(weightTile_operand[1]), "r"(weightTile_operand[2]), "r"(weightTile_operand[3]), "r"(valueRows_operand[2]), "r"(valueRows_operand[3]));
#line 198 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[8]), "+f"(sum[9]), "+f"(sum[10]), "+f"(sum[11]) : "r"(weightTile_operand[4]), "r"(weightTile_operand[5]), "r"(weightTile_operand[6]), "r"(weightTile_operand[7]), "r"(valueRows_operand[0]), "r"(valueRows_operand[1]));
#line 198 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(sum[12]), "+f"(sum[13]), "+f"(sum[14]), "+f"(sum[15]) : "r"(weightTile_operand[4]), "r"(weightTile_operand[5]), "r"(weightTile_operand[6]), "r"(weightTile_operand[7]), "r"(valueRows_operand[2]), "r"(valueRows_operand[3]));
#line 200 "kernels/linear-attention/outputs.ts"
      float t_168;
#line 200 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_168) : "r"((ownTile + ((u32)(t_24 * 4)))) : "memory");
#line 200 "kernels/linear-attention/outputs.ts"
      u32 loaded_17;
#line 200 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_17) : "r"((t_59 + (((u32)(t_24 * 64)) + (((u32)(t_25 * 2)) ^ ((((u32)t_24) << 3u) & 48u))))) : "memory");
#line 200 "kernels/linear-attention/outputs.ts"
      sum[0] = sum[0] + (t_168 * (__uint_as_float(loaded_17 << 16)));
#line 200 "kernels/linear-attention/outputs.ts"
      sum[1] = sum[1] + (t_168 * (__uint_as_float(loaded_17 & 0xffff0000u)));
#line 200 "kernels/linear-attention/outputs.ts"
      float t_169;
#line 200 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_169) : "r"((ownTile + ((u32)((t_24 + 8) * 4)))) : "memory");
#line 200 "kernels/linear-attention/outputs.ts"
      int t_170 = t_24 + 8;
#line 200 "kernels/linear-attention/outputs.ts"
      u32 loaded_18;
#line 200 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_18) : "r"((t_59 + (((u32)(t_170 * 64)) + (((u32)(t_25 * 2)) ^ ((((u32)t_170) << 3u) & 48u))))) : "memory");
#line 200 "kernels/linear-attention/outputs.ts"
      sum[2] = sum[2] + (t_169 * (__uint_as_float(loaded_18 << 16)));
#line 200 "kernels/linear-attention/outputs.ts"
      sum[3] = sum[3] + (t_169 * (__uint_as_float(loaded_18 & 0xffff0000u)));
#line 200 "kernels/linear-attention/outputs.ts"
      u32 t_171 = t_59 + (((u32)(t_24 * 64)) + (((u32)((t_25 + 8) * 2)) ^ ((((u32)t_24) << 3u) & 48u)));
#line 200 "kernels/linear-attention/outputs.ts"
      u32 loaded_19;
#line 200 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_19) : "r"(t_171) : "memory");
#line 200 "kernels/linear-attention/outputs.ts"
      sum[4] = sum[4] + (t_168 * (__uint_as_float(loaded_19 << 16)));
#line 200 "kernels/linear-attention/outputs.ts"
      sum[5] = sum[5] + (t_168 * (__uint_as_float(loaded_19 & 0xffff0000u)));
#line 200 "kernels/linear-attention/outputs.ts"
      int t_172 = t_24 + 8;
#line 200 "kernels/linear-attention/outputs.ts"
      u32 t_173 = t_59 + (((u32)(t_172 * 64)) + (((u32)((t_25 + 8) * 2)) ^ ((((u32)t_172) << 3u) & 48u)));
#line 200 "kernels/linear-attention/outputs.ts"
      u32 loaded_20;
#line 200 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_20) : "r"(t_173) : "memory");
#line 200 "kernels/linear-attention/outputs.ts"
      sum[6] = sum[6] + (t_169 * (__uint_as_float(loaded_20 << 16)));
#line 200 "kernels/linear-attention/outputs.ts"
      sum[7] = sum[7] + (t_169 * (__uint_as_float(loaded_20 & 0xffff0000u)));
#line 200 "kernels/linear-attention/outputs.ts"
      float t_174;
#line 200 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_174) : "r"((ownTile + ((u32)((t_24 + 16) * 4)))) : "memory");
#line 200 "kernels/linear-attention/outputs.ts"
      int t_175 = t_24 + 16;
#line 200 "kernels/linear-attention/outputs.ts"
      u32 loaded_21;
#line 200 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_21) : "r"((t_59 + (((u32)(t_175 * 64)) + (((u32)(t_25 * 2)) ^ ((((u32)t_175) << 3u) & 48u))))) : "memory");
#line 200 "kernels/linear-attention/outputs.ts"
      sum[8] = sum[8] + (t_174 * (__uint_as_float(loaded_21 << 16)));
#line 200 "kernels/linear-attention/outputs.ts"
      sum[9] = sum[9] + (t_174 * (__uint_as_float(loaded_21 & 0xffff0000u)));
#line 200 "kernels/linear-attention/outputs.ts"
      float t_176;
#line 200 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_176) : "r"((ownTile + ((u32)((t_24 + 24) * 4)))) : "memory");
#line 200 "kernels/linear-attention/outputs.ts"
      int t_177 = t_24 + 24;
#line 200 "kernels/linear-attention/outputs.ts"
      u32 loaded_22;
#line 200 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_22) : "r"((t_59 + (((u32)(t_177 * 64)) + (((u32)(t_25 * 2)) ^ ((((u32)t_177) << 3u) & 48u))))) : "memory");
#line 200 "kernels/linear-attention/outputs.ts"
      sum[10] = sum[10] + (t_176 * (__uint_as_float(loaded_22 << 16)));
#line 200 "kernels/linear-attention/outputs.ts"
      sum[11] = sum[11] + (t_176 * (__uint_as_float(loaded_22 & 0xffff0000u)));
#line 200 "kernels/linear-attention/outputs.ts"
      int t_178 = t_24 + 16;
#line 200 "kernels/linear-attention/outputs.ts"
      u32 t_179 = t_59 + (((u32)(t_178 * 64)) + (((u32)((t_25 + 8) * 2)) ^ ((((u32)t_178) << 3u) & 48u)));
#line 200 "kernels/linear-attention/outputs.ts"
      u32 loaded_23;
#line 200 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_23) : "r"(t_179) : "memory");
#line 200 "kernels/linear-attention/outputs.ts"
      sum[12] = sum[12] + (t_174 * (__uint_as_float(loaded_23 << 16)));
#line 200 "kernels/linear-attention/outputs.ts"
      sum[13] = sum[13] + (t_174 * (__uint_as_float(loaded_23 & 0xffff0000u)));
#line 200 "kernels/linear-attention/outputs.ts"
      int t_180 = t_24 + 24;
#line 200 "kernels/linear-attention/outputs.ts"
      u32 t_181 = t_59 + (((u32)(t_180 * 64)) + (((u32)((t_25 + 8) * 2)) ^ ((((u32)t_180) << 3u) & 48u)));
#line 200 "kernels/linear-attention/outputs.ts"
      u32 loaded_24;
#line 200 "kernels/linear-attention/outputs.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(loaded_24) : "r"(t_181) : "memory");
#line 200 "kernels/linear-attention/outputs.ts"
      sum[14] = sum[14] + (t_176 * (__uint_as_float(loaded_24 << 16)));
#line 200 "kernels/linear-attention/outputs.ts"
      sum[15] = sum[15] + (t_176 * (__uint_as_float(loaded_24 & 0xffff0000u)));
#line 221 "kernels/linear-attention/outputs.ts"
      // convert(sum, output[32, 32])
#line 221 "kernels/linear-attention/outputs.ts"
      int t_182 = output_extent1 - top_3;
#line 221 "kernels/linear-attention/outputs.ts"
      int t_183 = 0 - top_3;
#line 221 "kernels/linear-attention/outputs.ts"
      int t_184 = 32 - left;
#line 221 "kernels/linear-attention/outputs.ts"
      i64 t_185 = (i64)output + (((((((i64)sequence) * output_stride0) + (((i64)top_3) * output_stride1)) + (((i64)head) * output_stride2)) + ((i64)left)) * 2ll);
#line 221 "kernels/linear-attention/outputs.ts"
      if (((t_182 >= 32) && (t_183 <= 0)) && (t_184 >= 32)) {
#line 221 "kernels/linear-attention/outputs.ts"
        u32 t_186;
#line 221 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_186) : "f"(sum[0]), "f"(sum[1]));
#line 221 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_185 + ((i64)((t_24 * t_28) + (t_25 * 2))))), "r"(t_186) : "memory");
#line 221 "kernels/linear-attention/outputs.ts"
        u32 t_187;
#line 221 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_187) : "f"(sum[2]), "f"(sum[3]));
#line 221 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_185 + ((i64)(((t_24 + 8) * t_28) + (t_25 * 2))))), "r"(t_187) : "memory");
#line 221 "kernels/linear-attention/outputs.ts"
        u32 t_188;
#line 221 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_188) : "f"(sum[4]), "f"(sum[5]));
#line 221 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_185 + ((i64)((t_24 * t_28) + ((t_25 + 8) * 2))))), "r"(t_188) : "memory");
#line 221 "kernels/linear-attention/outputs.ts"
        u32 t_189;
#line 221 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_189) : "f"(sum[6]), "f"(sum[7]));
#line 221 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_185 + ((i64)(((t_24 + 8) * t_28) + ((t_25 + 8) * 2))))), "r"(t_189) : "memory");
#line 221 "kernels/linear-attention/outputs.ts"
        u32 t_190;
#line 221 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_190) : "f"(sum[8]), "f"(sum[9]));
#line 221 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_185 + ((i64)(((t_24 + 16) * t_28) + (t_25 * 2))))), "r"(t_190) : "memory");
#line 221 "kernels/linear-attention/outputs.ts"
        u32 t_191;
#line 221 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_191) : "f"(sum[10]), "f"(sum[11]));
#line 221 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_185 + ((i64)(((t_24 + 24) * t_28) + (t_25 * 2))))), "r"(t_191) : "memory");
#line 221 "kernels/linear-attention/outputs.ts"
        u32 t_192;
#line 221 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_192) : "f"(sum[12]), "f"(sum[13]));
#line 221 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_185 + ((i64)(((t_24 + 16) * t_28) + ((t_25 + 8) * 2))))), "r"(t_192) : "memory");
#line 221 "kernels/linear-attention/outputs.ts"
        u32 t_193;
#line 221 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_193) : "f"(sum[14]), "f"(sum[15]));
#line 221 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"((t_185 + ((i64)(((t_24 + 24) * t_28) + ((t_25 + 8) * 2))))), "r"(t_193) : "memory");
      } else {
#line 221 "kernels/linear-attention/outputs.ts"
        u32 t_194;
#line 221 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_194) : "f"(sum[0]), "f"(sum[1]));
#line 221 "kernels/linear-attention/outputs.ts"
        i64 t_195 = t_185 + ((i64)((t_24 * t_28) + (t_25 * 2)));
#line 221 "kernels/linear-attention/outputs.ts"
        if (((t_24 + 1) <= t_182) && (t_24 >= t_183)) {
#line 221 "kernels/linear-attention/outputs.ts"
          if ((t_25 + 2) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
            asm volatile("st.global.b32 [%0], %1;" : : "l"(t_195), "r"(t_194) : "memory");
          } else {
#line 221 "kernels/linear-attention/outputs.ts"
            if ((t_25 + 1) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"(t_195), "r"(t_194) : "memory");
            }
#line 221 "kernels/linear-attention/outputs.ts"
            if ((t_25 + 2) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_185 + ((i64)((t_24 * t_28) + ((t_25 + 1) * 2))))), "r"((t_194 >> 16u)) : "memory");
            }
          }
        }
#line 221 "kernels/linear-attention/outputs.ts"
        int t_196 = t_24 + 8;
#line 221 "kernels/linear-attention/outputs.ts"
        u32 t_197;
#line 221 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_197) : "f"(sum[2]), "f"(sum[3]));
#line 221 "kernels/linear-attention/outputs.ts"
        i64 t_198 = t_185 + ((i64)((t_196 * t_28) + (t_25 * 2)));
#line 221 "kernels/linear-attention/outputs.ts"
        if (((t_24 + 9) <= t_182) && (t_196 >= t_183)) {
#line 221 "kernels/linear-attention/outputs.ts"
          if ((t_25 + 2) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
            asm volatile("st.global.b32 [%0], %1;" : : "l"(t_198), "r"(t_197) : "memory");
          } else {
#line 221 "kernels/linear-attention/outputs.ts"
            if ((t_25 + 1) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"(t_198), "r"(t_197) : "memory");
            }
#line 221 "kernels/linear-attention/outputs.ts"
            if ((t_25 + 2) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_185 + ((i64)((t_196 * t_28) + ((t_25 + 1) * 2))))), "r"((t_197 >> 16u)) : "memory");
            }
          }
        }
#line 221 "kernels/linear-attention/outputs.ts"
        u32 t_199;
#line 221 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_199) : "f"(sum[4]), "f"(sum[5]));
#line 221 "kernels/linear-attention/outputs.ts"
        i64 t_200 = t_185 + ((i64)((t_24 * t_28) + ((t_25 + 8) * 2)));
#line 221 "kernels/linear-attention/outputs.ts"
        if (((t_24 + 1) <= t_182) && (t_24 >= t_183)) {
#line 221 "kernels/linear-attention/outputs.ts"
          if ((t_25 + 10) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
            asm volatile("st.global.b32 [%0], %1;" : : "l"(t_200), "r"(t_199) : "memory");
          } else {
#line 221 "kernels/linear-attention/outputs.ts"
            if ((t_25 + 9) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"(t_200), "r"(t_199) : "memory");
            }
#line 221 "kernels/linear-attention/outputs.ts"
            if ((t_25 + 10) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_185 + ((i64)((t_24 * t_28) + ((t_25 + 9) * 2))))), "r"((t_199 >> 16u)) : "memory");
            }
          }
        }
#line 221 "kernels/linear-attention/outputs.ts"
        int t_201 = t_24 + 8;
#line 221 "kernels/linear-attention/outputs.ts"
        u32 t_202;
#line 221 "kernels/linear-attention/outputs.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_202) : "f"(sum[6]), "f"(sum[7]));
#line 221 "kernels/linear-attention/outputs.ts"
        i64 t_203 = t_185 + ((i64)((t_201 * t_28) + ((t_25 + 8) * 2)));
#line 221 "kernels/linear-attention/outputs.ts"
        if (((t_24 + 9) <= t_182) && (t_201 >= t_183)) {
#line 221 "kernels/linear-attention/outputs.ts"
          if ((t_25 + 10) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
            asm volatile("st.global.b32 [%0], %1;" : : "l"(t_203), "r"(t_202) : "memory");
          } else {
#line 221 "kernels/linear-attention/outputs.ts"
            if ((t_25 + 9) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"(t_203), "r"(t_202) : "memory");
            }
#line 221 "kernels/linear-attention/outputs.ts"
            if ((t_25 + 10) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_185 + ((i64)((t_201 * t_28) + ((t_25 + 9) * 2))))), "r"((t_202 >> 16u)) : "memory");
            }
          }
        }
#line 221 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 221 "kernels/linear-attention/outputs.ts"
        for (int r0 = 0; r0 < 2; ++r0) {
#line 221 "kernels/linear-attention/outputs.ts"
          int t_204 = t_24 + (8 * r0 + 16);
#line 221 "kernels/linear-attention/outputs.ts"
          u32 t_205;
#line 221 "kernels/linear-attention/outputs.ts"
          asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_205) : "f"(sum[2 * r0 + 8]), "f"(sum[2 * r0 + 9]));
#line 221 "kernels/linear-attention/outputs.ts"
          i64 t_206 = t_185 + ((i64)((t_204 * t_28) + (t_25 * 2)));
#line 221 "kernels/linear-attention/outputs.ts"
          if (((t_24 + (8 * r0 + 17)) <= t_182) && (t_204 >= t_183)) {
#line 221 "kernels/linear-attention/outputs.ts"
            if ((t_25 + 2) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.b32 [%0], %1;" : : "l"(t_206), "r"(t_205) : "memory");
            } else {
#line 221 "kernels/linear-attention/outputs.ts"
              if ((t_25 + 1) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
                asm volatile("st.global.u16 [%0], %1;" : : "l"(t_206), "r"(t_205) : "memory");
              }
#line 221 "kernels/linear-attention/outputs.ts"
              if ((t_25 + 2) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
                asm volatile("st.global.u16 [%0], %1;" : : "l"((t_185 + ((i64)((t_204 * t_28) + ((t_25 + 1) * 2))))), "r"((t_205 >> 16u)) : "memory");
              }
            }
          }
        }
#line 221 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 221 "kernels/linear-attention/outputs.ts"
        for (int r0 = 0; r0 < 2; ++r0) {
#line 221 "kernels/linear-attention/outputs.ts"
          int t_207 = t_24 + (8 * r0 + 16);
#line 221 "kernels/linear-attention/outputs.ts"
          u32 t_208;
#line 221 "kernels/linear-attention/outputs.ts"
          asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_208) : "f"(sum[2 * r0 + 12]), "f"(sum[2 * r0 + 13]));
#line 221 "kernels/linear-attention/outputs.ts"
          i64 t_209 = t_185 + ((i64)((t_207 * t_28) + ((t_25 + 8) * 2)));
#line 221 "kernels/linear-attention/outputs.ts"
          if (((t_24 + (8 * r0 + 17)) <= t_182) && (t_207 >= t_183)) {
#line 221 "kernels/linear-attention/outputs.ts"
            if ((t_25 + 10) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
              asm volatile("st.global.b32 [%0], %1;" : : "l"(t_209), "r"(t_208) : "memory");
            } else {
#line 221 "kernels/linear-attention/outputs.ts"
              if ((t_25 + 9) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
                asm volatile("st.global.u16 [%0], %1;" : : "l"(t_209), "r"(t_208) : "memory");
              }
#line 221 "kernels/linear-attention/outputs.ts"
              if ((t_25 + 10) <= t_184) {
#line 221 "kernels/linear-attention/outputs.ts"
                asm volatile("st.global.u16 [%0], %1;" : : "l"((t_185 + ((i64)((t_207 * t_28) + ((t_25 + 9) * 2))))), "r"((t_208 >> 16u)) : "memory");
              }
            }
          }
        }
      }
#line 223 "kernels/linear-attention/outputs.ts"
      float kept_3;
#line 223 "kernels/linear-attention/outputs.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(kept_3) : "f"(total));
#pragma unroll
#line 224 "kernels/linear-attention/outputs.ts"
      for (int r0 = 0; r0 < 16; ++r0) {
#line 224 "kernels/linear-attention/outputs.ts"
        state[r0] = state[r0] * kept_3;
      }
#line 227 "kernels/linear-attention/outputs.ts"
      // gemm(scaledValues transposed, keyRows, state)
#line 227 "kernels/linear-attention/outputs.ts"
      u32 t_210 = t_58 + t_32;
#line 227 "kernels/linear-attention/outputs.ts"
      u32 t_211 = scaledValues + (((u32)(t_21 * 64)) + (((u32)((t_17 + t_31) * 2)) ^ ((((u32)t_21) << 3u) & 48u)));
#line 227 "kernels/linear-attention/outputs.ts"
      u32 scaledValues_operand[4];
#line 227 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(scaledValues_operand[0]), "=r"(scaledValues_operand[1]), "=r"(scaledValues_operand[2]), "=r"(scaledValues_operand[3]) : "r"(t_211) : "memory");
#line 227 "kernels/linear-attention/outputs.ts"
      u32 keyRows_operand_2[8];
#line 227 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[0]), "=r"(keyRows_operand_2[1]), "=r"(keyRows_operand_2[2]), "=r"(keyRows_operand_2[3]) : "r"(t_210) : "memory");
#line 227 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[0]), "+f"(state[1]), "+f"(state[2]), "+f"(state[3]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[0]), "r"(keyRows_operand_2[1]));
#line 227 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[4]), "+f"(state[5]), "+f"(state[6]), "+f"(state[7]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[2]), "r"(keyRows_operand_2[3]));
#line 227 "kernels/linear-attention/outputs.ts"
      u32 t_212 = t_210 ^ 32u;
#line 227 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[4]), "=r"(keyRows_operand_2[5]), "=r"(keyRows_operand_2[6]), "=r"(keyRows_operand_2[7]) : "r"(t_212) : "memory");
#line 227 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[8]), "+f"(state[9]), "+f"(state[10]), "+f"(state[11]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[4]), "r"(keyRows_operand_2[5]));
#line 227 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[12]), "+f"(state[13]), "+f"(state[14]), "+f"(state[15]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[6]), "r"(keyRows_operand_2[7]));
#line 227 "kernels/linear-attention/outputs.ts"
      int t_213 = t_21 + 16;
#line 227 "kernels/linear-attention/outputs.ts"
      u32 t_214 = scaledValues + (((u32)(t_213 * 64)) + (((u32)((t_17 + t_31) * 2)) ^ ((((u32)t_213) << 3u) & 48u)));
#line 227 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(scaledValues_operand[0]), "=r"(scaledValues_operand[1]), "=r"(scaledValues_operand[2]), "=r"(scaledValues_operand[3]) : "r"(t_214) : "memory");
#line 227 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[0]), "=r"(keyRows_operand_2[1]), "=r"(keyRows_operand_2[2]), "=r"(keyRows_operand_2[3]) : "r"(t_210 + 1024) : "memory");
#line 227 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[0]), "+f"(state[1]), "+f"(state[2]), "+f"(state[3]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[0]), "r"(keyRows_operand_2[1]));
#line 227 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[4]), "+f"(state[5]), "+f"(state[6]), "+f"(state[7]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[2]), "r"(keyRows_operand_2[3]));
#line 227 "kernels/linear-attention/outputs.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[4]), "=r"(keyRows_operand_2[5]), "=r"(keyRows_operand_2[6]), "=r"(keyRows_operand_2[7]) : "r"(t_212 + 1024) : "memory");
#line 227 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[8]), "+f"(state[9]), "+f"(state[10]), "+f"(state[11]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[4]), "r"(keyRows_operand_2[5]));
#line 227 "kernels/linear-attention/outputs.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(state[12]), "+f"(state[13]), "+f"(state[14]), "+f"(state[15]) : "r"(scaledValues_operand[0]), "r"(scaledValues_operand[1]), "r"(scaledValues_operand[2]), "r"(scaledValues_operand[3]), "r"(keyRows_operand_2[6]), "r"(keyRows_operand_2[7]));
    }
#line 230 "kernels/linear-attention/outputs.ts"
    bool t_215 = until == chunks;
#line 232 "kernels/linear-attention/outputs.ts"
    if (t_215) {
#line 232 "kernels/linear-attention/outputs.ts"
      int t_216 = left + t_29;
#line 232 "kernels/linear-attention/outputs.ts"
      i64 t_217 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)t_30) * finalState_stride2)) + ((i64)t_216)) * 4ll;
#line 232 "kernels/linear-attention/outputs.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_217)), "f"(state[0]) : "memory");
#line 232 "kernels/linear-attention/outputs.ts"
      i64 t_218 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_30 + 1)) * finalState_stride2)) + ((i64)t_216)) * 4ll;
#line 232 "kernels/linear-attention/outputs.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_218)), "f"(state[1]) : "memory");
#line 232 "kernels/linear-attention/outputs.ts"
      int t_219 = t_216 + 8;
#line 232 "kernels/linear-attention/outputs.ts"
      i64 t_220 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)t_30) * finalState_stride2)) + ((i64)t_219)) * 4ll;
#line 232 "kernels/linear-attention/outputs.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_220)), "f"(state[2]) : "memory");
#line 232 "kernels/linear-attention/outputs.ts"
#pragma unroll
#line 232 "kernels/linear-attention/outputs.ts"
      for (int r0 = 0; r0 < 3; ++r0) {
#line 232 "kernels/linear-attention/outputs.ts"
        i64 t_221 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_30 + (8 * r0 + 1))) * finalState_stride2)) + ((i64)t_219)) * 4ll;
#line 232 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_221)), "f"(state[4 * r0 + 3]) : "memory");
#line 232 "kernels/linear-attention/outputs.ts"
        i64 t_222 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_30 + (8 * r0 + 8))) * finalState_stride2)) + ((i64)t_216)) * 4ll;
#line 232 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_222)), "f"(state[4 * r0 + 4]) : "memory");
#line 232 "kernels/linear-attention/outputs.ts"
        i64 t_223 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_30 + (8 * r0 + 9))) * finalState_stride2)) + ((i64)t_216)) * 4ll;
#line 232 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_223)), "f"(state[4 * r0 + 5]) : "memory");
#line 232 "kernels/linear-attention/outputs.ts"
        i64 t_224 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_30 + (8 * r0 + 8))) * finalState_stride2)) + ((i64)t_219)) * 4ll;
#line 232 "kernels/linear-attention/outputs.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_224)), "f"(state[4 * r0 + 6]) : "memory");
      }
#line 232 "kernels/linear-attention/outputs.ts"
      i64 t_225 = ((((((i64)sequence) * finalState_stride0) + (((i64)head) * finalState_stride1)) + (((i64)(t_30 + 25)) * finalState_stride2)) + ((i64)t_219)) * 4ll;
#line 232 "kernels/linear-attention/outputs.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"(((i64)finalState + t_225)), "f"(state[15]) : "memory");
    }
  }
}
