typedef unsigned int u32;
typedef long long i64;

extern "C" __global__ void __launch_bounds__(64) gatedScores(
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
    const float* __restrict__ gates,
    int gates_extent0,
    int gates_extent1,
    int gates_extent2,
    i64 gates_stride0,
    i64 gates_stride1,
    i64 gates_stride2,
    const int* __restrict__ cuSeqlens,
    int cuSeqlens_extent0,
    unsigned short* decayedQ,
    int decayedQ_extent0,
    int decayedQ_extent1,
    int decayedQ_extent2,
    i64 decayedQ_stride0,
    i64 decayedQ_stride1,
    i64 decayedQ_stride2,
    unsigned short* decayedK,
    int decayedK_extent0,
    int decayedK_extent1,
    int decayedK_extent2,
    i64 decayedK_stride0,
    i64 decayedK_stride1,
    i64 decayedK_stride2,
    unsigned short* scores,
    int scores_extent0,
    int scores_extent1,
    int scores_extent2,
    i64 scores_stride0,
    i64 scores_stride1,
    i64 scores_stride2,
    float* ownScores,
    int ownScores_extent0,
    int ownScores_extent1,
    int ownScores_extent2,
    i64 ownScores_stride0,
    i64 ownScores_stride1,
    i64 ownScores_stride2,
    float* decays,
    int decays_extent0,
    int decays_extent1,
    int decays_extent2,
    i64 decays_stride0,
    i64 decays_stride1,
    i64 decays_stride2,
    int maxTokens) {
  extern __shared__ __align__(1024) unsigned char shared_memory[];
#if __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" : : : "memory");
#endif
  const u32 shared_base = (u32)__cvta_generic_to_shared(shared_memory);
#line 132 "kernels/linear-attention/gates.ts"
  u32 queryRows = shared_base;
#line 132 "kernels/linear-attention/gates.ts"
  u32 keyRows = shared_base + 2048u;
#line 132 "kernels/linear-attention/gates.ts"
  u32 gateRows = shared_base + 4096u;
#line 132 "kernels/linear-attention/gates.ts"
  u32 totals = shared_base + 8192u;
#line 132 "kernels/linear-attention/gates.ts"
  u32 fromStart = shared_base + 8704u;
#line 132 "kernels/linear-attention/gates.ts"
  u32 toEnd = shared_base + 9216u;
#line 132 "kernels/linear-attention/gates.ts"
  u32 toPair = shared_base + 9728u;
#line 132 "kernels/linear-attention/gates.ts"
  u32 ones = shared_base + 10752u;
#line 132 "kernels/linear-attention/gates.ts"
  u32 twos = shared_base + 12800u;
#line 132 "kernels/linear-attention/gates.ts"
  u32 fours = shared_base + 14848u;
#line 132 "kernels/linear-attention/gates.ts"
  u32 eights = shared_base + 16896u;
#line 132 "kernels/linear-attention/gates.ts"
  u32 queriesOut = shared_base + 18944u;
#line 132 "kernels/linear-attention/gates.ts"
  u32 keysOut = shared_base + 20992u;
#line 132 "kernels/linear-attention/gates.ts"
  u32 pairQueries = shared_base + 23040u;
#line 132 "kernels/linear-attention/gates.ts"
  u32 pairKeys = shared_base + 24064u;
#line 132 "kernels/linear-attention/gates.ts"
  u32 scoreRows = shared_base + 25088u;
#line 132 "kernels/linear-attention/gates.ts"
  int blockX = (int)blockIdx.x;
#line 132 "kernels/linear-attention/gates.ts"
  int lane = (int)(threadIdx.x % 32);
#line 132 "kernels/linear-attention/gates.ts"
  int warp = (int)(threadIdx.x / 32);
#line 132 "kernels/linear-attention/gates.ts"
  int t = ((lane / 4) % 8) + (warp * 8);
#line 132 "kernels/linear-attention/gates.ts"
  int t_2 = lane % 4;
#line 132 "kernels/linear-attention/gates.ts"
  u32 t_3 = ((u32)(t * 64)) + (((u32)((t_2 * 8) * 2)) ^ ((((u32)t) << 3u) & 48u));
#line 132 "kernels/linear-attention/gates.ts"
  int t_4 = (int)(q_stride1 * 2ll);
#line 132 "kernels/linear-attention/gates.ts"
  int t_5 = (t * t_4) + ((t_2 * 8) * 2);
#line 132 "kernels/linear-attention/gates.ts"
  int t_6 = (int)(k_stride1 * 2ll);
#line 132 "kernels/linear-attention/gates.ts"
  int t_7 = (t * t_6) + ((t_2 * 8) * 2);
#line 132 "kernels/linear-attention/gates.ts"
  int t_8 = ((lane / 8) % 4) + (warp * 4);
#line 132 "kernels/linear-attention/gates.ts"
  int t_9 = lane % 8;
#line 132 "kernels/linear-attention/gates.ts"
  u32 t_10 = ((u32)(t_8 * 128)) + (((u32)((t_9 * 4) * 4)) ^ ((((u32)t_8) << 4u) & 112u));
#line 132 "kernels/linear-attention/gates.ts"
  int t_11 = (int)(gates_stride1 * 4ll);
#line 132 "kernels/linear-attention/gates.ts"
  int t_12 = (t_8 * t_11) + ((t_9 * 4) * 4);
#line 132 "kernels/linear-attention/gates.ts"
  int t_13 = ((lane / 16) % 2) + (warp * 2);
#line 132 "kernels/linear-attention/gates.ts"
  int t_14 = lane % 16;
#line 132 "kernels/linear-attention/gates.ts"
  int t_15 = lane % 32;
#line 132 "kernels/linear-attention/gates.ts"
  bool t_16 = (warp % 2) == 0;
#line 132 "kernels/linear-attention/gates.ts"
  int t_17 = lane % 8;
#line 132 "kernels/linear-attention/gates.ts"
  int t_18 = ((lane / 8) % 2) * 8;
#line 132 "kernels/linear-attention/gates.ts"
  int t_19 = t_17 + t_18;
#line 132 "kernels/linear-attention/gates.ts"
  int t_20 = (lane / 16) * 8;
#line 132 "kernels/linear-attention/gates.ts"
  int t_21 = t_19 + (warp * 16);
#line 132 "kernels/linear-attention/gates.ts"
  u32 t_22 = ((u32)(t_21 * 64)) + (((u32)(t_20 * 2)) ^ ((((u32)t_21) << 3u) & 48u));
#line 132 "kernels/linear-attention/gates.ts"
  int t_23 = t_17 + t_20;
#line 132 "kernels/linear-attention/gates.ts"
  int t_24 = t_23 + (warp * 16);
#line 132 "kernels/linear-attention/gates.ts"
  u32 t_25 = ((u32)(t_24 * 64)) + (((u32)(t_18 * 2)) ^ ((((u32)t_24) << 3u) & 48u));
#line 132 "kernels/linear-attention/gates.ts"
  u32 t_26 = ((u32)(t_19 * 64)) + (((u32)(t_20 * 2)) ^ ((((u32)t_19) << 3u) & 48u));
#line 132 "kernels/linear-attention/gates.ts"
  int t_27 = t_23 + ((warp % 2) * 8);
#line 132 "kernels/linear-attention/gates.ts"
  u32 t_28 = ((u32)(t_27 * 64)) + (((u32)(t_18 * 2)) ^ ((((u32)t_27) << 3u) & 48u));
#line 132 "kernels/linear-attention/gates.ts"
  int t_29 = (lane % 8) * 4;
#line 132 "kernels/linear-attention/gates.ts"
  bool t_30 = (lane % 8) == 0;
#line 132 "kernels/linear-attention/gates.ts"
  int t_31 = (lane % 4) * 8;
#line 132 "kernels/linear-attention/gates.ts"
  int t_32 = (int)(decayedQ_stride1 * 2ll);
#line 132 "kernels/linear-attention/gates.ts"
  int t_33 = (int)(decayedK_stride1 * 2ll);
#line 132 "kernels/linear-attention/gates.ts"
  int t_34 = lane % 32;
#line 132 "kernels/linear-attention/gates.ts"
  int t_35 = lane / 4;
#line 132 "kernels/linear-attention/gates.ts"
  int t_36 = ((lane % 4) * 2) + ((warp % 2) * 8);
#line 132 "kernels/linear-attention/gates.ts"
  int t_37 = lane / 4;
#line 132 "kernels/linear-attention/gates.ts"
  int t_38 = (lane % 4) * 2;
#line 132 "kernels/linear-attention/gates.ts"
  int t_39 = (int)(scores_stride1 * 2ll);
#line 132 "kernels/linear-attention/gates.ts"
  int t_40 = maxTokens / 32;
#line 132 "kernels/linear-attention/gates.ts"
  int t_41 = ((t_40 * 32) < maxTokens) ? (t_40 + 1) : t_40;
#line 132 "kernels/linear-attention/gates.ts"
  int t_42 = blockX / t_41;
#line 132 "kernels/linear-attention/gates.ts"
  int n = blockX - (t_42 * t_41);
#line 132 "kernels/linear-attention/gates.ts"
  int sequence = t_42 / gates_extent2;
#line 132 "kernels/linear-attention/gates.ts"
  int head = t_42 - (sequence * gates_extent2);
#line 136 "kernels/linear-attention/gates.ts"
  int top = n * 32;
#line 138 "kernels/linear-attention/gates.ts"
  bool t_43 = top < q_extent1;
#line 296 "kernels/linear-attention/gates.ts"
  if (t_43) {
#line 139 "kernels/linear-attention/gates.ts"
    int group = head / (gates_extent2 / q_extent2);
#line 177 "kernels/linear-attention/gates.ts"
    // fill(byOnes)
#line 177 "kernels/linear-attention/gates.ts"
    float byOnes[8];
#line 177 "kernels/linear-attention/gates.ts"
#pragma unroll
#line 177 "kernels/linear-attention/gates.ts"
    for (int r0 = 0; r0 < 8; ++r0) {
#line 177 "kernels/linear-attention/gates.ts"
      byOnes[r0] = 0.0f;
    }
#line 178 "kernels/linear-attention/gates.ts"
    // fill(byTwos)
#line 178 "kernels/linear-attention/gates.ts"
    float byTwos[8];
#line 178 "kernels/linear-attention/gates.ts"
#pragma unroll
#line 178 "kernels/linear-attention/gates.ts"
    for (int r0 = 0; r0 < 8; ++r0) {
#line 178 "kernels/linear-attention/gates.ts"
      byTwos[r0] = 0.0f;
    }
#line 179 "kernels/linear-attention/gates.ts"
    // fill(byFours)
#line 179 "kernels/linear-attention/gates.ts"
    float byFours[8];
#line 179 "kernels/linear-attention/gates.ts"
#pragma unroll
#line 179 "kernels/linear-attention/gates.ts"
    for (int r0 = 0; r0 < 8; ++r0) {
#line 179 "kernels/linear-attention/gates.ts"
      byFours[r0] = 0.0f;
    }
#line 180 "kernels/linear-attention/gates.ts"
    // fill(byEights)
#line 180 "kernels/linear-attention/gates.ts"
    float byEights[8];
#line 180 "kernels/linear-attention/gates.ts"
#pragma unroll
#line 180 "kernels/linear-attention/gates.ts"
    for (int r0 = 0; r0 < 8; ++r0) {
#line 180 "kernels/linear-attention/gates.ts"
      byEights[r0] = 0.0f;
    }
#line 181 "kernels/linear-attention/gates.ts"
    // fill(byPairs)
#line 181 "kernels/linear-attention/gates.ts"
    float byPairs[4];
#line 181 "kernels/linear-attention/gates.ts"
    byPairs[0] = 0.0f;
#line 181 "kernels/linear-attention/gates.ts"
    byPairs[1] = 0.0f;
#line 181 "kernels/linear-attention/gates.ts"
    byPairs[2] = 0.0f;
#line 181 "kernels/linear-attention/gates.ts"
    byPairs[3] = 0.0f;
#line 183 "kernels/linear-attention/gates.ts"
    // fill(dotSums)
#line 183 "kernels/linear-attention/gates.ts"
    float dotSums[4];
#line 183 "kernels/linear-attention/gates.ts"
    dotSums[0] = 0.0f;
#line 183 "kernels/linear-attention/gates.ts"
    dotSums[1] = 0.0f;
#line 183 "kernels/linear-attention/gates.ts"
    dotSums[2] = 0.0f;
#line 183 "kernels/linear-attention/gates.ts"
    dotSums[3] = 0.0f;
#line 185 "kernels/linear-attention/gates.ts"
#pragma unroll 1
#line 185 "kernels/linear-attention/gates.ts"
    for (int slice = 0; slice < 1; slice += 1) {
      int left = slice * 32;
      __syncthreads();
#line 187 "kernels/linear-attention/gates.ts"
      // copy(q[32, 32], queryRows)
#line 187 "kernels/linear-attention/gates.ts"
      int t_44 = 32 - left;
#line 187 "kernels/linear-attention/gates.ts"
      int t_45 = (q_extent1 - top) - t;
#line 187 "kernels/linear-attention/gates.ts"
      u32 t_46 = queryRows + t_3;
#line 187 "kernels/linear-attention/gates.ts"
      i64 q_source = ((i64)q + (((((((i64)sequence) * q_stride0) + (((i64)top) * q_stride1)) + (((i64)group) * q_stride2)) + ((i64)left)) * 2ll)) + ((i64)t_5);
#line 187 "kernels/linear-attention/gates.ts"
      int t_47 = (t_45 > 0) ? (min((max(((t_44 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 187 "kernels/linear-attention/gates.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_46), "l"(q_source), "r"(t_47) : "memory");
#line 187 "kernels/linear-attention/gates.ts"
      q_source = q_source + ((i64)(16 * t_4));
#line 187 "kernels/linear-attention/gates.ts"
      int t_48 = (t_45 > 16) ? (min((max(((t_44 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 187 "kernels/linear-attention/gates.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_46 + 1024), "l"(q_source), "r"(t_48) : "memory");
#line 187 "kernels/linear-attention/gates.ts"
      asm volatile("cp.async.commit_group;" ::: "memory");
      // copy(k[32, 32], keyRows)
#line 188 "kernels/linear-attention/gates.ts"
      int t_49 = 32 - left;
#line 188 "kernels/linear-attention/gates.ts"
      int t_50 = (k_extent1 - top) - t;
#line 188 "kernels/linear-attention/gates.ts"
      u32 t_51 = keyRows + t_3;
#line 188 "kernels/linear-attention/gates.ts"
      i64 k_source = ((i64)k + (((((((i64)sequence) * k_stride0) + (((i64)top) * k_stride1)) + (((i64)group) * k_stride2)) + ((i64)left)) * 2ll)) + ((i64)t_7);
#line 188 "kernels/linear-attention/gates.ts"
      int t_52 = (t_50 > 0) ? (min((max(((t_49 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 188 "kernels/linear-attention/gates.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_51), "l"(k_source), "r"(t_52) : "memory");
#line 188 "kernels/linear-attention/gates.ts"
      k_source = k_source + ((i64)(16 * t_6));
#line 188 "kernels/linear-attention/gates.ts"
      int t_53 = (t_50 > 16) ? (min((max(((t_49 - (t_2 * 8)) * 2), 0)), 16)) : 0;
#line 188 "kernels/linear-attention/gates.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_51 + 1024), "l"(k_source), "r"(t_53) : "memory");
#line 188 "kernels/linear-attention/gates.ts"
      asm volatile("cp.async.commit_group;" ::: "memory");
      // copy(gates[32, 32], gateRows)
#line 189 "kernels/linear-attention/gates.ts"
      int t_54 = 32 - left;
#line 189 "kernels/linear-attention/gates.ts"
      int t_55 = (gates_extent1 - top) - t_8;
#line 189 "kernels/linear-attention/gates.ts"
      u32 t_56 = gateRows + t_10;
#line 189 "kernels/linear-attention/gates.ts"
      i64 t_57 = (i64)t_12;
#line 189 "kernels/linear-attention/gates.ts"
      i64 gates_source = ((i64)gates + (((((((i64)sequence) * gates_stride0) + (((i64)top) * gates_stride1)) + (((i64)head) * gates_stride2)) + ((i64)left)) * 4ll)) + t_57;
#line 189 "kernels/linear-attention/gates.ts"
      int t_58 = (t_55 > 0) ? (min((max(((t_54 - (t_9 * 4)) * 4), 0)), 16)) : 0;
#line 189 "kernels/linear-attention/gates.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_56), "l"(gates_source), "r"(t_58) : "memory");
#line 189 "kernels/linear-attention/gates.ts"
      i64 t_59 = (i64)(8 * t_11);
#line 189 "kernels/linear-attention/gates.ts"
      gates_source = gates_source + t_59;
#line 189 "kernels/linear-attention/gates.ts"
      int t_60 = (t_55 > 8) ? (min((max(((t_54 - (t_9 * 4)) * 4), 0)), 16)) : 0;
#line 189 "kernels/linear-attention/gates.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_56 + 1024), "l"(gates_source), "r"(t_60) : "memory");
#line 189 "kernels/linear-attention/gates.ts"
      gates_source = gates_source + t_59;
#line 189 "kernels/linear-attention/gates.ts"
      int t_61 = (t_55 > 16) ? (min((max(((t_54 - (t_9 * 4)) * 4), 0)), 16)) : 0;
#line 189 "kernels/linear-attention/gates.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_56 + 2048), "l"(gates_source), "r"(t_61) : "memory");
#line 189 "kernels/linear-attention/gates.ts"
      gates_source = gates_source + t_59;
#line 189 "kernels/linear-attention/gates.ts"
      int t_62 = (t_55 > 24) ? (min((max(((t_54 - (t_9 * 4)) * 4), 0)), 16)) : 0;
#line 189 "kernels/linear-attention/gates.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_56 + 3072), "l"(gates_source), "r"(t_62) : "memory");
#line 189 "kernels/linear-attention/gates.ts"
      asm volatile("cp.async.commit_group;" ::: "memory");
      asm volatile("cp.async.wait_group 0;" ::: "memory");
#line 190 "kernels/linear-attention/gates.ts"
      __syncthreads();
#line 192 "kernels/linear-attention/gates.ts"
      float total[2];
#line 192 "kernels/linear-attention/gates.ts"
      total[0] = 0.0f;
#line 192 "kernels/linear-attention/gates.ts"
      total[1] = 0.0f;
      int t_63 = 8 * t_13;
#line 193 "kernels/linear-attention/gates.ts"
      int t_64 = 2 * t_14;
#line 193 "kernels/linear-attention/gates.ts"
      float t_65;
#line 193 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_65) : "r"((gateRows + (((u32)(t_63 * 128)) + ((u32)(t_64 * 4))))) : "memory");
#line 193 "kernels/linear-attention/gates.ts"
      total[0] = total[0] + t_65;
#line 193 "kernels/linear-attention/gates.ts"
      int t_66 = t_64 + 1;
#line 193 "kernels/linear-attention/gates.ts"
      float t_67;
#line 193 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_67) : "r"((gateRows + (((u32)(t_63 * 128)) + ((u32)(t_66 * 4))))) : "memory");
#line 193 "kernels/linear-attention/gates.ts"
      total[1] = total[1] + t_67;
#line 193 "kernels/linear-attention/gates.ts"
#pragma unroll
#line 193 "kernels/linear-attention/gates.ts"
      for (int r0 = 0; r0 < 7; ++r0) {
#line 193 "kernels/linear-attention/gates.ts"
        float t_68;
#line 193 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_68) : "r"(((gateRows + (((u32)(t_63 * 128)) + (((u32)(t_64 * 4)) ^ (u32)(16 * r0 + 16)))) + (u32)(128 * r0 + 128))) : "memory");
#line 193 "kernels/linear-attention/gates.ts"
        total[0] = total[0] + t_68;
#line 193 "kernels/linear-attention/gates.ts"
        float t_69;
#line 193 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_69) : "r"(((gateRows + (((u32)(t_63 * 128)) + (((u32)(t_66 * 4)) ^ (u32)(16 * r0 + 16)))) + (u32)(128 * r0 + 128))) : "memory");
#line 193 "kernels/linear-attention/gates.ts"
        total[1] = total[1] + t_69;
      }
#line 194 "kernels/linear-attention/gates.ts"
      int t_70 = 2 * t_14;
#line 194 "kernels/linear-attention/gates.ts"
      float t_71;
#line 194 "kernels/linear-attention/gates.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_71) : "f"((total[0] * 1.442695f)));
#line 194 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((totals + (((u32)(t_13 * 128)) + (((u32)(t_70 * 4)) ^ ((((u32)t_13) << 4u) & 112u))))), "f"(t_71) : "memory");
#line 194 "kernels/linear-attention/gates.ts"
      u32 t_72 = totals + (((u32)(t_13 * 128)) + (((u32)((t_70 + 1) * 4)) ^ ((((u32)t_13) << 4u) & 112u)));
#line 194 "kernels/linear-attention/gates.ts"
      float t_73;
#line 194 "kernels/linear-attention/gates.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_73) : "f"((total[1] * 1.442695f)));
#line 194 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_72), "f"(t_73) : "memory");
#line 197 "kernels/linear-attention/gates.ts"
      __syncthreads();
#line 216 "kernels/linear-attention/gates.ts"
      if (t_16) {
#line 198 "kernels/linear-attention/gates.ts"
        float before = 1.0f;
        float behind = 1.0f;
#line 204 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((fromStart + ((u32)(t_15 * 4)))), "f"(before) : "memory");
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((toEnd + (384u + (((u32)(t_15 * 4)) ^ 48u)))), "f"(behind) : "memory");
        float t_74;
#line 206 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_74) : "r"((totals + (128u + (((u32)(t_15 * 4)) ^ 16u)))) : "memory");
#line 206 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((toPair + ((u32)(t_15 * 4)))), "f"(t_74) : "memory");
#line 213 "kernels/linear-attention/gates.ts"
        float t_75;
#line 213 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_75) : "r"((totals + ((u32)(t_15 * 4)))) : "memory");
#line 213 "kernels/linear-attention/gates.ts"
        before = before * t_75;
        float t_76;
#line 214 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_76) : "r"((totals + (384u + (((u32)(t_15 * 4)) ^ 48u)))) : "memory");
#line 214 "kernels/linear-attention/gates.ts"
        behind = behind * t_76;
#line 204 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((fromStart + (128u + (((u32)(t_15 * 4)) ^ 16u)))), "f"(before) : "memory");
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((toEnd + (256u + (((u32)(t_15 * 4)) ^ 32u)))), "f"(behind) : "memory");
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((toPair + (128u + (((u32)(t_15 * 4)) ^ 16u)))), "f"(1.0f) : "memory");
#line 213 "kernels/linear-attention/gates.ts"
        float t_77;
#line 213 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_77) : "r"((totals + (128u + (((u32)(t_15 * 4)) ^ 16u)))) : "memory");
#line 213 "kernels/linear-attention/gates.ts"
        before = before * t_77;
        float t_78;
#line 214 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_78) : "r"((totals + (256u + (((u32)(t_15 * 4)) ^ 32u)))) : "memory");
#line 214 "kernels/linear-attention/gates.ts"
        behind = behind * t_78;
#line 204 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((fromStart + (256u + (((u32)(t_15 * 4)) ^ 32u)))), "f"(before) : "memory");
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((toEnd + (128u + (((u32)(t_15 * 4)) ^ 16u)))), "f"(behind) : "memory");
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((toPair + (256u + (((u32)(t_15 * 4)) ^ 32u)))), "f"(1.0f) : "memory");
#line 213 "kernels/linear-attention/gates.ts"
        float t_79;
#line 213 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_79) : "r"((totals + (256u + (((u32)(t_15 * 4)) ^ 32u)))) : "memory");
#line 213 "kernels/linear-attention/gates.ts"
        before = before * t_79;
        float t_80;
#line 214 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_80) : "r"((totals + (128u + (((u32)(t_15 * 4)) ^ 16u)))) : "memory");
#line 214 "kernels/linear-attention/gates.ts"
        behind = behind * t_80;
#line 204 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((fromStart + (384u + (((u32)(t_15 * 4)) ^ 48u)))), "f"(before) : "memory");
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((toEnd + ((u32)(t_15 * 4)))), "f"(behind) : "memory");
        float t_81;
#line 206 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_81) : "r"((totals + (256u + (((u32)(t_15 * 4)) ^ 32u)))) : "memory");
#line 206 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((toPair + (384u + (((u32)(t_15 * 4)) ^ 48u)))), "f"(t_81) : "memory");
#line 213 "kernels/linear-attention/gates.ts"
        float t_82;
#line 213 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_82) : "r"((totals + (384u + (((u32)(t_15 * 4)) ^ 48u)))) : "memory");
#line 213 "kernels/linear-attention/gates.ts"
        before = before * t_82;
        float t_83;
#line 214 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_83) : "r"((totals + ((u32)(t_15 * 4)))) : "memory");
#line 214 "kernels/linear-attention/gates.ts"
        behind = behind * t_83;
#line 216 "kernels/linear-attention/gates.ts"
        i64 t_84 = (i64)decays + (((((((i64)sequence) * decays_stride0) + (((i64)head) * decays_stride1)) + (((i64)n) * decays_stride2)) + ((i64)(left + t_15))) * 4ll);
#line 216 "kernels/linear-attention/gates.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_84), "f"(before) : "memory");
      }
      __syncthreads();
#line 224 "kernels/linear-attention/gates.ts"
      int t_85 = 8 * t_13;
#line 224 "kernels/linear-attention/gates.ts"
      int t_86 = 2 * t_14;
#line 224 "kernels/linear-attention/gates.ts"
      float t_87;
#line 224 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_87) : "r"((gateRows + (((u32)(t_85 * 128)) + ((u32)(t_86 * 4))))) : "memory");
#line 224 "kernels/linear-attention/gates.ts"
      float t_88;
#line 224 "kernels/linear-attention/gates.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_88) : "f"((t_87 * 1.442695f)));
#line 224 "kernels/linear-attention/gates.ts"
      float kept[16];
#line 224 "kernels/linear-attention/gates.ts"
      kept[0] = t_88;
      int t_89 = 2 * t_14;
#line 225 "kernels/linear-attention/gates.ts"
      int t_90 = 8 * t_13;
#line 225 "kernels/linear-attention/gates.ts"
      u32 t_91;
#line 225 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(t_91) : "r"((queryRows + (((u32)(t_90 * 64)) + ((u32)(t_89 * 2))))) : "memory");
#line 225 "kernels/linear-attention/gates.ts"
      float queries[16];
#line 225 "kernels/linear-attention/gates.ts"
      queries[0] = __uint_as_float(t_91 << 16);
      int t_92 = 2 * t_14;
#line 226 "kernels/linear-attention/gates.ts"
      int t_93 = 8 * t_13;
#line 226 "kernels/linear-attention/gates.ts"
      u32 t_94;
#line 226 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(t_94) : "r"((keyRows + (((u32)(t_93 * 64)) + ((u32)(t_92 * 2))))) : "memory");
#line 226 "kernels/linear-attention/gates.ts"
      float keys[16];
#line 226 "kernels/linear-attention/gates.ts"
      keys[0] = __uint_as_float(t_94 << 16);
#line 224 "kernels/linear-attention/gates.ts"
      int t_95 = t_86 + 1;
#line 224 "kernels/linear-attention/gates.ts"
      float t_96;
#line 224 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_96) : "r"((gateRows + (((u32)(t_85 * 128)) + ((u32)(t_95 * 4))))) : "memory");
#line 224 "kernels/linear-attention/gates.ts"
      float t_97;
#line 224 "kernels/linear-attention/gates.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_97) : "f"((t_96 * 1.442695f)));
#line 224 "kernels/linear-attention/gates.ts"
      kept[1] = t_97;
      queries[1] = __uint_as_float(t_91 & 0xffff0000u);
      keys[1] = __uint_as_float(t_94 & 0xffff0000u);
#line 224 "kernels/linear-attention/gates.ts"
      float t_98;
#line 224 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_98) : "r"(((gateRows + (((u32)(t_85 * 128)) + (((u32)(t_86 * 4)) ^ 16u))) + 128u)) : "memory");
#line 224 "kernels/linear-attention/gates.ts"
      float t_99;
#line 224 "kernels/linear-attention/gates.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_99) : "f"((t_98 * 1.442695f)));
#line 224 "kernels/linear-attention/gates.ts"
      kept[2] = t_99;
      u32 t_100;
#line 225 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(t_100) : "r"(((queryRows + (((u32)(t_90 * 64)) + ((u32)(t_89 * 2)))) + 64u)) : "memory");
#line 225 "kernels/linear-attention/gates.ts"
      queries[2] = __uint_as_float(t_100 << 16);
      u32 t_101;
#line 226 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(t_101) : "r"(((keyRows + (((u32)(t_93 * 64)) + ((u32)(t_92 * 2)))) + 64u)) : "memory");
#line 226 "kernels/linear-attention/gates.ts"
      keys[2] = __uint_as_float(t_101 << 16);
#line 224 "kernels/linear-attention/gates.ts"
      float t_102;
#line 224 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_102) : "r"(((gateRows + (((u32)(t_85 * 128)) + (((u32)(t_95 * 4)) ^ 16u))) + 128u)) : "memory");
#line 224 "kernels/linear-attention/gates.ts"
      float t_103;
#line 224 "kernels/linear-attention/gates.ts"
      asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_103) : "f"((t_102 * 1.442695f)));
#line 224 "kernels/linear-attention/gates.ts"
      kept[3] = t_103;
      queries[3] = __uint_as_float(t_100 & 0xffff0000u);
      keys[3] = __uint_as_float(t_101 & 0xffff0000u);
#line 224 "kernels/linear-attention/gates.ts"
#pragma unroll
#line 224 "kernels/linear-attention/gates.ts"
      for (int r0 = 0; r0 < 3; ++r0) {
#line 224 "kernels/linear-attention/gates.ts"
#pragma unroll
#line 224 "kernels/linear-attention/gates.ts"
        for (int r1 = 0; r1 < 2; ++r1) {
#line 224 "kernels/linear-attention/gates.ts"
          float t_104;
#line 224 "kernels/linear-attention/gates.ts"
          asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_104) : "r"(((gateRows + (((u32)(t_85 * 128)) + (((u32)(t_86 * 4)) ^ (u32)(16 * r1 + 32 * r0 + 32)))) + (u32)(128 * r1 + 256 * r0 + 256))) : "memory");
#line 224 "kernels/linear-attention/gates.ts"
          float t_105;
#line 224 "kernels/linear-attention/gates.ts"
          asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_105) : "f"((t_104 * 1.442695f)));
#line 224 "kernels/linear-attention/gates.ts"
          kept[2 * r1 + 4 * r0 + 4] = t_105;
          u32 t_106;
#line 225 "kernels/linear-attention/gates.ts"
          asm volatile("ld.shared.b32 %0, [%1];" : "=r"(t_106) : "r"(((queryRows + (((u32)(t_90 * 64)) + (((u32)(t_89 * 2)) ^ (u32)(16 * r0 + 16)))) + (u32)(64 * r1 + 128 * r0 + 128))) : "memory");
#line 225 "kernels/linear-attention/gates.ts"
          queries[2 * r1 + 4 * r0 + 4] = __uint_as_float(t_106 << 16);
          u32 t_107;
#line 226 "kernels/linear-attention/gates.ts"
          asm volatile("ld.shared.b32 %0, [%1];" : "=r"(t_107) : "r"(((keyRows + (((u32)(t_93 * 64)) + (((u32)(t_92 * 2)) ^ (u32)(16 * r0 + 16)))) + (u32)(64 * r1 + 128 * r0 + 128))) : "memory");
#line 226 "kernels/linear-attention/gates.ts"
          keys[2 * r1 + 4 * r0 + 4] = __uint_as_float(t_107 << 16);
#line 224 "kernels/linear-attention/gates.ts"
          float t_108;
#line 224 "kernels/linear-attention/gates.ts"
          asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_108) : "r"(((gateRows + (((u32)(t_85 * 128)) + (((u32)(t_95 * 4)) ^ (u32)(16 * r1 + 32 * r0 + 32)))) + (u32)(128 * r1 + 256 * r0 + 256))) : "memory");
#line 224 "kernels/linear-attention/gates.ts"
          float t_109;
#line 224 "kernels/linear-attention/gates.ts"
          asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_109) : "f"((t_108 * 1.442695f)));
#line 224 "kernels/linear-attention/gates.ts"
          kept[2 * r1 + 4 * r0 + 5] = t_109;
          queries[2 * r1 + 4 * r0 + 5] = __uint_as_float(t_106 & 0xffff0000u);
          keys[2 * r1 + 4 * r0 + 5] = __uint_as_float(t_107 & 0xffff0000u);
        }
      }
#line 228 "kernels/linear-attention/gates.ts"
      int s = t_13 / 2;
      int row = 8 * (t_13 % 2);
#line 84 "kernels/linear-attention/gates.ts"
      float key[2];
#line 84 "kernels/linear-attention/gates.ts"
      key[0] = 1.0f;
      float query[2];
#line 85 "kernels/linear-attention/gates.ts"
      query[0] = 1.0f;
#line 84 "kernels/linear-attention/gates.ts"
      key[1] = 1.0f;
      query[1] = 1.0f;
#line 91 "kernels/linear-attention/gates.ts"
      int t_110 = 2 * t_14;
#line 91 "kernels/linear-attention/gates.ts"
      float half = keys[0] * key[0];
      key[0] = key[0] * kept[0];
#line 91 "kernels/linear-attention/gates.ts"
      u32 t_111;
#line 91 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_111) : "f"(half), "f"((keys[1] * key[1])));
#line 91 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ones + (((u32)(((s * 16) + row) * 64)) + ((u32)(t_110 * 2))))), "r"(t_111) : "memory");
      key[1] = key[1] * kept[1];
#line 95 "kernels/linear-attention/gates.ts"
      query[0] = query[0] * kept[2];
      int t_112 = 2 * t_14;
#line 96 "kernels/linear-attention/gates.ts"
      float half_2 = queries[2] * query[0];
#line 95 "kernels/linear-attention/gates.ts"
      query[1] = query[1] * kept[3];
      u32 t_113;
#line 96 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_113) : "f"(half_2), "f"((queries[3] * query[1])));
#line 96 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((ones + (((u32)(((s * 16) + row) * 64)) + ((u32)(t_112 * 2)))) + 64u)), "r"(t_113) : "memory");
#line 84 "kernels/linear-attention/gates.ts"
#pragma unroll
#line 84 "kernels/linear-attention/gates.ts"
      for (int r0 = 0; r0 < 3; ++r0) {
#line 84 "kernels/linear-attention/gates.ts"
        key[0] = 1.0f;
        query[0] = 1.0f;
#line 84 "kernels/linear-attention/gates.ts"
        key[1] = 1.0f;
        query[1] = 1.0f;
#line 91 "kernels/linear-attention/gates.ts"
        float half_3 = keys[4 * r0 + 4] * key[0];
        key[0] = key[0] * kept[4 * r0 + 4];
#line 91 "kernels/linear-attention/gates.ts"
        u32 t_114;
#line 91 "kernels/linear-attention/gates.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_114) : "f"(half_3), "f"((keys[4 * r0 + 5] * key[1])));
#line 91 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"(((ones + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_110 * 2)) ^ (u32)(16 * r0 + 16)))) + (u32)(128 * r0 + 128))), "r"(t_114) : "memory");
        key[1] = key[1] * kept[4 * r0 + 5];
#line 95 "kernels/linear-attention/gates.ts"
        query[0] = query[0] * kept[4 * r0 + 6];
        float half_4 = queries[4 * r0 + 6] * query[0];
#line 95 "kernels/linear-attention/gates.ts"
        query[1] = query[1] * kept[4 * r0 + 7];
        u32 t_115;
#line 96 "kernels/linear-attention/gates.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_115) : "f"(half_4), "f"((queries[4 * r0 + 7] * query[1])));
#line 96 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"(((ones + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_112 * 2)) ^ (u32)(16 * r0 + 16)))) + (u32)(128 * r0 + 192))), "r"(t_115) : "memory");
      }
#line 84 "kernels/linear-attention/gates.ts"
      float key_2[2];
#line 84 "kernels/linear-attention/gates.ts"
      key_2[0] = 1.0f;
      float query_2[2];
#line 85 "kernels/linear-attention/gates.ts"
      query_2[0] = 1.0f;
#line 84 "kernels/linear-attention/gates.ts"
      key_2[1] = 1.0f;
      query_2[1] = 1.0f;
#line 91 "kernels/linear-attention/gates.ts"
      int t_116 = 2 * t_14;
#line 91 "kernels/linear-attention/gates.ts"
      float half_5 = keys[2] * key_2[0];
      key_2[0] = key_2[0] * kept[2];
#line 91 "kernels/linear-attention/gates.ts"
      u32 t_117;
#line 91 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_117) : "f"(half_5), "f"((keys[3] * key_2[1])));
#line 91 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((twos + (((u32)(((s * 16) + row) * 64)) + ((u32)(t_116 * 2)))) + 64u)), "r"(t_117) : "memory");
      key_2[1] = key_2[1] * kept[3];
#line 95 "kernels/linear-attention/gates.ts"
      query_2[0] = query_2[0] * kept[4];
      int t_118 = 2 * t_14;
#line 96 "kernels/linear-attention/gates.ts"
      float half_6 = queries[4] * query_2[0];
#line 95 "kernels/linear-attention/gates.ts"
      query_2[1] = query_2[1] * kept[5];
      u32 t_119;
#line 96 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_119) : "f"(half_6), "f"((queries[5] * query_2[1])));
#line 96 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((twos + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_118 * 2)) ^ 16u))) + 128u)), "r"(t_119) : "memory");
#line 91 "kernels/linear-attention/gates.ts"
      float half_7 = keys[0] * key_2[0];
      key_2[0] = key_2[0] * kept[0];
#line 91 "kernels/linear-attention/gates.ts"
      u32 t_120;
#line 91 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_120) : "f"(half_7), "f"((keys[1] * key_2[1])));
#line 91 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((twos + (((u32)(((s * 16) + row) * 64)) + ((u32)(t_116 * 2))))), "r"(t_120) : "memory");
      key_2[1] = key_2[1] * kept[1];
#line 95 "kernels/linear-attention/gates.ts"
      query_2[0] = query_2[0] * kept[6];
      float half_8 = queries[6] * query_2[0];
#line 95 "kernels/linear-attention/gates.ts"
      query_2[1] = query_2[1] * kept[7];
      u32 t_121;
#line 96 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_121) : "f"(half_8), "f"((queries[7] * query_2[1])));
#line 96 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((twos + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_118 * 2)) ^ 16u))) + 192u)), "r"(t_121) : "memory");
#line 84 "kernels/linear-attention/gates.ts"
      key_2[0] = 1.0f;
      query_2[0] = 1.0f;
#line 84 "kernels/linear-attention/gates.ts"
      key_2[1] = 1.0f;
      query_2[1] = 1.0f;
#line 91 "kernels/linear-attention/gates.ts"
      float half_9 = keys[10] * key_2[0];
      key_2[0] = key_2[0] * kept[10];
#line 91 "kernels/linear-attention/gates.ts"
      u32 t_122;
#line 91 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_122) : "f"(half_9), "f"((keys[11] * key_2[1])));
#line 91 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((twos + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_116 * 2)) ^ 32u))) + 320u)), "r"(t_122) : "memory");
      key_2[1] = key_2[1] * kept[11];
#line 95 "kernels/linear-attention/gates.ts"
      query_2[0] = query_2[0] * kept[12];
      float half_10 = queries[12] * query_2[0];
#line 95 "kernels/linear-attention/gates.ts"
      query_2[1] = query_2[1] * kept[13];
      u32 t_123;
#line 96 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_123) : "f"(half_10), "f"((queries[13] * query_2[1])));
#line 96 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((twos + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_118 * 2)) ^ 48u))) + 384u)), "r"(t_123) : "memory");
#line 91 "kernels/linear-attention/gates.ts"
      float half_11 = keys[8] * key_2[0];
      key_2[0] = key_2[0] * kept[8];
#line 91 "kernels/linear-attention/gates.ts"
      u32 t_124;
#line 91 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_124) : "f"(half_11), "f"((keys[9] * key_2[1])));
#line 91 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((twos + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_116 * 2)) ^ 32u))) + 256u)), "r"(t_124) : "memory");
      key_2[1] = key_2[1] * kept[9];
#line 95 "kernels/linear-attention/gates.ts"
      query_2[0] = query_2[0] * kept[14];
      float half_12 = queries[14] * query_2[0];
#line 95 "kernels/linear-attention/gates.ts"
      query_2[1] = query_2[1] * kept[15];
      u32 t_125;
#line 96 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_125) : "f"(half_12), "f"((queries[15] * query_2[1])));
#line 96 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((twos + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_118 * 2)) ^ 48u))) + 448u)), "r"(t_125) : "memory");
#line 84 "kernels/linear-attention/gates.ts"
      float key_3[2];
#line 84 "kernels/linear-attention/gates.ts"
      key_3[0] = 1.0f;
      float query_3[2];
#line 85 "kernels/linear-attention/gates.ts"
      query_3[0] = 1.0f;
#line 84 "kernels/linear-attention/gates.ts"
      key_3[1] = 1.0f;
      query_3[1] = 1.0f;
#line 91 "kernels/linear-attention/gates.ts"
      int t_126 = 2 * t_14;
#line 91 "kernels/linear-attention/gates.ts"
      float half_13 = keys[6] * key_3[0];
      key_3[0] = key_3[0] * kept[6];
#line 91 "kernels/linear-attention/gates.ts"
      u32 t_127;
#line 91 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_127) : "f"(half_13), "f"((keys[7] * key_3[1])));
#line 91 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((fours + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_126 * 2)) ^ 16u))) + 192u)), "r"(t_127) : "memory");
      key_3[1] = key_3[1] * kept[7];
#line 95 "kernels/linear-attention/gates.ts"
      query_3[0] = query_3[0] * kept[8];
      int t_128 = 2 * t_14;
#line 96 "kernels/linear-attention/gates.ts"
      float half_14 = queries[8] * query_3[0];
#line 95 "kernels/linear-attention/gates.ts"
      query_3[1] = query_3[1] * kept[9];
      u32 t_129;
#line 96 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_129) : "f"(half_14), "f"((queries[9] * query_3[1])));
#line 96 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((fours + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_128 * 2)) ^ 32u))) + 256u)), "r"(t_129) : "memory");
#line 91 "kernels/linear-attention/gates.ts"
      float half_15 = keys[4] * key_3[0];
      key_3[0] = key_3[0] * kept[4];
#line 91 "kernels/linear-attention/gates.ts"
      u32 t_130;
#line 91 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_130) : "f"(half_15), "f"((keys[5] * key_3[1])));
#line 91 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((fours + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_126 * 2)) ^ 16u))) + 128u)), "r"(t_130) : "memory");
      key_3[1] = key_3[1] * kept[5];
#line 95 "kernels/linear-attention/gates.ts"
      query_3[0] = query_3[0] * kept[10];
      float half_16 = queries[10] * query_3[0];
#line 95 "kernels/linear-attention/gates.ts"
      query_3[1] = query_3[1] * kept[11];
      u32 t_131;
#line 96 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_131) : "f"(half_16), "f"((queries[11] * query_3[1])));
#line 96 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((fours + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_128 * 2)) ^ 32u))) + 320u)), "r"(t_131) : "memory");
#line 91 "kernels/linear-attention/gates.ts"
      float half_17 = keys[2] * key_3[0];
      key_3[0] = key_3[0] * kept[2];
#line 91 "kernels/linear-attention/gates.ts"
      u32 t_132;
#line 91 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_132) : "f"(half_17), "f"((keys[3] * key_3[1])));
#line 91 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((fours + (((u32)(((s * 16) + row) * 64)) + ((u32)(t_126 * 2)))) + 64u)), "r"(t_132) : "memory");
      key_3[1] = key_3[1] * kept[3];
#line 95 "kernels/linear-attention/gates.ts"
      query_3[0] = query_3[0] * kept[12];
      float half_18 = queries[12] * query_3[0];
#line 95 "kernels/linear-attention/gates.ts"
      query_3[1] = query_3[1] * kept[13];
      u32 t_133;
#line 96 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_133) : "f"(half_18), "f"((queries[13] * query_3[1])));
#line 96 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((fours + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_128 * 2)) ^ 48u))) + 384u)), "r"(t_133) : "memory");
#line 91 "kernels/linear-attention/gates.ts"
      float half_19 = keys[0] * key_3[0];
      key_3[0] = key_3[0] * kept[0];
#line 91 "kernels/linear-attention/gates.ts"
      u32 t_134;
#line 91 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_134) : "f"(half_19), "f"((keys[1] * key_3[1])));
#line 91 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((fours + (((u32)(((s * 16) + row) * 64)) + ((u32)(t_126 * 2))))), "r"(t_134) : "memory");
      key_3[1] = key_3[1] * kept[1];
#line 95 "kernels/linear-attention/gates.ts"
      query_3[0] = query_3[0] * kept[14];
      float half_20 = queries[14] * query_3[0];
#line 95 "kernels/linear-attention/gates.ts"
      query_3[1] = query_3[1] * kept[15];
      u32 t_135;
#line 96 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_135) : "f"(half_20), "f"((queries[15] * query_3[1])));
#line 96 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((fours + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_128 * 2)) ^ 48u))) + 448u)), "r"(t_135) : "memory");
#line 238 "kernels/linear-attention/gates.ts"
      float query_4[2];
#line 238 "kernels/linear-attention/gates.ts"
      query_4[0] = 1.0f;
      float key_4[2];
#line 239 "kernels/linear-attention/gates.ts"
      key_4[0] = 1.0f;
#line 238 "kernels/linear-attention/gates.ts"
      query_4[1] = 1.0f;
      key_4[1] = 1.0f;
#line 243 "kernels/linear-attention/gates.ts"
#pragma unroll
#line 243 "kernels/linear-attention/gates.ts"
      for (int r0 = 0; r0 < 8; ++r0) {
#line 243 "kernels/linear-attention/gates.ts"
        query_4[0] = query_4[0] * kept[2 * r0];
        queries[2 * r0] = queries[2 * r0] * query_4[0];
        keys[-2 * r0 + 14] = keys[-2 * r0 + 14] * key_4[0];
        key_4[0] = key_4[0] * kept[-2 * r0 + 14];
#line 243 "kernels/linear-attention/gates.ts"
        query_4[1] = query_4[1] * kept[2 * r0 + 1];
        queries[2 * r0 + 1] = queries[2 * r0 + 1] * query_4[1];
        keys[-2 * r0 + 15] = keys[-2 * r0 + 15] * key_4[1];
        key_4[1] = key_4[1] * kept[-2 * r0 + 15];
      }
      bool inSecondHalf = (t_13 % 2) == 1;
      bool inSecondSub = (s % 2) == 1;
      int couple = s / 2;
#line 252 "kernels/linear-attention/gates.ts"
      int t_136 = 2 * t_14;
#line 252 "kernels/linear-attention/gates.ts"
      u32 t_137;
#line 252 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_137) : "f"((inSecondHalf ? queries[0] : keys[0])), "f"((inSecondHalf ? queries[1] : keys[1])));
#line 252 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((eights + (((u32)(((s * 16) + row) * 64)) + ((u32)(t_136 * 2))))), "r"(t_137) : "memory");
      int t_138 = 2 * t_14;
#line 253 "kernels/linear-attention/gates.ts"
      int t_139 = 2 * t_14;
#line 253 "kernels/linear-attention/gates.ts"
      float t_140;
#line 253 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_140) : "r"((fromStart + (((u32)(t_13 * 128)) + (((u32)(t_139 * 4)) ^ ((((u32)t_13) << 4u) & 112u))))) : "memory");
#line 253 "kernels/linear-attention/gates.ts"
      u32 t_141 = fromStart + (((u32)(t_13 * 128)) + (((u32)((t_139 + 1) * 4)) ^ ((((u32)t_13) << 4u) & 112u)));
#line 253 "kernels/linear-attention/gates.ts"
      float t_142;
#line 253 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_142) : "r"(t_141) : "memory");
#line 253 "kernels/linear-attention/gates.ts"
      int t_143 = 8 * t_13;
#line 253 "kernels/linear-attention/gates.ts"
      u32 t_144;
#line 253 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_144) : "f"((queries[0] * t_140)), "f"((queries[1] * t_142)));
#line 253 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((queriesOut + (((u32)(t_143 * 64)) + ((u32)(t_138 * 2))))), "r"(t_144) : "memory");
      int t_145 = 2 * t_14;
#line 254 "kernels/linear-attention/gates.ts"
      int t_146 = 2 * t_14;
#line 254 "kernels/linear-attention/gates.ts"
      float t_147;
#line 254 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_147) : "r"((toEnd + (((u32)(t_13 * 128)) + (((u32)(t_146 * 4)) ^ ((((u32)t_13) << 4u) & 112u))))) : "memory");
#line 254 "kernels/linear-attention/gates.ts"
      u32 t_148 = toEnd + (((u32)(t_13 * 128)) + (((u32)((t_146 + 1) * 4)) ^ ((((u32)t_13) << 4u) & 112u)));
#line 254 "kernels/linear-attention/gates.ts"
      float t_149;
#line 254 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_149) : "r"(t_148) : "memory");
#line 254 "kernels/linear-attention/gates.ts"
      int t_150 = 8 * t_13;
#line 254 "kernels/linear-attention/gates.ts"
      u32 t_151;
#line 254 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_151) : "f"((keys[0] * t_147)), "f"((keys[1] * t_149)));
#line 254 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((keysOut + (((u32)(t_150 * 64)) + ((u32)(t_145 * 2))))), "r"(t_151) : "memory");
#line 252 "kernels/linear-attention/gates.ts"
      u32 t_152;
#line 252 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_152) : "f"((inSecondHalf ? queries[2] : keys[2])), "f"((inSecondHalf ? queries[3] : keys[3])));
#line 252 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((eights + (((u32)(((s * 16) + row) * 64)) + ((u32)(t_136 * 2)))) + 64u)), "r"(t_152) : "memory");
      u32 t_153;
#line 253 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_153) : "f"((queries[2] * t_140)), "f"((queries[3] * t_142)));
#line 253 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((queriesOut + (((u32)(t_143 * 64)) + ((u32)(t_138 * 2)))) + 64u)), "r"(t_153) : "memory");
      u32 t_154;
#line 254 "kernels/linear-attention/gates.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_154) : "f"((keys[2] * t_147)), "f"((keys[3] * t_149)));
#line 254 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((keysOut + (((u32)(t_150 * 64)) + ((u32)(t_145 * 2)))) + 64u)), "r"(t_154) : "memory");
#line 252 "kernels/linear-attention/gates.ts"
#pragma unroll
#line 252 "kernels/linear-attention/gates.ts"
      for (int r0 = 0; r0 < 3; ++r0) {
#line 252 "kernels/linear-attention/gates.ts"
        u32 t_155;
#line 252 "kernels/linear-attention/gates.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_155) : "f"((inSecondHalf ? queries[4 * r0 + 4] : keys[4 * r0 + 4])), "f"((inSecondHalf ? queries[4 * r0 + 5] : keys[4 * r0 + 5])));
#line 252 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"(((eights + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_136 * 2)) ^ (u32)(16 * r0 + 16)))) + (u32)(128 * r0 + 128))), "r"(t_155) : "memory");
        u32 t_156;
#line 253 "kernels/linear-attention/gates.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_156) : "f"((queries[4 * r0 + 4] * t_140)), "f"((queries[4 * r0 + 5] * t_142)));
#line 253 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"(((queriesOut + (((u32)(t_143 * 64)) + (((u32)(t_138 * 2)) ^ (u32)(16 * r0 + 16)))) + (u32)(128 * r0 + 128))), "r"(t_156) : "memory");
        u32 t_157;
#line 254 "kernels/linear-attention/gates.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_157) : "f"((keys[4 * r0 + 4] * t_147)), "f"((keys[4 * r0 + 5] * t_149)));
#line 254 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"(((keysOut + (((u32)(t_150 * 64)) + (((u32)(t_145 * 2)) ^ (u32)(16 * r0 + 16)))) + (u32)(128 * r0 + 128))), "r"(t_157) : "memory");
#line 252 "kernels/linear-attention/gates.ts"
        u32 t_158;
#line 252 "kernels/linear-attention/gates.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_158) : "f"((inSecondHalf ? queries[4 * r0 + 6] : keys[4 * r0 + 6])), "f"((inSecondHalf ? queries[4 * r0 + 7] : keys[4 * r0 + 7])));
#line 252 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"(((eights + (((u32)(((s * 16) + row) * 64)) + (((u32)(t_136 * 2)) ^ (u32)(16 * r0 + 16)))) + (u32)(128 * r0 + 192))), "r"(t_158) : "memory");
        u32 t_159;
#line 253 "kernels/linear-attention/gates.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_159) : "f"((queries[4 * r0 + 6] * t_140)), "f"((queries[4 * r0 + 7] * t_142)));
#line 253 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"(((queriesOut + (((u32)(t_143 * 64)) + (((u32)(t_138 * 2)) ^ (u32)(16 * r0 + 16)))) + (u32)(128 * r0 + 192))), "r"(t_159) : "memory");
        u32 t_160;
#line 254 "kernels/linear-attention/gates.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_160) : "f"((keys[4 * r0 + 6] * t_147)), "f"((keys[4 * r0 + 7] * t_149)));
#line 254 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"(((keysOut + (((u32)(t_150 * 64)) + (((u32)(t_145 * 2)) ^ (u32)(16 * r0 + 16)))) + (u32)(128 * r0 + 192))), "r"(t_160) : "memory");
      }
#line 261 "kernels/linear-attention/gates.ts"
      if (inSecondSub) {
#line 258 "kernels/linear-attention/gates.ts"
        int t_161 = 2 * t_14;
#line 258 "kernels/linear-attention/gates.ts"
        int t_162 = 2 * t_14;
#line 258 "kernels/linear-attention/gates.ts"
        float t_163;
#line 258 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_163) : "r"((toPair + (((u32)(t_13 * 128)) + (((u32)(t_162 * 4)) ^ ((((u32)t_13) << 4u) & 112u))))) : "memory");
#line 258 "kernels/linear-attention/gates.ts"
        u32 t_164 = toPair + (((u32)(t_13 * 128)) + (((u32)((t_162 + 1) * 4)) ^ ((((u32)t_13) << 4u) & 112u)));
#line 258 "kernels/linear-attention/gates.ts"
        float t_165;
#line 258 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_165) : "r"(t_164) : "memory");
#line 258 "kernels/linear-attention/gates.ts"
        u32 t_166;
#line 258 "kernels/linear-attention/gates.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_166) : "f"((queries[0] * t_163)), "f"((queries[1] * t_165)));
#line 258 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((pairQueries + (((u32)(((couple * 16) + row) * 64)) + ((u32)(t_161 * 2))))), "r"(t_166) : "memory");
#line 258 "kernels/linear-attention/gates.ts"
        u32 t_167;
#line 258 "kernels/linear-attention/gates.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_167) : "f"((queries[2] * t_163)), "f"((queries[3] * t_165)));
#line 258 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"(((pairQueries + (((u32)(((couple * 16) + row) * 64)) + ((u32)(t_161 * 2)))) + 64u)), "r"(t_167) : "memory");
#line 258 "kernels/linear-attention/gates.ts"
#pragma unroll
#line 258 "kernels/linear-attention/gates.ts"
        for (int r0 = 0; r0 < 3; ++r0) {
#line 258 "kernels/linear-attention/gates.ts"
          u32 t_168;
#line 258 "kernels/linear-attention/gates.ts"
          asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_168) : "f"((queries[4 * r0 + 4] * t_163)), "f"((queries[4 * r0 + 5] * t_165)));
#line 258 "kernels/linear-attention/gates.ts"
          asm volatile("st.shared.b32 [%0], %1;" : : "r"(((pairQueries + (((u32)(((couple * 16) + row) * 64)) + (((u32)(t_161 * 2)) ^ (u32)(16 * r0 + 16)))) + (u32)(128 * r0 + 128))), "r"(t_168) : "memory");
#line 258 "kernels/linear-attention/gates.ts"
          u32 t_169;
#line 258 "kernels/linear-attention/gates.ts"
          asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_169) : "f"((queries[4 * r0 + 6] * t_163)), "f"((queries[4 * r0 + 7] * t_165)));
#line 258 "kernels/linear-attention/gates.ts"
          asm volatile("st.shared.b32 [%0], %1;" : : "r"(((pairQueries + (((u32)(((couple * 16) + row) * 64)) + (((u32)(t_161 * 2)) ^ (u32)(16 * r0 + 16)))) + (u32)(128 * r0 + 192))), "r"(t_169) : "memory");
        }
      } else {
        int t_170 = 2 * t_14;
#line 261 "kernels/linear-attention/gates.ts"
        int t_171 = 2 * t_14;
#line 261 "kernels/linear-attention/gates.ts"
        float t_172;
#line 261 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_172) : "r"((toPair + (((u32)(t_13 * 128)) + (((u32)(t_171 * 4)) ^ ((((u32)t_13) << 4u) & 112u))))) : "memory");
#line 261 "kernels/linear-attention/gates.ts"
        u32 t_173 = toPair + (((u32)(t_13 * 128)) + (((u32)((t_171 + 1) * 4)) ^ ((((u32)t_13) << 4u) & 112u)));
#line 261 "kernels/linear-attention/gates.ts"
        float t_174;
#line 261 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_174) : "r"(t_173) : "memory");
#line 261 "kernels/linear-attention/gates.ts"
        u32 t_175;
#line 261 "kernels/linear-attention/gates.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_175) : "f"((keys[0] * t_172)), "f"((keys[1] * t_174)));
#line 261 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((pairKeys + (((u32)(((couple * 16) + row) * 64)) + ((u32)(t_170 * 2))))), "r"(t_175) : "memory");
#line 261 "kernels/linear-attention/gates.ts"
        u32 t_176;
#line 261 "kernels/linear-attention/gates.ts"
        asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_176) : "f"((keys[2] * t_172)), "f"((keys[3] * t_174)));
#line 261 "kernels/linear-attention/gates.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"(((pairKeys + (((u32)(((couple * 16) + row) * 64)) + ((u32)(t_170 * 2)))) + 64u)), "r"(t_176) : "memory");
#line 261 "kernels/linear-attention/gates.ts"
#pragma unroll
#line 261 "kernels/linear-attention/gates.ts"
        for (int r0 = 0; r0 < 3; ++r0) {
#line 261 "kernels/linear-attention/gates.ts"
          u32 t_177;
#line 261 "kernels/linear-attention/gates.ts"
          asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_177) : "f"((keys[4 * r0 + 4] * t_172)), "f"((keys[4 * r0 + 5] * t_174)));
#line 261 "kernels/linear-attention/gates.ts"
          asm volatile("st.shared.b32 [%0], %1;" : : "r"(((pairKeys + (((u32)(((couple * 16) + row) * 64)) + (((u32)(t_170 * 2)) ^ (u32)(16 * r0 + 16)))) + (u32)(128 * r0 + 128))), "r"(t_177) : "memory");
#line 261 "kernels/linear-attention/gates.ts"
          u32 t_178;
#line 261 "kernels/linear-attention/gates.ts"
          asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_178) : "f"((keys[4 * r0 + 6] * t_172)), "f"((keys[4 * r0 + 7] * t_174)));
#line 261 "kernels/linear-attention/gates.ts"
          asm volatile("st.shared.b32 [%0], %1;" : : "r"(((pairKeys + (((u32)(((couple * 16) + row) * 64)) + (((u32)(t_170 * 2)) ^ (u32)(16 * r0 + 16)))) + (u32)(128 * r0 + 192))), "r"(t_178) : "memory");
        }
      }
#line 272 "kernels/linear-attention/gates.ts"
      __syncthreads();
#line 272 "kernels/linear-attention/gates.ts"
      // gemm(ones, ones transposed, byOnes)
#line 272 "kernels/linear-attention/gates.ts"
      u32 t_179 = ones + t_22;
#line 272 "kernels/linear-attention/gates.ts"
      u32 t_180 = ones + t_25;
#line 272 "kernels/linear-attention/gates.ts"
      u32 ones_operand[4];
#line 272 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(ones_operand[0]), "=r"(ones_operand[1]), "=r"(ones_operand[2]), "=r"(ones_operand[3]) : "r"(t_179) : "memory");
#line 272 "kernels/linear-attention/gates.ts"
      u32 ones_operand_2[4];
#line 272 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(ones_operand_2[0]), "=r"(ones_operand_2[1]), "=r"(ones_operand_2[2]), "=r"(ones_operand_2[3]) : "r"(t_180) : "memory");
#line 272 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byOnes[0]), "+f"(byOnes[1]), "+f"(byOnes[2]), "+f"(byOnes[3]) : "r"(ones_operand[0]), "r"(ones_operand[1]), "r"(ones_operand[2]), "r"(ones_operand[3]), "r"(ones_operand_2[0]), "r"(ones_operand_2[1]));
#line 272 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byOnes[4]), "+f"(byOnes[5]), "+f"(byOnes[6]), "+f"(byOnes[7]) : "r"(ones_operand[0]), "r"(ones_operand[1]), "r"(ones_operand[2]), "r"(ones_operand[3]), "r"(ones_operand_2[2]), "r"(ones_operand_2[3]));
#line 272 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(ones_operand[0]), "=r"(ones_operand[1]), "=r"(ones_operand[2]), "=r"(ones_operand[3]) : "r"((t_179 ^ 32u)) : "memory");
#line 272 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(ones_operand_2[0]), "=r"(ones_operand_2[1]), "=r"(ones_operand_2[2]), "=r"(ones_operand_2[3]) : "r"((t_180 ^ 32u)) : "memory");
#line 272 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byOnes[0]), "+f"(byOnes[1]), "+f"(byOnes[2]), "+f"(byOnes[3]) : "r"(ones_operand[0]), "r"(ones_operand[1]), "r"(ones_operand[2]), "r"(ones_operand[3]), "r"(ones_operand_2[0]), "r"(ones_operand_2[1]));
#line 272 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byOnes[4]), "+f"(byOnes[5]), "+f"(byOnes[6]), "+f"(byOnes[7]) : "r"(ones_operand[0]), "r"(ones_operand[1]), "r"(ones_operand[2]), "r"(ones_operand[3]), "r"(ones_operand_2[2]), "r"(ones_operand_2[3]));
      // gemm(twos, twos transposed, byTwos)
#line 273 "kernels/linear-attention/gates.ts"
      u32 t_181 = twos + t_22;
#line 273 "kernels/linear-attention/gates.ts"
      u32 t_182 = twos + t_25;
#line 273 "kernels/linear-attention/gates.ts"
      u32 twos_operand[4];
#line 273 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(twos_operand[0]), "=r"(twos_operand[1]), "=r"(twos_operand[2]), "=r"(twos_operand[3]) : "r"(t_181) : "memory");
#line 273 "kernels/linear-attention/gates.ts"
      u32 twos_operand_2[4];
#line 273 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(twos_operand_2[0]), "=r"(twos_operand_2[1]), "=r"(twos_operand_2[2]), "=r"(twos_operand_2[3]) : "r"(t_182) : "memory");
#line 273 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byTwos[0]), "+f"(byTwos[1]), "+f"(byTwos[2]), "+f"(byTwos[3]) : "r"(twos_operand[0]), "r"(twos_operand[1]), "r"(twos_operand[2]), "r"(twos_operand[3]), "r"(twos_operand_2[0]), "r"(twos_operand_2[1]));
#line 273 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byTwos[4]), "+f"(byTwos[5]), "+f"(byTwos[6]), "+f"(byTwos[7]) : "r"(twos_operand[0]), "r"(twos_operand[1]), "r"(twos_operand[2]), "r"(twos_operand[3]), "r"(twos_operand_2[2]), "r"(twos_operand_2[3]));
#line 273 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(twos_operand[0]), "=r"(twos_operand[1]), "=r"(twos_operand[2]), "=r"(twos_operand[3]) : "r"((t_181 ^ 32u)) : "memory");
#line 273 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(twos_operand_2[0]), "=r"(twos_operand_2[1]), "=r"(twos_operand_2[2]), "=r"(twos_operand_2[3]) : "r"((t_182 ^ 32u)) : "memory");
#line 273 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byTwos[0]), "+f"(byTwos[1]), "+f"(byTwos[2]), "+f"(byTwos[3]) : "r"(twos_operand[0]), "r"(twos_operand[1]), "r"(twos_operand[2]), "r"(twos_operand[3]), "r"(twos_operand_2[0]), "r"(twos_operand_2[1]));
#line 273 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byTwos[4]), "+f"(byTwos[5]), "+f"(byTwos[6]), "+f"(byTwos[7]) : "r"(twos_operand[0]), "r"(twos_operand[1]), "r"(twos_operand[2]), "r"(twos_operand[3]), "r"(twos_operand_2[2]), "r"(twos_operand_2[3]));
      // gemm(fours, fours transposed, byFours)
#line 274 "kernels/linear-attention/gates.ts"
      u32 t_183 = fours + t_22;
#line 274 "kernels/linear-attention/gates.ts"
      u32 t_184 = fours + t_25;
#line 274 "kernels/linear-attention/gates.ts"
      u32 fours_operand[4];
#line 274 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(fours_operand[0]), "=r"(fours_operand[1]), "=r"(fours_operand[2]), "=r"(fours_operand[3]) : "r"(t_183) : "memory");
#line 274 "kernels/linear-attention/gates.ts"
      u32 fours_operand_2[4];
#line 274 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(fours_operand_2[0]), "=r"(fours_operand_2[1]), "=r"(fours_operand_2[2]), "=r"(fours_operand_2[3]) : "r"(t_184) : "memory");
#line 274 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byFours[0]), "+f"(byFours[1]), "+f"(byFours[2]), "+f"(byFours[3]) : "r"(fours_operand[0]), "r"(fours_operand[1]), "r"(fours_operand[2]), "r"(fours_operand[3]), "r"(fours_operand_2[0]), "r"(fours_operand_2[1]));
#line 274 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byFours[4]), "+f"(byFours[5]), "+f"(byFours[6]), "+f"(byFours[7]) : "r"(fours_operand[0]), "r"(fours_operand[1]), "r"(fours_operand[2]), "r"(fours_operand[3]), "r"(fours_operand_2[2]), "r"(fours_operand_2[3]));
#line 274 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(fours_operand[0]), "=r"(fours_operand[1]), "=r"(fours_operand[2]), "=r"(fours_operand[3]) : "r"((t_183 ^ 32u)) : "memory");
#line 274 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(fours_operand_2[0]), "=r"(fours_operand_2[1]), "=r"(fours_operand_2[2]), "=r"(fours_operand_2[3]) : "r"((t_184 ^ 32u)) : "memory");
#line 274 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byFours[0]), "+f"(byFours[1]), "+f"(byFours[2]), "+f"(byFours[3]) : "r"(fours_operand[0]), "r"(fours_operand[1]), "r"(fours_operand[2]), "r"(fours_operand[3]), "r"(fours_operand_2[0]), "r"(fours_operand_2[1]));
#line 274 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byFours[4]), "+f"(byFours[5]), "+f"(byFours[6]), "+f"(byFours[7]) : "r"(fours_operand[0]), "r"(fours_operand[1]), "r"(fours_operand[2]), "r"(fours_operand[3]), "r"(fours_operand_2[2]), "r"(fours_operand_2[3]));
      // gemm(eights, eights transposed, byEights)
#line 275 "kernels/linear-attention/gates.ts"
      u32 t_185 = eights + t_22;
#line 275 "kernels/linear-attention/gates.ts"
      u32 t_186 = eights + t_25;
#line 275 "kernels/linear-attention/gates.ts"
      u32 eights_operand[4];
#line 275 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(eights_operand[0]), "=r"(eights_operand[1]), "=r"(eights_operand[2]), "=r"(eights_operand[3]) : "r"(t_185) : "memory");
#line 275 "kernels/linear-attention/gates.ts"
      u32 eights_operand_2[4];
#line 275 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(eights_operand_2[0]), "=r"(eights_operand_2[1]), "=r"(eights_operand_2[2]), "=r"(eights_operand_2[3]) : "r"(t_186) : "memory");
#line 275 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byEights[0]), "+f"(byEights[1]), "+f"(byEights[2]), "+f"(byEights[3]) : "r"(eights_operand[0]), "r"(eights_operand[1]), "r"(eights_operand[2]), "r"(eights_operand[3]), "r"(eights_operand_2[0]), "r"(eights_operand_2[1]));
#line 275 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byEights[4]), "+f"(byEights[5]), "+f"(byEights[6]), "+f"(byEights[7]) : "r"(eights_operand[0]), "r"(eights_operand[1]), "r"(eights_operand[2]), "r"(eights_operand[3]), "r"(eights_operand_2[2]), "r"(eights_operand_2[3]));
#line 275 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(eights_operand[0]), "=r"(eights_operand[1]), "=r"(eights_operand[2]), "=r"(eights_operand[3]) : "r"((t_185 ^ 32u)) : "memory");
#line 275 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(eights_operand_2[0]), "=r"(eights_operand_2[1]), "=r"(eights_operand_2[2]), "=r"(eights_operand_2[3]) : "r"((t_186 ^ 32u)) : "memory");
#line 275 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byEights[0]), "+f"(byEights[1]), "+f"(byEights[2]), "+f"(byEights[3]) : "r"(eights_operand[0]), "r"(eights_operand[1]), "r"(eights_operand[2]), "r"(eights_operand[3]), "r"(eights_operand_2[0]), "r"(eights_operand_2[1]));
#line 275 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byEights[4]), "+f"(byEights[5]), "+f"(byEights[6]), "+f"(byEights[7]) : "r"(eights_operand[0]), "r"(eights_operand[1]), "r"(eights_operand[2]), "r"(eights_operand[3]), "r"(eights_operand_2[2]), "r"(eights_operand_2[3]));
      // gemm(pairQueries, pairKeys transposed, byPairs)
#line 276 "kernels/linear-attention/gates.ts"
      u32 t_187 = pairQueries + t_26;
#line 276 "kernels/linear-attention/gates.ts"
      u32 t_188 = pairKeys + t_28;
#line 276 "kernels/linear-attention/gates.ts"
      u32 pairQueries_operand[4];
#line 276 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(pairQueries_operand[0]), "=r"(pairQueries_operand[1]), "=r"(pairQueries_operand[2]), "=r"(pairQueries_operand[3]) : "r"(t_187) : "memory");
#line 276 "kernels/linear-attention/gates.ts"
      u32 pairKeys_operand[2];
#line 276 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x2.shared.b16 {%0, %1}, [%2];" : "=r"(pairKeys_operand[0]), "=r"(pairKeys_operand[1]) : "r"(t_188) : "memory");
#line 276 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byPairs[0]), "+f"(byPairs[1]), "+f"(byPairs[2]), "+f"(byPairs[3]) : "r"(pairQueries_operand[0]), "r"(pairQueries_operand[1]), "r"(pairQueries_operand[2]), "r"(pairQueries_operand[3]), "r"(pairKeys_operand[0]), "r"(pairKeys_operand[1]));
#line 276 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(pairQueries_operand[0]), "=r"(pairQueries_operand[1]), "=r"(pairQueries_operand[2]), "=r"(pairQueries_operand[3]) : "r"((t_187 ^ 32u)) : "memory");
#line 276 "kernels/linear-attention/gates.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x2.shared.b16 {%0, %1}, [%2];" : "=r"(pairKeys_operand[0]), "=r"(pairKeys_operand[1]) : "r"((t_188 ^ 32u)) : "memory");
#line 276 "kernels/linear-attention/gates.ts"
      asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(byPairs[0]), "+f"(byPairs[1]), "+f"(byPairs[2]), "+f"(byPairs[3]) : "r"(pairQueries_operand[0]), "r"(pairQueries_operand[1]), "r"(pairQueries_operand[2]), "r"(pairQueries_operand[3]), "r"(pairKeys_operand[0]), "r"(pairKeys_operand[1]));
#line 278 "kernels/linear-attention/gates.ts"
      // convert(queryRows, products)
#line 278 "kernels/linear-attention/gates.ts"
      u32 t_189 = queryRows + (((u32)(t_8 * 64)) + (((u32)(t_29 * 2)) ^ ((((u32)t_8) << 3u) & 48u)));
#line 278 "kernels/linear-attention/gates.ts"
      u32 loaded, loaded_2;
#line 278 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded), "=r"(loaded_2) : "r"(t_189) : "memory");
#line 278 "kernels/linear-attention/gates.ts"
      int t_190 = t_8 + 8;
#line 278 "kernels/linear-attention/gates.ts"
      u32 t_191 = queryRows + (((u32)(t_190 * 64)) + (((u32)(t_29 * 2)) ^ ((((u32)t_190) << 3u) & 48u)));
#line 278 "kernels/linear-attention/gates.ts"
      u32 loaded_3, loaded_4;
#line 278 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded_3), "=r"(loaded_4) : "r"(t_191) : "memory");
#line 278 "kernels/linear-attention/gates.ts"
      int t_192 = t_8 + 16;
#line 278 "kernels/linear-attention/gates.ts"
      u32 t_193 = queryRows + (((u32)(t_192 * 64)) + (((u32)(t_29 * 2)) ^ ((((u32)t_192) << 3u) & 48u)));
#line 278 "kernels/linear-attention/gates.ts"
      u32 loaded_5, loaded_6;
#line 278 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded_5), "=r"(loaded_6) : "r"(t_193) : "memory");
#line 278 "kernels/linear-attention/gates.ts"
      int t_194 = t_8 + 24;
#line 278 "kernels/linear-attention/gates.ts"
      u32 t_195 = queryRows + (((u32)(t_194 * 64)) + (((u32)(t_29 * 2)) ^ ((((u32)t_194) << 3u) & 48u)));
#line 278 "kernels/linear-attention/gates.ts"
      u32 loaded_7, loaded_8;
#line 278 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded_7), "=r"(loaded_8) : "r"(t_195) : "memory");
#line 278 "kernels/linear-attention/gates.ts"
      float products[16];
#line 278 "kernels/linear-attention/gates.ts"
      products[0] = __uint_as_float(loaded << 16);
#line 278 "kernels/linear-attention/gates.ts"
      products[1] = __uint_as_float(loaded & 0xffff0000u);
#line 278 "kernels/linear-attention/gates.ts"
      products[2] = __uint_as_float(loaded_2 << 16);
#line 278 "kernels/linear-attention/gates.ts"
      products[3] = __uint_as_float(loaded_2 & 0xffff0000u);
#line 278 "kernels/linear-attention/gates.ts"
      products[4] = __uint_as_float(loaded_3 << 16);
#line 278 "kernels/linear-attention/gates.ts"
      products[5] = __uint_as_float(loaded_3 & 0xffff0000u);
#line 278 "kernels/linear-attention/gates.ts"
      products[6] = __uint_as_float(loaded_4 << 16);
#line 278 "kernels/linear-attention/gates.ts"
      products[7] = __uint_as_float(loaded_4 & 0xffff0000u);
#line 278 "kernels/linear-attention/gates.ts"
      products[8] = __uint_as_float(loaded_5 << 16);
#line 278 "kernels/linear-attention/gates.ts"
      products[9] = __uint_as_float(loaded_5 & 0xffff0000u);
#line 278 "kernels/linear-attention/gates.ts"
      products[10] = __uint_as_float(loaded_6 << 16);
#line 278 "kernels/linear-attention/gates.ts"
      products[11] = __uint_as_float(loaded_6 & 0xffff0000u);
#line 278 "kernels/linear-attention/gates.ts"
      products[12] = __uint_as_float(loaded_7 << 16);
#line 278 "kernels/linear-attention/gates.ts"
      products[13] = __uint_as_float(loaded_7 & 0xffff0000u);
#line 278 "kernels/linear-attention/gates.ts"
      products[14] = __uint_as_float(loaded_8 << 16);
#line 278 "kernels/linear-attention/gates.ts"
      products[15] = __uint_as_float(loaded_8 & 0xffff0000u);
      // convert(keyRows, keyValues)
#line 279 "kernels/linear-attention/gates.ts"
      u32 t_196 = keyRows + (((u32)(t_8 * 64)) + (((u32)(t_29 * 2)) ^ ((((u32)t_8) << 3u) & 48u)));
#line 279 "kernels/linear-attention/gates.ts"
      u32 loaded_9, loaded_10;
#line 279 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded_9), "=r"(loaded_10) : "r"(t_196) : "memory");
#line 279 "kernels/linear-attention/gates.ts"
      int t_197 = t_8 + 8;
#line 279 "kernels/linear-attention/gates.ts"
      u32 t_198 = keyRows + (((u32)(t_197 * 64)) + (((u32)(t_29 * 2)) ^ ((((u32)t_197) << 3u) & 48u)));
#line 279 "kernels/linear-attention/gates.ts"
      u32 loaded_11, loaded_12;
#line 279 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded_11), "=r"(loaded_12) : "r"(t_198) : "memory");
#line 279 "kernels/linear-attention/gates.ts"
      int t_199 = t_8 + 16;
#line 279 "kernels/linear-attention/gates.ts"
      u32 t_200 = keyRows + (((u32)(t_199 * 64)) + (((u32)(t_29 * 2)) ^ ((((u32)t_199) << 3u) & 48u)));
#line 279 "kernels/linear-attention/gates.ts"
      u32 loaded_13, loaded_14;
#line 279 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded_13), "=r"(loaded_14) : "r"(t_200) : "memory");
#line 279 "kernels/linear-attention/gates.ts"
      int t_201 = t_8 + 24;
#line 279 "kernels/linear-attention/gates.ts"
      u32 t_202 = keyRows + (((u32)(t_201 * 64)) + (((u32)(t_29 * 2)) ^ ((((u32)t_201) << 3u) & 48u)));
#line 279 "kernels/linear-attention/gates.ts"
      u32 loaded_15, loaded_16;
#line 279 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=r"(loaded_15), "=r"(loaded_16) : "r"(t_202) : "memory");
#line 279 "kernels/linear-attention/gates.ts"
      float keyValues[16];
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[0] = __uint_as_float(loaded_9 << 16);
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[1] = __uint_as_float(loaded_9 & 0xffff0000u);
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[2] = __uint_as_float(loaded_10 << 16);
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[3] = __uint_as_float(loaded_10 & 0xffff0000u);
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[4] = __uint_as_float(loaded_11 << 16);
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[5] = __uint_as_float(loaded_11 & 0xffff0000u);
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[6] = __uint_as_float(loaded_12 << 16);
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[7] = __uint_as_float(loaded_12 & 0xffff0000u);
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[8] = __uint_as_float(loaded_13 << 16);
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[9] = __uint_as_float(loaded_13 & 0xffff0000u);
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[10] = __uint_as_float(loaded_14 << 16);
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[11] = __uint_as_float(loaded_14 & 0xffff0000u);
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[12] = __uint_as_float(loaded_15 << 16);
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[13] = __uint_as_float(loaded_15 & 0xffff0000u);
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[14] = __uint_as_float(loaded_16 << 16);
#line 279 "kernels/linear-attention/gates.ts"
      keyValues[15] = __uint_as_float(loaded_16 & 0xffff0000u);
#pragma unroll
#line 280 "kernels/linear-attention/gates.ts"
      for (int r0 = 0; r0 < 16; ++r0) {
#line 280 "kernels/linear-attention/gates.ts"
        products[r0] = products[r0] * keyValues[r0];
      }
#line 281 "kernels/linear-attention/gates.ts"
      // reduceSum(products, dots)
#line 281 "kernels/linear-attention/gates.ts"
      float partial = ((products[0] + products[1]) + products[2]) + products[3];
#line 281 "kernels/linear-attention/gates.ts"
      float partial_2 = ((products[4] + products[5]) + products[6]) + products[7];
#line 281 "kernels/linear-attention/gates.ts"
      float partial_3 = ((products[8] + products[9]) + products[10]) + products[11];
#line 281 "kernels/linear-attention/gates.ts"
      float partial_4 = ((products[12] + products[13]) + products[14]) + products[15];
#line 281 "kernels/linear-attention/gates.ts"
      float partial_5 = partial + (__shfl_xor_sync(0xffffffffu, partial, 1u));
#line 281 "kernels/linear-attention/gates.ts"
      float partial_6 = partial_2 + (__shfl_xor_sync(0xffffffffu, partial_2, 1u));
#line 281 "kernels/linear-attention/gates.ts"
      float partial_7 = partial_3 + (__shfl_xor_sync(0xffffffffu, partial_3, 1u));
#line 281 "kernels/linear-attention/gates.ts"
      float partial_8 = partial_4 + (__shfl_xor_sync(0xffffffffu, partial_4, 1u));
#line 281 "kernels/linear-attention/gates.ts"
      float partial_9 = partial_5 + (__shfl_xor_sync(0xffffffffu, partial_5, 2u));
#line 281 "kernels/linear-attention/gates.ts"
      float partial_10 = partial_6 + (__shfl_xor_sync(0xffffffffu, partial_6, 2u));
#line 281 "kernels/linear-attention/gates.ts"
      float partial_11 = partial_7 + (__shfl_xor_sync(0xffffffffu, partial_7, 2u));
#line 281 "kernels/linear-attention/gates.ts"
      float partial_12 = partial_8 + (__shfl_xor_sync(0xffffffffu, partial_8, 2u));
#line 281 "kernels/linear-attention/gates.ts"
      float dots[4];
#line 281 "kernels/linear-attention/gates.ts"
      dots[0] = partial_9 + (__shfl_xor_sync(0xffffffffu, partial_9, 4u));
#line 281 "kernels/linear-attention/gates.ts"
      dots[1] = partial_10 + (__shfl_xor_sync(0xffffffffu, partial_10, 4u));
#line 281 "kernels/linear-attention/gates.ts"
      dots[2] = partial_11 + (__shfl_xor_sync(0xffffffffu, partial_11, 4u));
#line 281 "kernels/linear-attention/gates.ts"
      dots[3] = partial_12 + (__shfl_xor_sync(0xffffffffu, partial_12, 4u));
      dotSums[0] = dotSums[0] + dots[0];
#line 282 "kernels/linear-attention/gates.ts"
      dotSums[1] = dotSums[1] + dots[1];
#line 282 "kernels/linear-attention/gates.ts"
      dotSums[2] = dotSums[2] + dots[2];
#line 282 "kernels/linear-attention/gates.ts"
      dotSums[3] = dotSums[3] + dots[3];
      // copy(queriesOut, decayedQ[32, 32])
#line 283 "kernels/linear-attention/gates.ts"
      int t_203 = decayedQ_extent1 - top;
#line 283 "kernels/linear-attention/gates.ts"
      int t_204 = 32 - left;
#line 283 "kernels/linear-attention/gates.ts"
      i64 t_205 = (i64)decayedQ + (((((((i64)sequence) * decayedQ_stride0) + (((i64)top) * decayedQ_stride1)) + (((i64)head) * decayedQ_stride2)) + ((i64)left)) * 2ll);
#line 283 "kernels/linear-attention/gates.ts"
      if ((t_203 >= 32) && (t_204 >= 32)) {
#line 283 "kernels/linear-attention/gates.ts"
        u32 t_206 = queriesOut + (((u32)(t * 64)) + (((u32)(t_31 * 2)) ^ ((((u32)t) << 3u) & 48u)));
#line 283 "kernels/linear-attention/gates.ts"
        u32 loaded_17, loaded_18, loaded_19, loaded_20;
#line 283 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_17), "=r"(loaded_18), "=r"(loaded_19), "=r"(loaded_20) : "r"(t_206) : "memory");
#line 283 "kernels/linear-attention/gates.ts"
        int t_207 = t + 16;
#line 283 "kernels/linear-attention/gates.ts"
        u32 t_208 = queriesOut + (((u32)(t_207 * 64)) + (((u32)(t_31 * 2)) ^ ((((u32)t_207) << 3u) & 48u)));
#line 283 "kernels/linear-attention/gates.ts"
        u32 loaded_21, loaded_22, loaded_23, loaded_24;
#line 283 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_21), "=r"(loaded_22), "=r"(loaded_23), "=r"(loaded_24) : "r"(t_208) : "memory");
#line 283 "kernels/linear-attention/gates.ts"
        i64 t_209 = t_205 + ((i64)((t * t_32) + (t_31 * 2)));
#line 283 "kernels/linear-attention/gates.ts"
        asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_209), "r"(loaded_17), "r"(loaded_18), "r"(loaded_19), "r"(loaded_20) : "memory");
#line 283 "kernels/linear-attention/gates.ts"
        i64 t_210 = t_205 + ((i64)(((t + 16) * t_32) + (t_31 * 2)));
#line 283 "kernels/linear-attention/gates.ts"
        asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_210), "r"(loaded_21), "r"(loaded_22), "r"(loaded_23), "r"(loaded_24) : "memory");
      } else {
#line 283 "kernels/linear-attention/gates.ts"
        u32 t_211 = queriesOut + (((u32)(t * 64)) + (((u32)(t_31 * 2)) ^ ((((u32)t) << 3u) & 48u)));
#line 283 "kernels/linear-attention/gates.ts"
        u32 loaded_25, loaded_26, loaded_27, loaded_28;
#line 283 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_25), "=r"(loaded_26), "=r"(loaded_27), "=r"(loaded_28) : "r"(t_211) : "memory");
#line 283 "kernels/linear-attention/gates.ts"
        int t_212 = t + 16;
#line 283 "kernels/linear-attention/gates.ts"
        u32 t_213 = queriesOut + (((u32)(t_212 * 64)) + (((u32)(t_31 * 2)) ^ ((((u32)t_212) << 3u) & 48u)));
#line 283 "kernels/linear-attention/gates.ts"
        u32 loaded_29, loaded_30, loaded_31, loaded_32;
#line 283 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_29), "=r"(loaded_30), "=r"(loaded_31), "=r"(loaded_32) : "r"(t_213) : "memory");
#line 283 "kernels/linear-attention/gates.ts"
        i64 t_214 = t_205 + ((i64)((t * t_32) + (t_31 * 2)));
#line 283 "kernels/linear-attention/gates.ts"
        if ((t + 1) <= t_203) {
#line 283 "kernels/linear-attention/gates.ts"
          if ((t_31 + 8) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
            asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_214), "r"(loaded_25), "r"(loaded_26), "r"(loaded_27), "r"(loaded_28) : "memory");
          } else {
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 1) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"(t_214), "r"(loaded_25) : "memory");
            }
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 2) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_205 + ((i64)((t * t_32) + ((t_31 + 1) * 2))))), "r"((loaded_25 >> 16u)) : "memory");
            }
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 3) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_205 + ((i64)((t * t_32) + ((t_31 + 2) * 2))))), "r"(loaded_26) : "memory");
            }
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 4) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_205 + ((i64)((t * t_32) + ((t_31 + 3) * 2))))), "r"((loaded_26 >> 16u)) : "memory");
            }
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 5) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_205 + ((i64)((t * t_32) + ((t_31 + 4) * 2))))), "r"(loaded_27) : "memory");
            }
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 6) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_205 + ((i64)((t * t_32) + ((t_31 + 5) * 2))))), "r"((loaded_27 >> 16u)) : "memory");
            }
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 7) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_205 + ((i64)((t * t_32) + ((t_31 + 6) * 2))))), "r"(loaded_28) : "memory");
            }
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 8) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_205 + ((i64)((t * t_32) + ((t_31 + 7) * 2))))), "r"((loaded_28 >> 16u)) : "memory");
            }
          }
        }
#line 283 "kernels/linear-attention/gates.ts"
        int t_215 = t + 16;
#line 283 "kernels/linear-attention/gates.ts"
        i64 t_216 = t_205 + ((i64)((t_215 * t_32) + (t_31 * 2)));
#line 283 "kernels/linear-attention/gates.ts"
        if ((t + 17) <= t_203) {
#line 283 "kernels/linear-attention/gates.ts"
          if ((t_31 + 8) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
            asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_216), "r"(loaded_29), "r"(loaded_30), "r"(loaded_31), "r"(loaded_32) : "memory");
          } else {
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 1) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"(t_216), "r"(loaded_29) : "memory");
            }
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 2) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_205 + ((i64)((t_215 * t_32) + ((t_31 + 1) * 2))))), "r"((loaded_29 >> 16u)) : "memory");
            }
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 3) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_205 + ((i64)((t_215 * t_32) + ((t_31 + 2) * 2))))), "r"(loaded_30) : "memory");
            }
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 4) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_205 + ((i64)((t_215 * t_32) + ((t_31 + 3) * 2))))), "r"((loaded_30 >> 16u)) : "memory");
            }
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 5) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_205 + ((i64)((t_215 * t_32) + ((t_31 + 4) * 2))))), "r"(loaded_31) : "memory");
            }
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 6) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_205 + ((i64)((t_215 * t_32) + ((t_31 + 5) * 2))))), "r"((loaded_31 >> 16u)) : "memory");
            }
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 7) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_205 + ((i64)((t_215 * t_32) + ((t_31 + 6) * 2))))), "r"(loaded_32) : "memory");
            }
#line 283 "kernels/linear-attention/gates.ts"
            if ((t_31 + 8) <= t_204) {
#line 283 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_205 + ((i64)((t_215 * t_32) + ((t_31 + 7) * 2))))), "r"((loaded_32 >> 16u)) : "memory");
            }
          }
        }
      }
#line 284 "kernels/linear-attention/gates.ts"
      // copy(keysOut, decayedK[32, 32])
#line 284 "kernels/linear-attention/gates.ts"
      int t_217 = decayedK_extent1 - top;
#line 284 "kernels/linear-attention/gates.ts"
      int t_218 = 32 - left;
#line 284 "kernels/linear-attention/gates.ts"
      i64 t_219 = (i64)decayedK + (((((((i64)sequence) * decayedK_stride0) + (((i64)top) * decayedK_stride1)) + (((i64)head) * decayedK_stride2)) + ((i64)left)) * 2ll);
#line 284 "kernels/linear-attention/gates.ts"
      if ((t_217 >= 32) && (t_218 >= 32)) {
#line 284 "kernels/linear-attention/gates.ts"
        u32 t_220 = keysOut + (((u32)(t * 64)) + (((u32)(t_31 * 2)) ^ ((((u32)t) << 3u) & 48u)));
#line 284 "kernels/linear-attention/gates.ts"
        u32 loaded_33, loaded_34, loaded_35, loaded_36;
#line 284 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_33), "=r"(loaded_34), "=r"(loaded_35), "=r"(loaded_36) : "r"(t_220) : "memory");
#line 284 "kernels/linear-attention/gates.ts"
        int t_221 = t + 16;
#line 284 "kernels/linear-attention/gates.ts"
        u32 t_222 = keysOut + (((u32)(t_221 * 64)) + (((u32)(t_31 * 2)) ^ ((((u32)t_221) << 3u) & 48u)));
#line 284 "kernels/linear-attention/gates.ts"
        u32 loaded_37, loaded_38, loaded_39, loaded_40;
#line 284 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_37), "=r"(loaded_38), "=r"(loaded_39), "=r"(loaded_40) : "r"(t_222) : "memory");
#line 284 "kernels/linear-attention/gates.ts"
        i64 t_223 = t_219 + ((i64)((t * t_33) + (t_31 * 2)));
#line 284 "kernels/linear-attention/gates.ts"
        asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_223), "r"(loaded_33), "r"(loaded_34), "r"(loaded_35), "r"(loaded_36) : "memory");
#line 284 "kernels/linear-attention/gates.ts"
        i64 t_224 = t_219 + ((i64)(((t + 16) * t_33) + (t_31 * 2)));
#line 284 "kernels/linear-attention/gates.ts"
        asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_224), "r"(loaded_37), "r"(loaded_38), "r"(loaded_39), "r"(loaded_40) : "memory");
      } else {
#line 284 "kernels/linear-attention/gates.ts"
        u32 t_225 = keysOut + (((u32)(t * 64)) + (((u32)(t_31 * 2)) ^ ((((u32)t) << 3u) & 48u)));
#line 284 "kernels/linear-attention/gates.ts"
        u32 loaded_41, loaded_42, loaded_43, loaded_44;
#line 284 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_41), "=r"(loaded_42), "=r"(loaded_43), "=r"(loaded_44) : "r"(t_225) : "memory");
#line 284 "kernels/linear-attention/gates.ts"
        int t_226 = t + 16;
#line 284 "kernels/linear-attention/gates.ts"
        u32 t_227 = keysOut + (((u32)(t_226 * 64)) + (((u32)(t_31 * 2)) ^ ((((u32)t_226) << 3u) & 48u)));
#line 284 "kernels/linear-attention/gates.ts"
        u32 loaded_45, loaded_46, loaded_47, loaded_48;
#line 284 "kernels/linear-attention/gates.ts"
        asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_45), "=r"(loaded_46), "=r"(loaded_47), "=r"(loaded_48) : "r"(t_227) : "memory");
#line 284 "kernels/linear-attention/gates.ts"
        i64 t_228 = t_219 + ((i64)((t * t_33) + (t_31 * 2)));
#line 284 "kernels/linear-attention/gates.ts"
        if ((t + 1) <= t_217) {
#line 284 "kernels/linear-attention/gates.ts"
          if ((t_31 + 8) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
            asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_228), "r"(loaded_41), "r"(loaded_42), "r"(loaded_43), "r"(loaded_44) : "memory");
          } else {
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 1) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"(t_228), "r"(loaded_41) : "memory");
            }
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 2) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_219 + ((i64)((t * t_33) + ((t_31 + 1) * 2))))), "r"((loaded_41 >> 16u)) : "memory");
            }
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 3) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_219 + ((i64)((t * t_33) + ((t_31 + 2) * 2))))), "r"(loaded_42) : "memory");
            }
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 4) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_219 + ((i64)((t * t_33) + ((t_31 + 3) * 2))))), "r"((loaded_42 >> 16u)) : "memory");
            }
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 5) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_219 + ((i64)((t * t_33) + ((t_31 + 4) * 2))))), "r"(loaded_43) : "memory");
            }
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 6) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_219 + ((i64)((t * t_33) + ((t_31 + 5) * 2))))), "r"((loaded_43 >> 16u)) : "memory");
            }
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 7) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_219 + ((i64)((t * t_33) + ((t_31 + 6) * 2))))), "r"(loaded_44) : "memory");
            }
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 8) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_219 + ((i64)((t * t_33) + ((t_31 + 7) * 2))))), "r"((loaded_44 >> 16u)) : "memory");
            }
          }
        }
#line 284 "kernels/linear-attention/gates.ts"
        int t_229 = t + 16;
#line 284 "kernels/linear-attention/gates.ts"
        i64 t_230 = t_219 + ((i64)((t_229 * t_33) + (t_31 * 2)));
#line 284 "kernels/linear-attention/gates.ts"
        if ((t + 17) <= t_217) {
#line 284 "kernels/linear-attention/gates.ts"
          if ((t_31 + 8) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
            asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_230), "r"(loaded_45), "r"(loaded_46), "r"(loaded_47), "r"(loaded_48) : "memory");
          } else {
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 1) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"(t_230), "r"(loaded_45) : "memory");
            }
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 2) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_219 + ((i64)((t_229 * t_33) + ((t_31 + 1) * 2))))), "r"((loaded_45 >> 16u)) : "memory");
            }
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 3) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_219 + ((i64)((t_229 * t_33) + ((t_31 + 2) * 2))))), "r"(loaded_46) : "memory");
            }
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 4) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_219 + ((i64)((t_229 * t_33) + ((t_31 + 3) * 2))))), "r"((loaded_46 >> 16u)) : "memory");
            }
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 5) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_219 + ((i64)((t_229 * t_33) + ((t_31 + 4) * 2))))), "r"(loaded_47) : "memory");
            }
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 6) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_219 + ((i64)((t_229 * t_33) + ((t_31 + 5) * 2))))), "r"((loaded_47 >> 16u)) : "memory");
            }
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 7) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_219 + ((i64)((t_229 * t_33) + ((t_31 + 6) * 2))))), "r"(loaded_48) : "memory");
            }
#line 284 "kernels/linear-attention/gates.ts"
            if ((t_31 + 8) <= t_218) {
#line 284 "kernels/linear-attention/gates.ts"
              asm volatile("st.global.u16 [%0], %1;" : : "l"((t_219 + ((i64)((t_229 * t_33) + ((t_31 + 7) * 2))))), "r"((loaded_48 >> 16u)) : "memory");
            }
          }
        }
      }
    }
#line 286 "kernels/linear-attention/gates.ts"
    // copy(dotSums, ownScores[32])
#line 286 "kernels/linear-attention/gates.ts"
    i64 t_231 = (i64)ownScores + ((((((i64)sequence) * ownScores_stride0) + (((i64)head) * ownScores_stride1)) + (((i64)n) * ownScores_stride2)) * 4ll);
#line 286 "kernels/linear-attention/gates.ts"
    if (t_30) {
#line 286 "kernels/linear-attention/gates.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_231 + ((i64)(t_8 * 4)))), "f"(dotSums[0]) : "memory");
#line 286 "kernels/linear-attention/gates.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_231 + ((i64)((t_8 + 8) * 4)))), "f"(dotSums[1]) : "memory");
#line 286 "kernels/linear-attention/gates.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_231 + ((i64)((t_8 + 16) * 4)))), "f"(dotSums[2]) : "memory");
#line 286 "kernels/linear-attention/gates.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_231 + ((i64)((t_8 + 24) * 4)))), "f"(dotSums[3]) : "memory");
    }
#line 287 "kernels/linear-attention/gates.ts"
    // fill(scoreRows)
#line 287 "kernels/linear-attention/gates.ts"
    u32 t_232;
#line 287 "kernels/linear-attention/gates.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_232) : "f"(0.0f), "f"(0.0f));
#line 287 "kernels/linear-attention/gates.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"((scoreRows + (((u32)(warp * 64)) + (((u32)(t_34 * 2)) ^ ((((u32)warp) << 3u) & 48u))))), "r"(t_232) : "memory");
#line 287 "kernels/linear-attention/gates.ts"
#pragma unroll
#line 287 "kernels/linear-attention/gates.ts"
    for (int r0 = 0; r0 < 15; ++r0) {
#line 287 "kernels/linear-attention/gates.ts"
      int t_233 = warp + (2 * r0 + 2);
#line 287 "kernels/linear-attention/gates.ts"
      asm volatile("st.shared.u16 [%0], %1;" : : "r"((scoreRows + (((u32)(t_233 * 64)) + (((u32)(t_34 * 2)) ^ ((((u32)t_233) << 3u) & 48u))))), "r"(t_232) : "memory");
    }
#line 288 "kernels/linear-attention/gates.ts"
    __syncthreads();
#line 288 "kernels/linear-attention/gates.ts"
    int t_234 = t_35 + 16;
#line 288 "kernels/linear-attention/gates.ts"
    u32 t_235;
#line 288 "kernels/linear-attention/gates.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_235) : "f"(byPairs[0]), "f"(0.0f));
#line 288 "kernels/linear-attention/gates.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"((scoreRows + (((u32)(t_234 * 64)) + (((u32)(t_36 * 2)) ^ ((((u32)t_234) << 3u) & 48u))))), "r"(t_235) : "memory");
#line 288 "kernels/linear-attention/gates.ts"
    int t_236 = t_36 + 1;
#line 288 "kernels/linear-attention/gates.ts"
    u32 t_237;
#line 288 "kernels/linear-attention/gates.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_237) : "f"(byPairs[1]), "f"(0.0f));
#line 288 "kernels/linear-attention/gates.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"((scoreRows + (((u32)(t_234 * 64)) + (((u32)(t_236 * 2)) ^ ((((u32)t_234) << 3u) & 48u))))), "r"(t_237) : "memory");
#line 288 "kernels/linear-attention/gates.ts"
    int t_238 = t_35 + 24;
#line 288 "kernels/linear-attention/gates.ts"
    u32 t_239;
#line 288 "kernels/linear-attention/gates.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_239) : "f"(byPairs[2]), "f"(0.0f));
#line 288 "kernels/linear-attention/gates.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"((scoreRows + (((u32)(t_238 * 64)) + (((u32)(t_36 * 2)) ^ ((((u32)t_238) << 3u) & 48u))))), "r"(t_239) : "memory");
#line 288 "kernels/linear-attention/gates.ts"
    u32 t_240;
#line 288 "kernels/linear-attention/gates.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_240) : "f"(byPairs[3]), "f"(0.0f));
#line 288 "kernels/linear-attention/gates.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"((scoreRows + (((u32)(t_238 * 64)) + (((u32)(t_236 * 2)) ^ ((((u32)t_238) << 3u) & 48u))))), "r"(t_240) : "memory");
#line 290 "kernels/linear-attention/gates.ts"
    __syncthreads();
    int t_241 = t_37 / 8;
#line 291 "kernels/linear-attention/gates.ts"
    int t_242 = t_38 / 8;
#line 291 "kernels/linear-attention/gates.ts"
    float below = (t_241 == t_242) ? byFours[0] : byEights[0];
    int t_243 = t_37 / 2;
#line 292 "kernels/linear-attention/gates.ts"
    int t_244 = t_38 / 2;
#line 292 "kernels/linear-attention/gates.ts"
    float near = (t_243 == t_244) ? byOnes[0] : byTwos[0];
    int t_245 = t_37 / 4;
#line 293 "kernels/linear-attention/gates.ts"
    int t_246 = t_38 / 4;
#line 293 "kernels/linear-attention/gates.ts"
    float score = (t_245 == t_246) ? near : below;
    int t_247 = (16 * warp) + t_37;
#line 294 "kernels/linear-attention/gates.ts"
    int t_248 = (16 * warp) + t_38;
#line 294 "kernels/linear-attention/gates.ts"
    u32 t_249;
#line 294 "kernels/linear-attention/gates.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_249) : "f"(((t_38 < t_37) ? score : 0.0f)), "f"(0.0f));
#line 294 "kernels/linear-attention/gates.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"((scoreRows + (((u32)(t_247 * 64)) + (((u32)(t_248 * 2)) ^ ((((u32)t_247) << 3u) & 48u))))), "r"(t_249) : "memory");
#line 291 "kernels/linear-attention/gates.ts"
    int t_250 = (t_38 + 1) / 8;
#line 291 "kernels/linear-attention/gates.ts"
    float below_2 = (t_241 == t_250) ? byFours[1] : byEights[1];
    int t_251 = (t_38 + 1) / 2;
#line 292 "kernels/linear-attention/gates.ts"
    float near_2 = (t_243 == t_251) ? byOnes[1] : byTwos[1];
    int t_252 = (t_38 + 1) / 4;
#line 293 "kernels/linear-attention/gates.ts"
    float score_2 = (t_245 == t_252) ? near_2 : below_2;
    int t_253 = t_248 + 1;
#line 294 "kernels/linear-attention/gates.ts"
    u32 t_254;
#line 294 "kernels/linear-attention/gates.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_254) : "f"((((t_38 + 1) < t_37) ? score_2 : 0.0f)), "f"(0.0f));
#line 294 "kernels/linear-attention/gates.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"((scoreRows + (((u32)(t_247 * 64)) + (((u32)(t_253 * 2)) ^ ((((u32)t_247) << 3u) & 48u))))), "r"(t_254) : "memory");
#line 291 "kernels/linear-attention/gates.ts"
    int t_255 = (t_37 + 8) / 8;
#line 291 "kernels/linear-attention/gates.ts"
    float below_3 = (t_255 == t_242) ? byFours[2] : byEights[2];
    int t_256 = (t_37 + 8) / 2;
#line 292 "kernels/linear-attention/gates.ts"
    float near_3 = (t_256 == t_244) ? byOnes[2] : byTwos[2];
    int t_257 = (t_37 + 8) / 4;
#line 293 "kernels/linear-attention/gates.ts"
    float score_3 = (t_257 == t_246) ? near_3 : below_3;
    int t_258 = t_247 + 8;
#line 294 "kernels/linear-attention/gates.ts"
    u32 t_259;
#line 294 "kernels/linear-attention/gates.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_259) : "f"(((t_38 < (t_37 + 8)) ? score_3 : 0.0f)), "f"(0.0f));
#line 294 "kernels/linear-attention/gates.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"((scoreRows + (((u32)(t_258 * 64)) + (((u32)(t_248 * 2)) ^ ((((u32)t_258) << 3u) & 48u))))), "r"(t_259) : "memory");
#line 291 "kernels/linear-attention/gates.ts"
    float below_4 = (t_255 == t_250) ? byFours[3] : byEights[3];
    float near_4 = (t_256 == t_251) ? byOnes[3] : byTwos[3];
    float score_4 = (t_257 == t_252) ? near_4 : below_4;
    u32 t_260;
#line 294 "kernels/linear-attention/gates.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_260) : "f"((((t_38 + 1) < (t_37 + 8)) ? score_4 : 0.0f)), "f"(0.0f));
#line 294 "kernels/linear-attention/gates.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"((scoreRows + (((u32)(t_258 * 64)) + (((u32)(t_253 * 2)) ^ ((((u32)t_258) << 3u) & 48u))))), "r"(t_260) : "memory");
#line 291 "kernels/linear-attention/gates.ts"
    int t_261 = (t_38 + 8) / 8;
#line 291 "kernels/linear-attention/gates.ts"
    float below_5 = (t_241 == t_261) ? byFours[4] : byEights[4];
    int t_262 = (t_38 + 8) / 2;
#line 292 "kernels/linear-attention/gates.ts"
    float near_5 = (t_243 == t_262) ? byOnes[4] : byTwos[4];
    int t_263 = (t_38 + 8) / 4;
#line 293 "kernels/linear-attention/gates.ts"
    float score_5 = (t_245 == t_263) ? near_5 : below_5;
    int t_264 = t_248 + 8;
#line 294 "kernels/linear-attention/gates.ts"
    u32 t_265;
#line 294 "kernels/linear-attention/gates.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_265) : "f"((((t_38 + 8) < t_37) ? score_5 : 0.0f)), "f"(0.0f));
#line 294 "kernels/linear-attention/gates.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"((scoreRows + (((u32)(t_247 * 64)) + (((u32)(t_264 * 2)) ^ ((((u32)t_247) << 3u) & 48u))))), "r"(t_265) : "memory");
#line 291 "kernels/linear-attention/gates.ts"
    int t_266 = (t_38 + 9) / 8;
#line 291 "kernels/linear-attention/gates.ts"
    float below_6 = (t_241 == t_266) ? byFours[5] : byEights[5];
    int t_267 = (t_38 + 9) / 2;
#line 292 "kernels/linear-attention/gates.ts"
    float near_6 = (t_243 == t_267) ? byOnes[5] : byTwos[5];
    int t_268 = (t_38 + 9) / 4;
#line 293 "kernels/linear-attention/gates.ts"
    float score_6 = (t_245 == t_268) ? near_6 : below_6;
    int t_269 = t_248 + 9;
#line 294 "kernels/linear-attention/gates.ts"
    u32 t_270;
#line 294 "kernels/linear-attention/gates.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_270) : "f"((((t_38 + 9) < t_37) ? score_6 : 0.0f)), "f"(0.0f));
#line 294 "kernels/linear-attention/gates.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"((scoreRows + (((u32)(t_247 * 64)) + (((u32)(t_269 * 2)) ^ ((((u32)t_247) << 3u) & 48u))))), "r"(t_270) : "memory");
#line 291 "kernels/linear-attention/gates.ts"
    float below_7 = (t_255 == t_261) ? byFours[6] : byEights[6];
    float near_7 = (t_256 == t_262) ? byOnes[6] : byTwos[6];
    float score_7 = (t_257 == t_263) ? near_7 : below_7;
    u32 t_271;
#line 294 "kernels/linear-attention/gates.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_271) : "f"((((t_38 + 8) < (t_37 + 8)) ? score_7 : 0.0f)), "f"(0.0f));
#line 294 "kernels/linear-attention/gates.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"((scoreRows + (((u32)(t_258 * 64)) + (((u32)(t_264 * 2)) ^ ((((u32)t_258) << 3u) & 48u))))), "r"(t_271) : "memory");
#line 291 "kernels/linear-attention/gates.ts"
    float below_8 = (t_255 == t_266) ? byFours[7] : byEights[7];
    float near_8 = (t_256 == t_267) ? byOnes[7] : byTwos[7];
    float score_8 = (t_257 == t_268) ? near_8 : below_8;
    u32 t_272;
#line 294 "kernels/linear-attention/gates.ts"
    asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_272) : "f"((((t_38 + 9) < (t_37 + 8)) ? score_8 : 0.0f)), "f"(0.0f));
#line 294 "kernels/linear-attention/gates.ts"
    asm volatile("st.shared.u16 [%0], %1;" : : "r"((scoreRows + (((u32)(t_258 * 64)) + (((u32)(t_269 * 2)) ^ ((((u32)t_258) << 3u) & 48u))))), "r"(t_272) : "memory");
#line 296 "kernels/linear-attention/gates.ts"
    __syncthreads();
#line 296 "kernels/linear-attention/gates.ts"
    // copy(scoreRows, scores[32, 32])
#line 296 "kernels/linear-attention/gates.ts"
    int t_273 = scores_extent1 - top;
#line 296 "kernels/linear-attention/gates.ts"
    i64 t_274 = (i64)scores + ((((((i64)sequence) * scores_stride0) + (((i64)top) * scores_stride1)) + (((i64)head) * scores_stride2)) * 2ll);
#line 296 "kernels/linear-attention/gates.ts"
    if (t_273 >= 32) {
#line 296 "kernels/linear-attention/gates.ts"
      u32 t_275 = scoreRows + (((u32)(t * 64)) + (((u32)(t_31 * 2)) ^ ((((u32)t) << 3u) & 48u)));
#line 296 "kernels/linear-attention/gates.ts"
      u32 loaded_49, loaded_50, loaded_51, loaded_52;
#line 296 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_49), "=r"(loaded_50), "=r"(loaded_51), "=r"(loaded_52) : "r"(t_275) : "memory");
#line 296 "kernels/linear-attention/gates.ts"
      int t_276 = t + 16;
#line 296 "kernels/linear-attention/gates.ts"
      u32 t_277 = scoreRows + (((u32)(t_276 * 64)) + (((u32)(t_31 * 2)) ^ ((((u32)t_276) << 3u) & 48u)));
#line 296 "kernels/linear-attention/gates.ts"
      u32 loaded_53, loaded_54, loaded_55, loaded_56;
#line 296 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_53), "=r"(loaded_54), "=r"(loaded_55), "=r"(loaded_56) : "r"(t_277) : "memory");
#line 296 "kernels/linear-attention/gates.ts"
      i64 t_278 = t_274 + ((i64)((t * t_39) + (t_31 * 2)));
#line 296 "kernels/linear-attention/gates.ts"
      asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_278), "r"(loaded_49), "r"(loaded_50), "r"(loaded_51), "r"(loaded_52) : "memory");
#line 296 "kernels/linear-attention/gates.ts"
      i64 t_279 = t_274 + ((i64)(((t + 16) * t_39) + (t_31 * 2)));
#line 296 "kernels/linear-attention/gates.ts"
      asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_279), "r"(loaded_53), "r"(loaded_54), "r"(loaded_55), "r"(loaded_56) : "memory");
    } else {
#line 296 "kernels/linear-attention/gates.ts"
      u32 t_280 = scoreRows + (((u32)(t * 64)) + (((u32)(t_31 * 2)) ^ ((((u32)t) << 3u) & 48u)));
#line 296 "kernels/linear-attention/gates.ts"
      u32 loaded_57, loaded_58, loaded_59, loaded_60;
#line 296 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_57), "=r"(loaded_58), "=r"(loaded_59), "=r"(loaded_60) : "r"(t_280) : "memory");
#line 296 "kernels/linear-attention/gates.ts"
      int t_281 = t + 16;
#line 296 "kernels/linear-attention/gates.ts"
      u32 t_282 = scoreRows + (((u32)(t_281 * 64)) + (((u32)(t_31 * 2)) ^ ((((u32)t_281) << 3u) & 48u)));
#line 296 "kernels/linear-attention/gates.ts"
      u32 loaded_61, loaded_62, loaded_63, loaded_64;
#line 296 "kernels/linear-attention/gates.ts"
      asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=r"(loaded_61), "=r"(loaded_62), "=r"(loaded_63), "=r"(loaded_64) : "r"(t_282) : "memory");
#line 296 "kernels/linear-attention/gates.ts"
      i64 t_283 = t_274 + ((i64)((t * t_39) + (t_31 * 2)));
#line 296 "kernels/linear-attention/gates.ts"
      if ((t + 1) <= t_273) {
#line 296 "kernels/linear-attention/gates.ts"
        asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_283), "r"(loaded_57), "r"(loaded_58), "r"(loaded_59), "r"(loaded_60) : "memory");
      }
#line 296 "kernels/linear-attention/gates.ts"
      i64 t_284 = t_274 + ((i64)(((t + 16) * t_39) + (t_31 * 2)));
#line 296 "kernels/linear-attention/gates.ts"
      if ((t + 17) <= t_273) {
#line 296 "kernels/linear-attention/gates.ts"
        asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"(t_284), "r"(loaded_61), "r"(loaded_62), "r"(loaded_63), "r"(loaded_64) : "memory");
      }
    }
  }
}
