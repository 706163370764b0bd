typedef unsigned int u32;
typedef long long i64;

extern "C" __global__ void __launch_bounds__(64) deltaPrepare(
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
    const float* __restrict__ beta,
    int beta_extent0,
    int beta_extent1,
    int beta_extent2,
    i64 beta_stride0,
    i64 beta_stride1,
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
    unsigned short* weights,
    int weights_extent0,
    int weights_extent1,
    int weights_extent2,
    i64 weights_stride0,
    i64 weights_stride1,
    i64 weights_stride2,
    float* ownWeights,
    int ownWeights_extent0,
    int ownWeights_extent1,
    int ownWeights_extent2,
    i64 ownWeights_stride0,
    i64 ownWeights_stride1,
    i64 ownWeights_stride2,
    unsigned short* writes,
    int writes_extent0,
    int writes_extent1,
    int writes_extent2,
    i64 writes_stride0,
    i64 writes_stride1,
    i64 writes_stride2,
    unsigned short* writesRest,
    int writesRest_extent0,
    int writesRest_extent1,
    int writesRest_extent2,
    i64 writesRest_stride0,
    i64 writesRest_stride1,
    i64 writesRest_stride2,
    int maxTokens,
    float scale) {
  extern __shared__ __align__(1024) unsigned char shared_memory[];
#if __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" : : : "memory");
#endif
  const u32 shared_base = (u32)__cvta_generic_to_shared(shared_memory);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 queryRows = shared_base;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 keyRows = shared_base + 2048u;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 wholeTile = shared_base + 4096u;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 sumTile = shared_base + 4224u;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 betaTile = shared_base + 4352u;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 ownTile = shared_base + 4480u;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 scores = shared_base + 4608u;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 lower = shared_base + 8704u;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 inverse = shared_base + 12800u;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 first = shared_base + 16896u;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 second = shared_base + 17920u;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 between = shared_base + 18944u;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 products = shared_base + 19968u;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int blockX = (int)blockIdx.x;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int lane = (int)(threadIdx.x % 32);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int warp = (int)(threadIdx.x / 32);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t = ((lane / 4) % 8) + (warp * 8);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_2 = lane % 4;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 t_3 = ((u32)(t * 64)) + (((u32)((t_2 * 8) * 2)) ^ ((((u32)t) << 3u) & 48u));
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_4 = (int)(q_stride1 * 2ll);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_5 = (t * t_4) + ((t_2 * 8) * 2);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_6 = (int)(k_stride1 * 2ll);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_7 = (t * t_6) + ((t_2 * 8) * 2);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_8 = lane % 8;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 t_9 = (u32)((t_8 * 4) * 4);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_10 = (t_8 * 4) * 4;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  bool t_11 = ((lane / 8) + (warp % 2)) == 0;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_12 = (t_8 * 4) * 4;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_13 = lane % 32;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  bool t_14 = (warp % 2) == 0;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_15 = (warp % 2) * 16;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_16 = lane % 8;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_17 = ((lane / 8) % 2) * 8;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_18 = t_16 + t_17;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_19 = (lane / 16) * 8;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 t_20 = ((u32)(t_18 * 64)) + (((u32)(t_19 * 2)) ^ ((((u32)t_18) << 3u) & 48u));
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_21 = lane / 4;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_22 = lane % 4;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_23 = (t_16 + t_19) + t_15;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 t_24 = ((u32)(t_23 * 64)) + (((u32)(t_17 * 2)) ^ ((((u32)t_23) << 3u) & 48u));
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_25 = t_21 + t_15;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_26 = lane / 4;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_27 = ((lane % 4) * 2) + ((warp % 2) * 16);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  bool t_28 = ((lane / 8) + (warp % 2)) == 0;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_29 = (lane % 8) * 4;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_30 = lane % 32;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_31 = (lane / 16) % 2;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_32 = lane % 16;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  bool t_33 = (warp % 2) == 0;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_34 = ((lane / 4) % 8) + ((warp % 2) * 8);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_35 = (lane % 4) * 4;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_36 = (lane / 16) * 4;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 t_37 = ((u32)(t_18 * 64)) + (((u32)(t_36 * 4)) ^ ((((u32)t_18) << 3u) & 48u));
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_38 = t_21 + ((warp % 2) * 8);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_39 = lane / 4;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_40 = ((lane % 4) * 2) + ((warp % 2) * 8);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  u32 t_41 = ((u32)(t_18 * 128)) + (((u32)(t_36 * 4)) ^ ((((u32)t_18) << 4u) & 112u));
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_42 = (int)(weights_stride1 * 2ll);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_43 = (int)(writes_stride1 * 2ll);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_44 = (int)(writesRest_stride1 * 2ll);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_45 = maxTokens / 32;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_46 = ((t_45 * 32) < maxTokens) ? (t_45 + 1) : t_45;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int t_47 = blockX / t_46;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int n = blockX - (t_47 * t_46);
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int sequence = t_47 / beta_extent2;
#line 105 "kernels/linear-attention/delta-prepare.ts"
  int head = t_47 - (sequence * beta_extent2);
#line 109 "kernels/linear-attention/delta-prepare.ts"
  int top = n * 32;
#line 111 "kernels/linear-attention/delta-prepare.ts"
  bool t_48 = top < q_extent1;
#line 178 "kernels/linear-attention/delta-prepare.ts"
  if (t_48) {
#line 112 "kernels/linear-attention/delta-prepare.ts"
    int group = head / (beta_extent2 / q_extent2);
#line 131 "kernels/linear-attention/delta-prepare.ts"
    // copy(q[32, 32], queryRows)
#line 131 "kernels/linear-attention/delta-prepare.ts"
    int t_49 = (q_extent1 - top) - t;
#line 131 "kernels/linear-attention/delta-prepare.ts"
    u32 t_50 = queryRows + t_3;
#line 131 "kernels/linear-attention/delta-prepare.ts"
    i64 q_source = ((i64)q + ((((((i64)sequence) * q_stride0) + (((i64)top) * q_stride1)) + (((i64)group) * q_stride2)) * 2ll)) + ((i64)t_5);
#line 131 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_50), "l"(q_source), "r"(((t_49 > 0) ? 16 : 0)) : "memory");
#line 131 "kernels/linear-attention/delta-prepare.ts"
    q_source = q_source + ((i64)(16 * t_4));
#line 131 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_50 + 1024), "l"(q_source), "r"(((t_49 > 16) ? 16 : 0)) : "memory");
#line 131 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("cp.async.commit_group;" ::: "memory");
    // copy(k[32, 32], keyRows)
#line 132 "kernels/linear-attention/delta-prepare.ts"
    int t_51 = (k_extent1 - top) - t;
#line 132 "kernels/linear-attention/delta-prepare.ts"
    u32 t_52 = keyRows + t_3;
#line 132 "kernels/linear-attention/delta-prepare.ts"
    i64 k_source = ((i64)k + ((((((i64)sequence) * k_stride0) + (((i64)top) * k_stride1)) + (((i64)group) * k_stride2)) * 2ll)) + ((i64)t_7);
#line 132 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_52), "l"(k_source), "r"(((t_51 > 0) ? 16 : 0)) : "memory");
#line 132 "kernels/linear-attention/delta-prepare.ts"
    k_source = k_source + ((i64)(16 * t_6));
#line 132 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_52 + 1024), "l"(k_source), "r"(((t_51 > 16) ? 16 : 0)) : "memory");
#line 132 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("cp.async.commit_group;" ::: "memory");
#line 134 "kernels/linear-attention/delta-prepare.ts"
    // copy(wholes[32], wholeTile)
#line 134 "kernels/linear-attention/delta-prepare.ts"
    u32 t_53 = wholeTile + t_9;
#line 134 "kernels/linear-attention/delta-prepare.ts"
    i64 wholes_source = ((i64)wholes + ((((((i64)sequence) * wholes_stride0) + (((i64)head) * wholes_stride1)) + (((i64)n) * wholes_stride2)) * 4ll)) + ((i64)t_10);
#line 134 "kernels/linear-attention/delta-prepare.ts"
    if (t_11) {
#line 134 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_53), "l"(wholes_source), "r"(16) : "memory");
    }
#line 134 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("cp.async.commit_group;" ::: "memory");
    // copy(sums[32], sumTile)
#line 135 "kernels/linear-attention/delta-prepare.ts"
    u32 t_54 = sumTile + t_9;
#line 135 "kernels/linear-attention/delta-prepare.ts"
    i64 sums_source = ((i64)sums + ((((((i64)sequence) * sums_stride0) + (((i64)head) * sums_stride1)) + (((i64)n) * sums_stride2)) * 4ll)) + ((i64)t_12);
#line 135 "kernels/linear-attention/delta-prepare.ts"
    if (t_11) {
#line 135 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" : : "r"(t_54), "l"(sums_source), "r"(16) : "memory");
    }
#line 135 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("cp.async.commit_group;" ::: "memory");
#line 137 "kernels/linear-attention/delta-prepare.ts"
    if ((top + 31) < q_extent1) {
#line 137 "kernels/linear-attention/delta-prepare.ts"
      if (t_14) {
#line 137 "kernels/linear-attention/delta-prepare.ts"
        i64 t_55 = (i64)beta + ((((((i64)sequence) * beta_stride0) + (((i64)(top + t_13)) * beta_stride1)) + ((i64)head)) * 4ll);
#line 137 "kernels/linear-attention/delta-prepare.ts"
        float t_56;
#line 137 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("ld.global.b32 %0, [%1];" : "=f"(t_56) : "l"(t_55) : "memory");
#line 137 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((betaTile + ((u32)(t_13 * 4)))), "f"(t_56) : "memory");
      }
    } else {
#line 137 "kernels/linear-attention/delta-prepare.ts"
      if (t_14) {
#line 137 "kernels/linear-attention/delta-prepare.ts"
        int t_57 = top + t_13;
#line 137 "kernels/linear-attention/delta-prepare.ts"
        float chosen;
#line 137 "kernels/linear-attention/delta-prepare.ts"
        if (t_57 < q_extent1) {
#line 137 "kernels/linear-attention/delta-prepare.ts"
          i64 t_58 = (i64)beta + ((((((i64)sequence) * beta_stride0) + (((i64)t_57) * beta_stride1)) + ((i64)head)) * 4ll);
#line 137 "kernels/linear-attention/delta-prepare.ts"
          float t_59;
#line 137 "kernels/linear-attention/delta-prepare.ts"
          asm volatile("ld.global.b32 %0, [%1];" : "=f"(t_59) : "l"(t_58) : "memory");
#line 137 "kernels/linear-attention/delta-prepare.ts"
          chosen = t_59;
        } else {
#line 137 "kernels/linear-attention/delta-prepare.ts"
          chosen = 0.0f;
        }
#line 137 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.shared.b32 [%0], %1;" : : "r"((betaTile + ((u32)(t_13 * 4)))), "f"(chosen) : "memory");
      }
    }
#line 139 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("cp.async.wait_group 0;" ::: "memory");
#line 139 "kernels/linear-attention/delta-prepare.ts"
    __syncthreads();
#line 139 "kernels/linear-attention/delta-prepare.ts"
    // gemm(queryRows, keyRows transposed, product)
#line 139 "kernels/linear-attention/delta-prepare.ts"
    float product[16];
#line 139 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 139 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 16; ++r0) {
#line 139 "kernels/linear-attention/delta-prepare.ts"
      product[r0] = 0.0f;
    }
#line 139 "kernels/linear-attention/delta-prepare.ts"
    u32 t_60 = queryRows + t_20;
#line 139 "kernels/linear-attention/delta-prepare.ts"
    u32 t_61 = keyRows + t_24;
#line 139 "kernels/linear-attention/delta-prepare.ts"
    u32 queryRows_operand[8];
#line 139 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_60) : "memory");
#line 139 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[4]), "=r"(queryRows_operand[5]), "=r"(queryRows_operand[6]), "=r"(queryRows_operand[7]) : "r"(t_60 + 1024) : "memory");
#line 139 "kernels/linear-attention/delta-prepare.ts"
    u32 keyRows_operand[4];
#line 139 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[0]), "=r"(keyRows_operand[1]), "=r"(keyRows_operand[2]), "=r"(keyRows_operand[3]) : "r"(t_61) : "memory");
#line 139 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[0]), "+f"(product[1]), "+f"(product[2]), "+f"(product[3]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[0]), "r"(keyRows_operand[1]));
#line 139 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[4]), "+f"(product[5]), "+f"(product[6]), "+f"(product[7]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[2]), "r"(keyRows_operand[3]));
#line 139 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[8]), "+f"(product[9]), "+f"(product[10]), "+f"(product[11]) : "r"(queryRows_operand[4]), "r"(queryRows_operand[5]), "r"(queryRows_operand[6]), "r"(queryRows_operand[7]), "r"(keyRows_operand[0]), "r"(keyRows_operand[1]));
#line 139 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[12]), "+f"(product[13]), "+f"(product[14]), "+f"(product[15]) : "r"(queryRows_operand[4]), "r"(queryRows_operand[5]), "r"(queryRows_operand[6]), "r"(queryRows_operand[7]), "r"(keyRows_operand[2]), "r"(keyRows_operand[3]));
#line 139 "kernels/linear-attention/delta-prepare.ts"
    u32 t_62 = t_60 ^ 32u;
#line 139 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[0]), "=r"(queryRows_operand[1]), "=r"(queryRows_operand[2]), "=r"(queryRows_operand[3]) : "r"(t_62) : "memory");
#line 139 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(queryRows_operand[4]), "=r"(queryRows_operand[5]), "=r"(queryRows_operand[6]), "=r"(queryRows_operand[7]) : "r"(t_62 + 1024) : "memory");
#line 139 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand[0]), "=r"(keyRows_operand[1]), "=r"(keyRows_operand[2]), "=r"(keyRows_operand[3]) : "r"((t_61 ^ 32u)) : "memory");
#line 139 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[0]), "+f"(product[1]), "+f"(product[2]), "+f"(product[3]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[0]), "r"(keyRows_operand[1]));
#line 139 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[4]), "+f"(product[5]), "+f"(product[6]), "+f"(product[7]) : "r"(queryRows_operand[0]), "r"(queryRows_operand[1]), "r"(queryRows_operand[2]), "r"(queryRows_operand[3]), "r"(keyRows_operand[2]), "r"(keyRows_operand[3]));
#line 139 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[8]), "+f"(product[9]), "+f"(product[10]), "+f"(product[11]) : "r"(queryRows_operand[4]), "r"(queryRows_operand[5]), "r"(queryRows_operand[6]), "r"(queryRows_operand[7]), "r"(keyRows_operand[0]), "r"(keyRows_operand[1]));
#line 139 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[12]), "+f"(product[13]), "+f"(product[14]), "+f"(product[15]) : "r"(queryRows_operand[4]), "r"(queryRows_operand[5]), "r"(queryRows_operand[6]), "r"(queryRows_operand[7]), "r"(keyRows_operand[2]), "r"(keyRows_operand[3]));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_63;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_63) : "r"((wholeTile + ((u32)(t_26 * 4)))) : "memory");
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float loaded, loaded_2;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded), "=f"(loaded_2) : "r"((wholeTile + ((u32)(t_27 * 4)))) : "memory");
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_64;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_64) : "r"((sumTile + ((u32)(t_26 * 4)))) : "memory");
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float loaded_3, loaded_4;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_3), "=f"(loaded_4) : "r"((sumTile + ((u32)(t_27 * 4)))) : "memory");
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_65;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_65) : "f"(((t_63 - loaded) + (t_64 - loaded_3))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled = (product[0] * t_65) * scale;
    if (t_26 == t_27) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_66;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_66) : "r"((betaTile + ((u32)(t_26 * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min(t_26, t_27)) * 4)))), "f"((scaled * t_66)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[0] = (t_27 <= t_26) ? scaled : 0.0f;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_67;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_67) : "f"(((t_63 - loaded_2) + (t_64 - loaded_4))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled_2 = (product[1] * t_67) * scale;
    if (t_26 == (t_27 + 1)) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_68;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_68) : "r"((betaTile + ((u32)(t_26 * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min(t_26, (t_27 + 1))) * 4)))), "f"((scaled_2 * t_68)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[1] = ((t_27 + 1) <= t_26) ? scaled_2 : 0.0f;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_69;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_69) : "r"((wholeTile + ((u32)((t_26 + 8) * 4)))) : "memory");
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_70;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_70) : "r"((sumTile + ((u32)((t_26 + 8) * 4)))) : "memory");
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_71;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_71) : "f"(((t_69 - loaded) + (t_70 - loaded_3))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled_3 = (product[2] * t_71) * scale;
    if ((t_26 + 8) == t_27) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_72;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_72) : "r"((betaTile + ((u32)((t_26 + 8) * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_26 + 8), t_27)) * 4)))), "f"((scaled_3 * t_72)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[2] = (t_27 <= (t_26 + 8)) ? scaled_3 : 0.0f;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_73;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_73) : "f"(((t_69 - loaded_2) + (t_70 - loaded_4))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled_4 = (product[3] * t_73) * scale;
    if ((t_26 + 8) == (t_27 + 1)) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_74;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_74) : "r"((betaTile + ((u32)((t_26 + 8) * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_26 + 8), (t_27 + 1))) * 4)))), "f"((scaled_4 * t_74)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[3] = ((t_27 + 1) <= (t_26 + 8)) ? scaled_4 : 0.0f;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float loaded_5, loaded_6;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_5), "=f"(loaded_6) : "r"((wholeTile + ((u32)((t_27 + 8) * 4)))) : "memory");
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float loaded_7, loaded_8;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_7), "=f"(loaded_8) : "r"((sumTile + ((u32)((t_27 + 8) * 4)))) : "memory");
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_75;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_75) : "f"(((t_63 - loaded_5) + (t_64 - loaded_7))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled_5 = (product[4] * t_75) * scale;
    if (t_26 == (t_27 + 8)) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_76;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_76) : "r"((betaTile + ((u32)(t_26 * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min(t_26, (t_27 + 8))) * 4)))), "f"((scaled_5 * t_76)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[4] = ((t_27 + 8) <= t_26) ? scaled_5 : 0.0f;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_77;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_77) : "f"(((t_63 - loaded_6) + (t_64 - loaded_8))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled_6 = (product[5] * t_77) * scale;
    if (t_26 == (t_27 + 9)) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_78;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_78) : "r"((betaTile + ((u32)(t_26 * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min(t_26, (t_27 + 9))) * 4)))), "f"((scaled_6 * t_78)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[5] = ((t_27 + 9) <= t_26) ? scaled_6 : 0.0f;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_79;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_79) : "f"(((t_69 - loaded_5) + (t_70 - loaded_7))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled_7 = (product[6] * t_79) * scale;
    if ((t_26 + 8) == (t_27 + 8)) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_80;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_80) : "r"((betaTile + ((u32)((t_26 + 8) * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_26 + 8), (t_27 + 8))) * 4)))), "f"((scaled_7 * t_80)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[6] = ((t_27 + 8) <= (t_26 + 8)) ? scaled_7 : 0.0f;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_81;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_81) : "f"(((t_69 - loaded_6) + (t_70 - loaded_8))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled_8 = (product[7] * t_81) * scale;
    if ((t_26 + 8) == (t_27 + 9)) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_82;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_82) : "r"((betaTile + ((u32)((t_26 + 8) * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_26 + 8), (t_27 + 9))) * 4)))), "f"((scaled_8 * t_82)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[7] = ((t_27 + 9) <= (t_26 + 8)) ? scaled_8 : 0.0f;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_83;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_83) : "r"((wholeTile + ((u32)((t_26 + 16) * 4)))) : "memory");
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_84;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_84) : "r"((sumTile + ((u32)((t_26 + 16) * 4)))) : "memory");
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_85;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_85) : "f"(((t_83 - loaded) + (t_84 - loaded_3))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled_9 = (product[8] * t_85) * scale;
    if ((t_26 + 16) == t_27) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_86;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_86) : "r"((betaTile + ((u32)((t_26 + 16) * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_26 + 16), t_27)) * 4)))), "f"((scaled_9 * t_86)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[8] = (t_27 <= (t_26 + 16)) ? scaled_9 : 0.0f;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_87;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_87) : "f"(((t_83 - loaded_2) + (t_84 - loaded_4))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled_10 = (product[9] * t_87) * scale;
    if ((t_26 + 16) == (t_27 + 1)) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_88;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_88) : "r"((betaTile + ((u32)((t_26 + 16) * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_26 + 16), (t_27 + 1))) * 4)))), "f"((scaled_10 * t_88)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[9] = ((t_27 + 1) <= (t_26 + 16)) ? scaled_10 : 0.0f;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_89;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_89) : "r"((wholeTile + ((u32)((t_26 + 24) * 4)))) : "memory");
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_90;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_90) : "r"((sumTile + ((u32)((t_26 + 24) * 4)))) : "memory");
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_91;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_91) : "f"(((t_89 - loaded) + (t_90 - loaded_3))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled_11 = (product[10] * t_91) * scale;
    if ((t_26 + 24) == t_27) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_92;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_92) : "r"((betaTile + ((u32)((t_26 + 24) * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_26 + 24), t_27)) * 4)))), "f"((scaled_11 * t_92)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[10] = (t_27 <= (t_26 + 24)) ? scaled_11 : 0.0f;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_93;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_93) : "f"(((t_89 - loaded_2) + (t_90 - loaded_4))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled_12 = (product[11] * t_93) * scale;
    if ((t_26 + 24) == (t_27 + 1)) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_94;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_94) : "r"((betaTile + ((u32)((t_26 + 24) * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_26 + 24), (t_27 + 1))) * 4)))), "f"((scaled_12 * t_94)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[11] = ((t_27 + 1) <= (t_26 + 24)) ? scaled_12 : 0.0f;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_95;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_95) : "f"(((t_83 - loaded_5) + (t_84 - loaded_7))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled_13 = (product[12] * t_95) * scale;
    if ((t_26 + 16) == (t_27 + 8)) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_96;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_96) : "r"((betaTile + ((u32)((t_26 + 16) * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_26 + 16), (t_27 + 8))) * 4)))), "f"((scaled_13 * t_96)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[12] = ((t_27 + 8) <= (t_26 + 16)) ? scaled_13 : 0.0f;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_97;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_97) : "f"(((t_83 - loaded_6) + (t_84 - loaded_8))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled_14 = (product[13] * t_97) * scale;
    if ((t_26 + 16) == (t_27 + 9)) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_98;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_98) : "r"((betaTile + ((u32)((t_26 + 16) * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_26 + 16), (t_27 + 9))) * 4)))), "f"((scaled_14 * t_98)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[13] = ((t_27 + 9) <= (t_26 + 16)) ? scaled_14 : 0.0f;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_99;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_99) : "f"(((t_89 - loaded_5) + (t_90 - loaded_7))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled_15 = (product[14] * t_99) * scale;
    if ((t_26 + 24) == (t_27 + 8)) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_100;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_100) : "r"((betaTile + ((u32)((t_26 + 24) * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_26 + 24), (t_27 + 8))) * 4)))), "f"((scaled_15 * t_100)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[14] = ((t_27 + 8) <= (t_26 + 24)) ? scaled_15 : 0.0f;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float t_101;
#line 141 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_101) : "f"(((t_89 - loaded_6) + (t_90 - loaded_8))));
#line 141 "kernels/linear-attention/delta-prepare.ts"
    float scaled_16 = (product[15] * t_101) * scale;
    if ((t_26 + 24) == (t_27 + 9)) {
#line 142 "kernels/linear-attention/delta-prepare.ts"
      float t_102;
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_102) : "r"((betaTile + ((u32)((t_26 + 24) * 4)))) : "memory");
#line 142 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((ownTile + ((u32)((min((t_26 + 24), (t_27 + 9))) * 4)))), "f"((scaled_16 * t_102)) : "memory");
    }
#line 143 "kernels/linear-attention/delta-prepare.ts"
    product[15] = ((t_27 + 9) <= (t_26 + 24)) ? scaled_16 : 0.0f;
#line 145 "kernels/linear-attention/delta-prepare.ts"
    // copy(product, scores)
#line 145 "kernels/linear-attention/delta-prepare.ts"
    u32 t_103 = scores + (((u32)(t_26 * 128)) + (((u32)(t_27 * 4)) ^ ((((u32)t_26) << 4u) & 112u)));
#line 145 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_103), "f"(product[0]), "f"(product[1]) : "memory");
#line 145 "kernels/linear-attention/delta-prepare.ts"
    int t_104 = t_26 + 8;
#line 145 "kernels/linear-attention/delta-prepare.ts"
    u32 t_105 = scores + (((u32)(t_104 * 128)) + (((u32)(t_27 * 4)) ^ ((((u32)t_104) << 4u) & 112u)));
#line 145 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_105), "f"(product[2]), "f"(product[3]) : "memory");
#line 145 "kernels/linear-attention/delta-prepare.ts"
    u32 t_106 = scores + (((u32)(t_26 * 128)) + (((u32)((t_27 + 8) * 4)) ^ ((((u32)t_26) << 4u) & 112u)));
#line 145 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_106), "f"(product[4]), "f"(product[5]) : "memory");
#line 145 "kernels/linear-attention/delta-prepare.ts"
    int t_107 = t_26 + 8;
#line 145 "kernels/linear-attention/delta-prepare.ts"
    u32 t_108 = scores + (((u32)(t_107 * 128)) + (((u32)((t_27 + 8) * 4)) ^ ((((u32)t_107) << 4u) & 112u)));
#line 145 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_108), "f"(product[6]), "f"(product[7]) : "memory");
#line 145 "kernels/linear-attention/delta-prepare.ts"
    int t_109 = t_26 + 16;
#line 145 "kernels/linear-attention/delta-prepare.ts"
    u32 t_110 = scores + (((u32)(t_109 * 128)) + (((u32)(t_27 * 4)) ^ ((((u32)t_109) << 4u) & 112u)));
#line 145 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_110), "f"(product[8]), "f"(product[9]) : "memory");
#line 145 "kernels/linear-attention/delta-prepare.ts"
    int t_111 = t_26 + 24;
#line 145 "kernels/linear-attention/delta-prepare.ts"
    u32 t_112 = scores + (((u32)(t_111 * 128)) + (((u32)(t_27 * 4)) ^ ((((u32)t_111) << 4u) & 112u)));
#line 145 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_112), "f"(product[10]), "f"(product[11]) : "memory");
#line 145 "kernels/linear-attention/delta-prepare.ts"
    int t_113 = t_26 + 16;
#line 145 "kernels/linear-attention/delta-prepare.ts"
    u32 t_114 = scores + (((u32)(t_113 * 128)) + (((u32)((t_27 + 8) * 4)) ^ ((((u32)t_113) << 4u) & 112u)));
#line 145 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_114), "f"(product[12]), "f"(product[13]) : "memory");
#line 145 "kernels/linear-attention/delta-prepare.ts"
    int t_115 = t_26 + 24;
#line 145 "kernels/linear-attention/delta-prepare.ts"
    u32 t_116 = scores + (((u32)(t_115 * 128)) + (((u32)((t_27 + 8) * 4)) ^ ((((u32)t_115) << 4u) & 112u)));
#line 145 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_116), "f"(product[14]), "f"(product[15]) : "memory");
    __syncthreads();
#line 146 "kernels/linear-attention/delta-prepare.ts"
    // copy(ownTile, ownWeights[32])
#line 146 "kernels/linear-attention/delta-prepare.ts"
    i64 t_117 = (i64)ownWeights + ((((((i64)sequence) * ownWeights_stride0) + (((i64)head) * ownWeights_stride1)) + (((i64)n) * ownWeights_stride2)) * 4ll);
#line 146 "kernels/linear-attention/delta-prepare.ts"
    if (t_28) {
#line 146 "kernels/linear-attention/delta-prepare.ts"
      float loaded_9, loaded_10, loaded_11, loaded_12;
#line 146 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];" : "=f"(loaded_9), "=f"(loaded_10), "=f"(loaded_11), "=f"(loaded_12) : "r"((ownTile + ((u32)(t_29 * 4)))) : "memory");
#line 146 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.v4.b32 [%0], {%1, %2, %3, %4};" : : "l"((t_117 + ((i64)(t_29 * 4)))), "f"(loaded_9), "f"(loaded_10), "f"(loaded_11), "f"(loaded_12) : "memory");
    }
    // gemm(keyRows, keyRows transposed, product)
#line 148 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 148 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 16; ++r0) {
#line 148 "kernels/linear-attention/delta-prepare.ts"
      product[r0] = 0.0f;
    }
#line 148 "kernels/linear-attention/delta-prepare.ts"
    u32 t_118 = keyRows + t_20;
#line 148 "kernels/linear-attention/delta-prepare.ts"
    u32 t_119 = keyRows + t_24;
#line 148 "kernels/linear-attention/delta-prepare.ts"
    u32 keyRows_operand_2[8];
#line 148 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[0]), "=r"(keyRows_operand_2[1]), "=r"(keyRows_operand_2[2]), "=r"(keyRows_operand_2[3]) : "r"(t_118) : "memory");
#line 148 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[4]), "=r"(keyRows_operand_2[5]), "=r"(keyRows_operand_2[6]), "=r"(keyRows_operand_2[7]) : "r"(t_118 + 1024) : "memory");
#line 148 "kernels/linear-attention/delta-prepare.ts"
    u32 keyRows_operand_3[4];
#line 148 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_3[0]), "=r"(keyRows_operand_3[1]), "=r"(keyRows_operand_3[2]), "=r"(keyRows_operand_3[3]) : "r"(t_119) : "memory");
#line 148 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[0]), "+f"(product[1]), "+f"(product[2]), "+f"(product[3]) : "r"(keyRows_operand_2[0]), "r"(keyRows_operand_2[1]), "r"(keyRows_operand_2[2]), "r"(keyRows_operand_2[3]), "r"(keyRows_operand_3[0]), "r"(keyRows_operand_3[1]));
#line 148 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[4]), "+f"(product[5]), "+f"(product[6]), "+f"(product[7]) : "r"(keyRows_operand_2[0]), "r"(keyRows_operand_2[1]), "r"(keyRows_operand_2[2]), "r"(keyRows_operand_2[3]), "r"(keyRows_operand_3[2]), "r"(keyRows_operand_3[3]));
#line 148 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[8]), "+f"(product[9]), "+f"(product[10]), "+f"(product[11]) : "r"(keyRows_operand_2[4]), "r"(keyRows_operand_2[5]), "r"(keyRows_operand_2[6]), "r"(keyRows_operand_2[7]), "r"(keyRows_operand_3[0]), "r"(keyRows_operand_3[1]));
#line 148 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[12]), "+f"(product[13]), "+f"(product[14]), "+f"(product[15]) : "r"(keyRows_operand_2[4]), "r"(keyRows_operand_2[5]), "r"(keyRows_operand_2[6]), "r"(keyRows_operand_2[7]), "r"(keyRows_operand_3[2]), "r"(keyRows_operand_3[3]));
#line 148 "kernels/linear-attention/delta-prepare.ts"
    u32 t_120 = t_118 ^ 32u;
#line 148 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[0]), "=r"(keyRows_operand_2[1]), "=r"(keyRows_operand_2[2]), "=r"(keyRows_operand_2[3]) : "r"(t_120) : "memory");
#line 148 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_2[4]), "=r"(keyRows_operand_2[5]), "=r"(keyRows_operand_2[6]), "=r"(keyRows_operand_2[7]) : "r"(t_120 + 1024) : "memory");
#line 148 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(keyRows_operand_3[0]), "=r"(keyRows_operand_3[1]), "=r"(keyRows_operand_3[2]), "=r"(keyRows_operand_3[3]) : "r"((t_119 ^ 32u)) : "memory");
#line 148 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[0]), "+f"(product[1]), "+f"(product[2]), "+f"(product[3]) : "r"(keyRows_operand_2[0]), "r"(keyRows_operand_2[1]), "r"(keyRows_operand_2[2]), "r"(keyRows_operand_2[3]), "r"(keyRows_operand_3[0]), "r"(keyRows_operand_3[1]));
#line 148 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[4]), "+f"(product[5]), "+f"(product[6]), "+f"(product[7]) : "r"(keyRows_operand_2[0]), "r"(keyRows_operand_2[1]), "r"(keyRows_operand_2[2]), "r"(keyRows_operand_2[3]), "r"(keyRows_operand_3[2]), "r"(keyRows_operand_3[3]));
#line 148 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[8]), "+f"(product[9]), "+f"(product[10]), "+f"(product[11]) : "r"(keyRows_operand_2[4]), "r"(keyRows_operand_2[5]), "r"(keyRows_operand_2[6]), "r"(keyRows_operand_2[7]), "r"(keyRows_operand_3[0]), "r"(keyRows_operand_3[1]));
#line 148 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[12]), "+f"(product[13]), "+f"(product[14]), "+f"(product[15]) : "r"(keyRows_operand_2[4]), "r"(keyRows_operand_2[5]), "r"(keyRows_operand_2[6]), "r"(keyRows_operand_2[7]), "r"(keyRows_operand_3[2]), "r"(keyRows_operand_3[3]));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_121;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_121) : "r"((wholeTile + ((u32)(t_26 * 4)))) : "memory");
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float loaded_13, loaded_14;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_13), "=f"(loaded_14) : "r"((wholeTile + ((u32)(t_27 * 4)))) : "memory");
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_122;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_122) : "r"((sumTile + ((u32)(t_26 * 4)))) : "memory");
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float loaded_15, loaded_16;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_15), "=f"(loaded_16) : "r"((sumTile + ((u32)(t_27 * 4)))) : "memory");
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_123;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_123) : "f"(((t_121 - loaded_13) + (t_122 - loaded_15))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed = product[0] * t_123;
    float chosen_2;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if (t_27 < t_26) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_124;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_124) : "r"((betaTile + ((u32)(t_26 * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_2 = decayed * t_124;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_2 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[0] = chosen_2;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_125;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_125) : "f"(((t_121 - loaded_14) + (t_122 - loaded_16))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed_2 = product[1] * t_125;
    float chosen_3;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 1) < t_26) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_126;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_126) : "r"((betaTile + ((u32)(t_26 * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_3 = decayed_2 * t_126;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_3 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[1] = chosen_3;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_127;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_127) : "r"((wholeTile + ((u32)((t_26 + 8) * 4)))) : "memory");
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_128;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_128) : "r"((sumTile + ((u32)((t_26 + 8) * 4)))) : "memory");
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_129;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_129) : "f"(((t_127 - loaded_13) + (t_128 - loaded_15))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed_3 = product[2] * t_129;
    float chosen_4;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if (t_27 < (t_26 + 8)) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_130;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_130) : "r"((betaTile + ((u32)((t_26 + 8) * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_4 = decayed_3 * t_130;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_4 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[2] = chosen_4;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_131;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_131) : "f"(((t_127 - loaded_14) + (t_128 - loaded_16))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed_4 = product[3] * t_131;
    float chosen_5;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 1) < (t_26 + 8)) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_132;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_132) : "r"((betaTile + ((u32)((t_26 + 8) * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_5 = decayed_4 * t_132;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_5 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[3] = chosen_5;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float loaded_17, loaded_18;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_17), "=f"(loaded_18) : "r"((wholeTile + ((u32)((t_27 + 8) * 4)))) : "memory");
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float loaded_19, loaded_20;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_19), "=f"(loaded_20) : "r"((sumTile + ((u32)((t_27 + 8) * 4)))) : "memory");
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_133;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_133) : "f"(((t_121 - loaded_17) + (t_122 - loaded_19))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed_5 = product[4] * t_133;
    float chosen_6;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 8) < t_26) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_134;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_134) : "r"((betaTile + ((u32)(t_26 * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_6 = decayed_5 * t_134;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_6 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[4] = chosen_6;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_135;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_135) : "f"(((t_121 - loaded_18) + (t_122 - loaded_20))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed_6 = product[5] * t_135;
    float chosen_7;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 9) < t_26) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_136;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_136) : "r"((betaTile + ((u32)(t_26 * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_7 = decayed_6 * t_136;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_7 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[5] = chosen_7;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_137;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_137) : "f"(((t_127 - loaded_17) + (t_128 - loaded_19))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed_7 = product[6] * t_137;
    float chosen_8;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 8) < (t_26 + 8)) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_138;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_138) : "r"((betaTile + ((u32)((t_26 + 8) * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_8 = decayed_7 * t_138;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_8 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[6] = chosen_8;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_139;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_139) : "f"(((t_127 - loaded_18) + (t_128 - loaded_20))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed_8 = product[7] * t_139;
    float chosen_9;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 9) < (t_26 + 8)) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_140;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_140) : "r"((betaTile + ((u32)((t_26 + 8) * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_9 = decayed_8 * t_140;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_9 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[7] = chosen_9;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_141;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_141) : "r"((wholeTile + ((u32)((t_26 + 16) * 4)))) : "memory");
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_142;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_142) : "r"((sumTile + ((u32)((t_26 + 16) * 4)))) : "memory");
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_143;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_143) : "f"(((t_141 - loaded_13) + (t_142 - loaded_15))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed_9 = product[8] * t_143;
    float chosen_10;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if (t_27 < (t_26 + 16)) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_144;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_144) : "r"((betaTile + ((u32)((t_26 + 16) * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_10 = decayed_9 * t_144;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_10 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[8] = chosen_10;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_145;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_145) : "f"(((t_141 - loaded_14) + (t_142 - loaded_16))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed_10 = product[9] * t_145;
    float chosen_11;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 1) < (t_26 + 16)) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_146;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_146) : "r"((betaTile + ((u32)((t_26 + 16) * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_11 = decayed_10 * t_146;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_11 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[9] = chosen_11;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_147;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_147) : "r"((wholeTile + ((u32)((t_26 + 24) * 4)))) : "memory");
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_148;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_148) : "r"((sumTile + ((u32)((t_26 + 24) * 4)))) : "memory");
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_149;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_149) : "f"(((t_147 - loaded_13) + (t_148 - loaded_15))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed_11 = product[10] * t_149;
    float chosen_12;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if (t_27 < (t_26 + 24)) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_150;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_150) : "r"((betaTile + ((u32)((t_26 + 24) * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_12 = decayed_11 * t_150;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_12 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[10] = chosen_12;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_151;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_151) : "f"(((t_147 - loaded_14) + (t_148 - loaded_16))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed_12 = product[11] * t_151;
    float chosen_13;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 1) < (t_26 + 24)) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_152;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_152) : "r"((betaTile + ((u32)((t_26 + 24) * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_13 = decayed_12 * t_152;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_13 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[11] = chosen_13;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_153;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_153) : "f"(((t_141 - loaded_17) + (t_142 - loaded_19))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed_13 = product[12] * t_153;
    float chosen_14;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 8) < (t_26 + 16)) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_154;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_154) : "r"((betaTile + ((u32)((t_26 + 16) * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_14 = decayed_13 * t_154;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_14 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[12] = chosen_14;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_155;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_155) : "f"(((t_141 - loaded_18) + (t_142 - loaded_20))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed_14 = product[13] * t_155;
    float chosen_15;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 9) < (t_26 + 16)) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_156;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_156) : "r"((betaTile + ((u32)((t_26 + 16) * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_15 = decayed_14 * t_156;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_15 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[13] = chosen_15;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_157;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_157) : "f"(((t_147 - loaded_17) + (t_148 - loaded_19))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed_15 = product[14] * t_157;
    float chosen_16;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 8) < (t_26 + 24)) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_158;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_158) : "r"((betaTile + ((u32)((t_26 + 24) * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_16 = decayed_15 * t_158;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_16 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[14] = chosen_16;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float t_159;
#line 150 "kernels/linear-attention/delta-prepare.ts"
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(t_159) : "f"(((t_147 - loaded_18) + (t_148 - loaded_20))));
#line 150 "kernels/linear-attention/delta-prepare.ts"
    float decayed_16 = product[15] * t_159;
    float chosen_17;
#line 151 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 9) < (t_26 + 24)) {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      float t_160;
#line 151 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_160) : "r"((betaTile + ((u32)((t_26 + 24) * 4)))) : "memory");
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_17 = decayed_16 * t_160;
    } else {
#line 151 "kernels/linear-attention/delta-prepare.ts"
      chosen_17 = 0.0f;
    }
#line 151 "kernels/linear-attention/delta-prepare.ts"
    product[15] = chosen_17;
#line 153 "kernels/linear-attention/delta-prepare.ts"
    // copy(product, lower)
#line 153 "kernels/linear-attention/delta-prepare.ts"
    u32 t_161 = lower + (((u32)(t_26 * 128)) + (((u32)(t_27 * 4)) ^ ((((u32)t_26) << 4u) & 112u)));
#line 153 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_161), "f"(product[0]), "f"(product[1]) : "memory");
#line 153 "kernels/linear-attention/delta-prepare.ts"
    int t_162 = t_26 + 8;
#line 153 "kernels/linear-attention/delta-prepare.ts"
    u32 t_163 = lower + (((u32)(t_162 * 128)) + (((u32)(t_27 * 4)) ^ ((((u32)t_162) << 4u) & 112u)));
#line 153 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_163), "f"(product[2]), "f"(product[3]) : "memory");
#line 153 "kernels/linear-attention/delta-prepare.ts"
    u32 t_164 = lower + (((u32)(t_26 * 128)) + (((u32)((t_27 + 8) * 4)) ^ ((((u32)t_26) << 4u) & 112u)));
#line 153 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_164), "f"(product[4]), "f"(product[5]) : "memory");
#line 153 "kernels/linear-attention/delta-prepare.ts"
    int t_165 = t_26 + 8;
#line 153 "kernels/linear-attention/delta-prepare.ts"
    u32 t_166 = lower + (((u32)(t_165 * 128)) + (((u32)((t_27 + 8) * 4)) ^ ((((u32)t_165) << 4u) & 112u)));
#line 153 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_166), "f"(product[6]), "f"(product[7]) : "memory");
#line 153 "kernels/linear-attention/delta-prepare.ts"
    int t_167 = t_26 + 16;
#line 153 "kernels/linear-attention/delta-prepare.ts"
    u32 t_168 = lower + (((u32)(t_167 * 128)) + (((u32)(t_27 * 4)) ^ ((((u32)t_167) << 4u) & 112u)));
#line 153 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_168), "f"(product[8]), "f"(product[9]) : "memory");
#line 153 "kernels/linear-attention/delta-prepare.ts"
    int t_169 = t_26 + 24;
#line 153 "kernels/linear-attention/delta-prepare.ts"
    u32 t_170 = lower + (((u32)(t_169 * 128)) + (((u32)(t_27 * 4)) ^ ((((u32)t_169) << 4u) & 112u)));
#line 153 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_170), "f"(product[10]), "f"(product[11]) : "memory");
#line 153 "kernels/linear-attention/delta-prepare.ts"
    int t_171 = t_26 + 16;
#line 153 "kernels/linear-attention/delta-prepare.ts"
    u32 t_172 = lower + (((u32)(t_171 * 128)) + (((u32)((t_27 + 8) * 4)) ^ ((((u32)t_171) << 4u) & 112u)));
#line 153 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_172), "f"(product[12]), "f"(product[13]) : "memory");
#line 153 "kernels/linear-attention/delta-prepare.ts"
    int t_173 = t_26 + 24;
#line 153 "kernels/linear-attention/delta-prepare.ts"
    u32 t_174 = lower + (((u32)(t_173 * 128)) + (((u32)((t_27 + 8) * 4)) ^ ((((u32)t_173) << 4u) & 112u)));
#line 153 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_174), "f"(product[14]), "f"(product[15]) : "memory");
    // fill(inverse)
#line 154 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.b32 [%0], %1;" : : "r"((inverse + (((u32)(warp * 128)) + (((u32)(t_30 * 4)) ^ ((((u32)warp) << 4u) & 112u))))), "f"(0.0f) : "memory");
#line 154 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 154 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 15; ++r0) {
#line 154 "kernels/linear-attention/delta-prepare.ts"
      int t_175 = warp + (2 * r0 + 2);
#line 154 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((inverse + (((u32)(t_175 * 128)) + (((u32)(t_30 * 4)) ^ ((((u32)t_175) << 4u) & 112u))))), "f"(0.0f) : "memory");
    }
#line 155 "kernels/linear-attention/delta-prepare.ts"
    __syncthreads();
#line 161 "kernels/linear-attention/delta-prepare.ts"
    if (t_33) {
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum = (0 == t_32) ? 1.0f : 0.0f;
#line 160 "kernels/linear-attention/delta-prepare.ts"
      float column[16];
#line 160 "kernels/linear-attention/delta-prepare.ts"
      column[0] = sum;
      int t_176 = 16 * t_31;
#line 161 "kernels/linear-attention/delta-prepare.ts"
      int t_177 = (16 * t_31) + t_32;
#line 161 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"((inverse + (((u32)(t_176 * 128)) + ((u32)(t_177 * 4))))), "f"(sum) : "memory");
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum_2 = (1 == t_32) ? 1.0f : 0.0f;
      float t_178;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_178) : "r"(((lower + (((u32)((16 * t_31) * 128)) + (((u32)((16 * t_31) * 4)) ^ 16u))) + 128u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_2 = sum_2 - (t_178 * column[0]);
      column[1] = sum_2;
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((inverse + (((u32)(t_176 * 128)) + (((u32)(t_177 * 4)) ^ 16u))) + 128u)), "f"(sum_2) : "memory");
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum_3 = (2 == t_32) ? 1.0f : 0.0f;
      float t_179;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_179) : "r"(((lower + (((u32)((16 * t_31) * 128)) + (((u32)((16 * t_31) * 4)) ^ 32u))) + 256u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_3 = sum_3 - (t_179 * column[0]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_180 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 1) * 4)) ^ 32u))) + 256u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_181;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_181) : "r"(t_180) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_3 = sum_3 - (t_181 * column[1]);
      column[2] = sum_3;
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((inverse + (((u32)(t_176 * 128)) + (((u32)(t_177 * 4)) ^ 32u))) + 256u)), "f"(sum_3) : "memory");
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum_4 = (3 == t_32) ? 1.0f : 0.0f;
      float t_182;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_182) : "r"(((lower + (((u32)((16 * t_31) * 128)) + (((u32)((16 * t_31) * 4)) ^ 48u))) + 384u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_4 = sum_4 - (t_182 * column[0]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_183 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 1) * 4)) ^ 48u))) + 384u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_184;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_184) : "r"(t_183) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_4 = sum_4 - (t_184 * column[1]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_185 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 2) * 4)) ^ 48u))) + 384u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_186;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_186) : "r"(t_185) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_4 = sum_4 - (t_186 * column[2]);
      column[3] = sum_4;
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((inverse + (((u32)(t_176 * 128)) + (((u32)(t_177 * 4)) ^ 48u))) + 384u)), "f"(sum_4) : "memory");
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum_5 = (4 == t_32) ? 1.0f : 0.0f;
      float t_187;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_187) : "r"(((lower + (((u32)((16 * t_31) * 128)) + (((u32)((16 * t_31) * 4)) ^ 64u))) + 512u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_5 = sum_5 - (t_187 * column[0]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_188 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 1) * 4)) ^ 64u))) + 512u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_189;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_189) : "r"(t_188) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_5 = sum_5 - (t_189 * column[1]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_190 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 2) * 4)) ^ 64u))) + 512u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_191;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_191) : "r"(t_190) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_5 = sum_5 - (t_191 * column[2]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_192 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 3) * 4)) ^ 64u))) + 512u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_193;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_193) : "r"(t_192) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_5 = sum_5 - (t_193 * column[3]);
      column[4] = sum_5;
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((inverse + (((u32)(t_176 * 128)) + (((u32)(t_177 * 4)) ^ 64u))) + 512u)), "f"(sum_5) : "memory");
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum_6 = (5 == t_32) ? 1.0f : 0.0f;
      float t_194;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_194) : "r"(((lower + (((u32)((16 * t_31) * 128)) + (((u32)((16 * t_31) * 4)) ^ 80u))) + 640u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_6 = sum_6 - (t_194 * column[0]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_195 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 1) * 4)) ^ 80u))) + 640u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_196;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_196) : "r"(t_195) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_6 = sum_6 - (t_196 * column[1]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_197 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 2) * 4)) ^ 80u))) + 640u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_198;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_198) : "r"(t_197) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_6 = sum_6 - (t_198 * column[2]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_199 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 3) * 4)) ^ 80u))) + 640u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_200;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_200) : "r"(t_199) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_6 = sum_6 - (t_200 * column[3]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_201 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 4) * 4)) ^ 80u))) + 640u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_202;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_202) : "r"(t_201) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_6 = sum_6 - (t_202 * column[4]);
      column[5] = sum_6;
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((inverse + (((u32)(t_176 * 128)) + (((u32)(t_177 * 4)) ^ 80u))) + 640u)), "f"(sum_6) : "memory");
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum_7 = (6 == t_32) ? 1.0f : 0.0f;
      float t_203;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_203) : "r"(((lower + (((u32)((16 * t_31) * 128)) + (((u32)((16 * t_31) * 4)) ^ 96u))) + 768u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_7 = sum_7 - (t_203 * column[0]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_204 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 1) * 4)) ^ 96u))) + 768u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_205;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_205) : "r"(t_204) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_7 = sum_7 - (t_205 * column[1]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_206 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 2) * 4)) ^ 96u))) + 768u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_207;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_207) : "r"(t_206) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_7 = sum_7 - (t_207 * column[2]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_208 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 3) * 4)) ^ 96u))) + 768u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_209;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_209) : "r"(t_208) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_7 = sum_7 - (t_209 * column[3]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_210 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 4) * 4)) ^ 96u))) + 768u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_211;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_211) : "r"(t_210) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_7 = sum_7 - (t_211 * column[4]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_212 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 5) * 4)) ^ 96u))) + 768u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_213;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_213) : "r"(t_212) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_7 = sum_7 - (t_213 * column[5]);
      column[6] = sum_7;
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((inverse + (((u32)(t_176 * 128)) + (((u32)(t_177 * 4)) ^ 96u))) + 768u)), "f"(sum_7) : "memory");
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum_8 = (7 == t_32) ? 1.0f : 0.0f;
      float t_214;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_214) : "r"(((lower + (((u32)((16 * t_31) * 128)) + (((u32)((16 * t_31) * 4)) ^ 112u))) + 896u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_8 = sum_8 - (t_214 * column[0]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_215 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 1) * 4)) ^ 112u))) + 896u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_216;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_216) : "r"(t_215) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_8 = sum_8 - (t_216 * column[1]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_217 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 2) * 4)) ^ 112u))) + 896u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_218;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_218) : "r"(t_217) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_8 = sum_8 - (t_218 * column[2]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_219 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 3) * 4)) ^ 112u))) + 896u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_220;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_220) : "r"(t_219) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_8 = sum_8 - (t_220 * column[3]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_221 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 4) * 4)) ^ 112u))) + 896u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_222;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_222) : "r"(t_221) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_8 = sum_8 - (t_222 * column[4]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_223 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 5) * 4)) ^ 112u))) + 896u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_224;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_224) : "r"(t_223) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_8 = sum_8 - (t_224 * column[5]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_225 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 6) * 4)) ^ 112u))) + 896u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_226;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_226) : "r"(t_225) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_8 = sum_8 - (t_226 * column[6]);
      column[7] = sum_8;
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((inverse + (((u32)(t_176 * 128)) + (((u32)(t_177 * 4)) ^ 112u))) + 896u)), "f"(sum_8) : "memory");
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum_9 = (8 == t_32) ? 1.0f : 0.0f;
      float t_227;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_227) : "r"(((lower + (((u32)((16 * t_31) * 128)) + ((u32)((16 * t_31) * 4)))) + 1024u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_9 = sum_9 - (t_227 * column[0]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_228;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_228) : "r"(((lower + (((u32)((16 * t_31) * 128)) + ((u32)(((16 * t_31) + 1) * 4)))) + 1024u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_9 = sum_9 - (t_228 * column[1]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_229;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_229) : "r"(((lower + (((u32)((16 * t_31) * 128)) + ((u32)(((16 * t_31) + 2) * 4)))) + 1024u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_9 = sum_9 - (t_229 * column[2]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_230;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_230) : "r"(((lower + (((u32)((16 * t_31) * 128)) + ((u32)(((16 * t_31) + 3) * 4)))) + 1024u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_9 = sum_9 - (t_230 * column[3]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_231;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_231) : "r"(((lower + (((u32)((16 * t_31) * 128)) + ((u32)(((16 * t_31) + 4) * 4)))) + 1024u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_9 = sum_9 - (t_231 * column[4]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_232;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_232) : "r"(((lower + (((u32)((16 * t_31) * 128)) + ((u32)(((16 * t_31) + 5) * 4)))) + 1024u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_9 = sum_9 - (t_232 * column[5]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_233;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_233) : "r"(((lower + (((u32)((16 * t_31) * 128)) + ((u32)(((16 * t_31) + 6) * 4)))) + 1024u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_9 = sum_9 - (t_233 * column[6]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_234;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_234) : "r"(((lower + (((u32)((16 * t_31) * 128)) + ((u32)(((16 * t_31) + 7) * 4)))) + 1024u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_9 = sum_9 - (t_234 * column[7]);
      column[8] = sum_9;
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((inverse + (((u32)(t_176 * 128)) + ((u32)(t_177 * 4)))) + 1024u)), "f"(sum_9) : "memory");
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum_10 = (9 == t_32) ? 1.0f : 0.0f;
      float t_235;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_235) : "r"(((lower + (((u32)((16 * t_31) * 128)) + (((u32)((16 * t_31) * 4)) ^ 16u))) + 1152u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_10 = sum_10 - (t_235 * column[0]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_236 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 1) * 4)) ^ 16u))) + 1152u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_237;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_237) : "r"(t_236) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_10 = sum_10 - (t_237 * column[1]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_238 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 2) * 4)) ^ 16u))) + 1152u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_239;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_239) : "r"(t_238) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_10 = sum_10 - (t_239 * column[2]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_240 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 3) * 4)) ^ 16u))) + 1152u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_241;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_241) : "r"(t_240) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_10 = sum_10 - (t_241 * column[3]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_242 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 4) * 4)) ^ 16u))) + 1152u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_243;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_243) : "r"(t_242) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_10 = sum_10 - (t_243 * column[4]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 159 "kernels/linear-attention/delta-prepare.ts"
      for (int r0 = 0; r0 < 4; ++r0) {
#line 159 "kernels/linear-attention/delta-prepare.ts"
        u32 t_244 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + (r0 + 5)) * 4)) ^ 16u))) + 1152u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
        float t_245;
#line 159 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_245) : "r"(t_244) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
        sum_10 = sum_10 - (t_245 * column[r0 + 5]);
      }
#line 160 "kernels/linear-attention/delta-prepare.ts"
      column[9] = sum_10;
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((inverse + (((u32)(t_176 * 128)) + (((u32)(t_177 * 4)) ^ 16u))) + 1152u)), "f"(sum_10) : "memory");
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum_11 = (10 == t_32) ? 1.0f : 0.0f;
      float t_246;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_246) : "r"(((lower + (((u32)((16 * t_31) * 128)) + (((u32)((16 * t_31) * 4)) ^ 32u))) + 1280u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_11 = sum_11 - (t_246 * column[0]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_247 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 1) * 4)) ^ 32u))) + 1280u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_248;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_248) : "r"(t_247) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_11 = sum_11 - (t_248 * column[1]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_249 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 2) * 4)) ^ 32u))) + 1280u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_250;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_250) : "r"(t_249) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_11 = sum_11 - (t_250 * column[2]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_251 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 3) * 4)) ^ 32u))) + 1280u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_252;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_252) : "r"(t_251) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_11 = sum_11 - (t_252 * column[3]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_253 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 4) * 4)) ^ 32u))) + 1280u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_254;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_254) : "r"(t_253) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_11 = sum_11 - (t_254 * column[4]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 159 "kernels/linear-attention/delta-prepare.ts"
      for (int r0 = 0; r0 < 5; ++r0) {
#line 159 "kernels/linear-attention/delta-prepare.ts"
        u32 t_255 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + (r0 + 5)) * 4)) ^ 32u))) + 1280u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
        float t_256;
#line 159 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_256) : "r"(t_255) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
        sum_11 = sum_11 - (t_256 * column[r0 + 5]);
      }
#line 160 "kernels/linear-attention/delta-prepare.ts"
      column[10] = sum_11;
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((inverse + (((u32)(t_176 * 128)) + (((u32)(t_177 * 4)) ^ 32u))) + 1280u)), "f"(sum_11) : "memory");
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum_12 = (11 == t_32) ? 1.0f : 0.0f;
      float t_257;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_257) : "r"(((lower + (((u32)((16 * t_31) * 128)) + (((u32)((16 * t_31) * 4)) ^ 48u))) + 1408u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_12 = sum_12 - (t_257 * column[0]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_258 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 1) * 4)) ^ 48u))) + 1408u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_259;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_259) : "r"(t_258) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_12 = sum_12 - (t_259 * column[1]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_260 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 2) * 4)) ^ 48u))) + 1408u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_261;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_261) : "r"(t_260) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_12 = sum_12 - (t_261 * column[2]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_262 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 3) * 4)) ^ 48u))) + 1408u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_263;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_263) : "r"(t_262) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_12 = sum_12 - (t_263 * column[3]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_264 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 4) * 4)) ^ 48u))) + 1408u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_265;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_265) : "r"(t_264) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_12 = sum_12 - (t_265 * column[4]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 159 "kernels/linear-attention/delta-prepare.ts"
      for (int r0 = 0; r0 < 6; ++r0) {
#line 159 "kernels/linear-attention/delta-prepare.ts"
        u32 t_266 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + (r0 + 5)) * 4)) ^ 48u))) + 1408u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
        float t_267;
#line 159 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_267) : "r"(t_266) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
        sum_12 = sum_12 - (t_267 * column[r0 + 5]);
      }
#line 160 "kernels/linear-attention/delta-prepare.ts"
      column[11] = sum_12;
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((inverse + (((u32)(t_176 * 128)) + (((u32)(t_177 * 4)) ^ 48u))) + 1408u)), "f"(sum_12) : "memory");
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum_13 = (12 == t_32) ? 1.0f : 0.0f;
      float t_268;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_268) : "r"(((lower + (((u32)((16 * t_31) * 128)) + (((u32)((16 * t_31) * 4)) ^ 64u))) + 1536u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_13 = sum_13 - (t_268 * column[0]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_269 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 1) * 4)) ^ 64u))) + 1536u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_270;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_270) : "r"(t_269) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_13 = sum_13 - (t_270 * column[1]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_271 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 2) * 4)) ^ 64u))) + 1536u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_272;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_272) : "r"(t_271) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_13 = sum_13 - (t_272 * column[2]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_273 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 3) * 4)) ^ 64u))) + 1536u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_274;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_274) : "r"(t_273) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_13 = sum_13 - (t_274 * column[3]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_275 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 4) * 4)) ^ 64u))) + 1536u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_276;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_276) : "r"(t_275) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_13 = sum_13 - (t_276 * column[4]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 159 "kernels/linear-attention/delta-prepare.ts"
      for (int r0 = 0; r0 < 7; ++r0) {
#line 159 "kernels/linear-attention/delta-prepare.ts"
        u32 t_277 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + (r0 + 5)) * 4)) ^ 64u))) + 1536u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
        float t_278;
#line 159 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_278) : "r"(t_277) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
        sum_13 = sum_13 - (t_278 * column[r0 + 5]);
      }
#line 160 "kernels/linear-attention/delta-prepare.ts"
      column[12] = sum_13;
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((inverse + (((u32)(t_176 * 128)) + (((u32)(t_177 * 4)) ^ 64u))) + 1536u)), "f"(sum_13) : "memory");
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum_14 = (13 == t_32) ? 1.0f : 0.0f;
      float t_279;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_279) : "r"(((lower + (((u32)((16 * t_31) * 128)) + (((u32)((16 * t_31) * 4)) ^ 80u))) + 1664u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_14 = sum_14 - (t_279 * column[0]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_280 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 1) * 4)) ^ 80u))) + 1664u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_281;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_281) : "r"(t_280) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_14 = sum_14 - (t_281 * column[1]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_282 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 2) * 4)) ^ 80u))) + 1664u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_283;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_283) : "r"(t_282) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_14 = sum_14 - (t_283 * column[2]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_284 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 3) * 4)) ^ 80u))) + 1664u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_285;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_285) : "r"(t_284) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_14 = sum_14 - (t_285 * column[3]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_286 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 4) * 4)) ^ 80u))) + 1664u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_287;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_287) : "r"(t_286) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_14 = sum_14 - (t_287 * column[4]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 159 "kernels/linear-attention/delta-prepare.ts"
      for (int r0 = 0; r0 < 8; ++r0) {
#line 159 "kernels/linear-attention/delta-prepare.ts"
        u32 t_288 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + (r0 + 5)) * 4)) ^ 80u))) + 1664u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
        float t_289;
#line 159 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_289) : "r"(t_288) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
        sum_14 = sum_14 - (t_289 * column[r0 + 5]);
      }
#line 160 "kernels/linear-attention/delta-prepare.ts"
      column[13] = sum_14;
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((inverse + (((u32)(t_176 * 128)) + (((u32)(t_177 * 4)) ^ 80u))) + 1664u)), "f"(sum_14) : "memory");
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum_15 = (14 == t_32) ? 1.0f : 0.0f;
      float t_290;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_290) : "r"(((lower + (((u32)((16 * t_31) * 128)) + (((u32)((16 * t_31) * 4)) ^ 96u))) + 1792u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_15 = sum_15 - (t_290 * column[0]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_291 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 1) * 4)) ^ 96u))) + 1792u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_292;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_292) : "r"(t_291) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_15 = sum_15 - (t_292 * column[1]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_293 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 2) * 4)) ^ 96u))) + 1792u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_294;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_294) : "r"(t_293) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_15 = sum_15 - (t_294 * column[2]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_295 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 3) * 4)) ^ 96u))) + 1792u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_296;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_296) : "r"(t_295) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_15 = sum_15 - (t_296 * column[3]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_297 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 4) * 4)) ^ 96u))) + 1792u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_298;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_298) : "r"(t_297) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_15 = sum_15 - (t_298 * column[4]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 159 "kernels/linear-attention/delta-prepare.ts"
      for (int r0 = 0; r0 < 9; ++r0) {
#line 159 "kernels/linear-attention/delta-prepare.ts"
        u32 t_299 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + (r0 + 5)) * 4)) ^ 96u))) + 1792u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
        float t_300;
#line 159 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_300) : "r"(t_299) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
        sum_15 = sum_15 - (t_300 * column[r0 + 5]);
      }
#line 160 "kernels/linear-attention/delta-prepare.ts"
      column[14] = sum_15;
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((inverse + (((u32)(t_176 * 128)) + (((u32)(t_177 * 4)) ^ 96u))) + 1792u)), "f"(sum_15) : "memory");
#line 158 "kernels/linear-attention/delta-prepare.ts"
      float sum_16 = (15 == t_32) ? 1.0f : 0.0f;
      float t_301;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_301) : "r"(((lower + (((u32)((16 * t_31) * 128)) + (((u32)((16 * t_31) * 4)) ^ 112u))) + 1920u)) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_16 = sum_16 - (t_301 * column[0]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_302 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 1) * 4)) ^ 112u))) + 1920u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_303;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_303) : "r"(t_302) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_16 = sum_16 - (t_303 * column[1]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_304 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 2) * 4)) ^ 112u))) + 1920u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_305;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_305) : "r"(t_304) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_16 = sum_16 - (t_305 * column[2]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_306 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 3) * 4)) ^ 112u))) + 1920u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_307;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_307) : "r"(t_306) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_16 = sum_16 - (t_307 * column[3]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
      u32 t_308 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + 4) * 4)) ^ 112u))) + 1920u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      float t_309;
#line 159 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_309) : "r"(t_308) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
      sum_16 = sum_16 - (t_309 * column[4]);
#line 159 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 159 "kernels/linear-attention/delta-prepare.ts"
      for (int r0 = 0; r0 < 10; ++r0) {
#line 159 "kernels/linear-attention/delta-prepare.ts"
        u32 t_310 = (lower + (((u32)((16 * t_31) * 128)) + (((u32)(((16 * t_31) + (r0 + 5)) * 4)) ^ 112u))) + 1920u;
#line 159 "kernels/linear-attention/delta-prepare.ts"
        float t_311;
#line 159 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_311) : "r"(t_310) : "memory");
#line 159 "kernels/linear-attention/delta-prepare.ts"
        sum_16 = sum_16 - (t_311 * column[r0 + 5]);
      }
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(((inverse + (((u32)(t_176 * 128)) + (((u32)(t_177 * 4)) ^ 112u))) + 1920u)), "f"(sum_16) : "memory");
    }
#line 64 "kernels/linear-attention/delta-prepare.ts"
    __syncthreads();
    float t_312;
#line 65 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_312) : "r"((inverse + (((u32)(t_34 * 128)) + (((u32)(t_35 * 4)) ^ ((((u32)t_34) << 4u) & 112u))))) : "memory");
#line 65 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.b32 [%0], %1;" : : "r"((first + (((u32)(t_34 * 64)) + (((u32)(t_35 * 4)) ^ ((((u32)t_34) << 3u) & 48u))))), "f"(t_312) : "memory");
    int t_313 = t_34 + 16;
#line 66 "kernels/linear-attention/delta-prepare.ts"
    u32 t_314 = inverse + (((u32)(t_313 * 128)) + (((u32)((t_35 + 16) * 4)) ^ ((((u32)t_313) << 4u) & 112u)));
#line 66 "kernels/linear-attention/delta-prepare.ts"
    float t_315;
#line 66 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_315) : "r"(t_314) : "memory");
#line 66 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.b32 [%0], %1;" : : "r"((second + (((u32)(t_34 * 64)) + (((u32)(t_35 * 4)) ^ ((((u32)t_34) << 3u) & 48u))))), "f"(t_315) : "memory");
    int t_316 = t_34 + 16;
#line 67 "kernels/linear-attention/delta-prepare.ts"
    float t_317;
#line 67 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_317) : "r"((lower + (((u32)(t_316 * 128)) + (((u32)(t_35 * 4)) ^ ((((u32)t_316) << 4u) & 112u))))) : "memory");
#line 67 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.b32 [%0], %1;" : : "r"((between + (((u32)(t_34 * 64)) + (((u32)(t_35 * 4)) ^ ((((u32)t_34) << 3u) & 48u))))), "f"(t_317) : "memory");
#line 65 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 65 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 3; ++r0) {
#line 65 "kernels/linear-attention/delta-prepare.ts"
      u32 t_318 = first + (((u32)(t_34 * 64)) + (((u32)((t_35 + (r0 + 1)) * 4)) ^ ((((u32)t_34) << 3u) & 48u)));
#line 65 "kernels/linear-attention/delta-prepare.ts"
      u32 t_319 = inverse + (((u32)(t_34 * 128)) + (((u32)((t_35 + (r0 + 1)) * 4)) ^ ((((u32)t_34) << 4u) & 112u)));
#line 65 "kernels/linear-attention/delta-prepare.ts"
      float t_320;
#line 65 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_320) : "r"(t_319) : "memory");
#line 65 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_318), "f"(t_320) : "memory");
      u32 t_321 = second + (((u32)(t_34 * 64)) + (((u32)((t_35 + (r0 + 1)) * 4)) ^ ((((u32)t_34) << 3u) & 48u)));
#line 66 "kernels/linear-attention/delta-prepare.ts"
      u32 t_322 = inverse + (((u32)(t_313 * 128)) + (((u32)((t_35 + (r0 + 17)) * 4)) ^ ((((u32)t_313) << 4u) & 112u)));
#line 66 "kernels/linear-attention/delta-prepare.ts"
      float t_323;
#line 66 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_323) : "r"(t_322) : "memory");
#line 66 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_321), "f"(t_323) : "memory");
      u32 t_324 = between + (((u32)(t_34 * 64)) + (((u32)((t_35 + (r0 + 1)) * 4)) ^ ((((u32)t_34) << 3u) & 48u)));
#line 67 "kernels/linear-attention/delta-prepare.ts"
      u32 t_325 = lower + (((u32)(t_316 * 128)) + (((u32)((t_35 + (r0 + 1)) * 4)) ^ ((((u32)t_316) << 4u) & 112u)));
#line 67 "kernels/linear-attention/delta-prepare.ts"
      float t_326;
#line 67 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_326) : "r"(t_325) : "memory");
#line 67 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_324), "f"(t_326) : "memory");
    }
    __syncthreads();
#line 69 "kernels/linear-attention/delta-prepare.ts"
    // gemm(second, between, product)
#line 69 "kernels/linear-attention/delta-prepare.ts"
    float product_2[4];
#line 69 "kernels/linear-attention/delta-prepare.ts"
    product_2[0] = 0.0f;
#line 69 "kernels/linear-attention/delta-prepare.ts"
    product_2[1] = 0.0f;
#line 69 "kernels/linear-attention/delta-prepare.ts"
    product_2[2] = 0.0f;
#line 69 "kernels/linear-attention/delta-prepare.ts"
    product_2[3] = 0.0f;
#line 69 "kernels/linear-attention/delta-prepare.ts"
    u32 t_327 = second + t_37;
#line 69 "kernels/linear-attention/delta-prepare.ts"
    u32 second_operand[4];
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(second_operand[0]), "=r"(second_operand[1]), "=r"(second_operand[2]), "=r"(second_operand[3]) : "r"(t_327) : "memory");
#line 69 "kernels/linear-attention/delta-prepare.ts"
    u32 second_large[4], second_small[4];
#line 69 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 69 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 4; ++r0) {
#line 69 "kernels/linear-attention/delta-prepare.ts"
      float t_328 = __uint_as_float(second_operand[r0]);
#line 69 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(second_large[r0]) : "f"(t_328));
#line 69 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(second_small[r0]) : "f"((t_328 - (__uint_as_float(second_large[r0])))));
    }
#line 69 "kernels/linear-attention/delta-prepare.ts"
    u32 t_329 = between + (((u32)(t_22 * 64)) + (((u32)(t_38 * 4)) ^ ((((u32)t_22) << 3u) & 48u)));
#line 69 "kernels/linear-attention/delta-prepare.ts"
    u32 between_operand[2];
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=r"(between_operand[0]) : "r"(t_329) : "memory");
#line 69 "kernels/linear-attention/delta-prepare.ts"
    int t_330 = t_22 + 4;
#line 69 "kernels/linear-attention/delta-prepare.ts"
    u32 t_331 = between + (((u32)(t_330 * 64)) + (((u32)(t_38 * 4)) ^ ((((u32)t_330) << 3u) & 48u)));
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=r"(between_operand[1]) : "r"(t_331) : "memory");
#line 69 "kernels/linear-attention/delta-prepare.ts"
    float t_332 = __uint_as_float(between_operand[0]);
#line 69 "kernels/linear-attention/delta-prepare.ts"
    u32 between_large[2];
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(between_large[0]) : "f"(t_332));
#line 69 "kernels/linear-attention/delta-prepare.ts"
    u32 between_small[2];
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(between_small[0]) : "f"((t_332 - (__uint_as_float(between_large[0])))));
#line 69 "kernels/linear-attention/delta-prepare.ts"
    float t_333 = __uint_as_float(between_operand[1]);
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(between_large[1]) : "f"(t_333));
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(between_small[1]) : "f"((t_333 - (__uint_as_float(between_large[1])))));
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product_2[0]), "+f"(product_2[1]), "+f"(product_2[2]), "+f"(product_2[3]) : "r"(second_small[0]), "r"(second_small[1]), "r"(second_small[2]), "r"(second_small[3]), "r"(between_large[0]), "r"(between_large[1]));
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product_2[0]), "+f"(product_2[1]), "+f"(product_2[2]), "+f"(product_2[3]) : "r"(second_large[0]), "r"(second_large[1]), "r"(second_large[2]), "r"(second_large[3]), "r"(between_small[0]), "r"(between_small[1]));
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product_2[0]), "+f"(product_2[1]), "+f"(product_2[2]), "+f"(product_2[3]) : "r"(second_large[0]), "r"(second_large[1]), "r"(second_large[2]), "r"(second_large[3]), "r"(between_large[0]), "r"(between_large[1]));
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(second_operand[0]), "=r"(second_operand[1]), "=r"(second_operand[2]), "=r"(second_operand[3]) : "r"((t_327 ^ 32u)) : "memory");
#line 69 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 69 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 4; ++r0) {
#line 69 "kernels/linear-attention/delta-prepare.ts"
      float t_334 = __uint_as_float(second_operand[r0]);
#line 69 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(second_large[r0]) : "f"(t_334));
#line 69 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(second_small[r0]) : "f"((t_334 - (__uint_as_float(second_large[r0])))));
    }
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=r"(between_operand[0]) : "r"(t_329 + 512) : "memory");
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=r"(between_operand[1]) : "r"(t_331 + 512) : "memory");
#line 69 "kernels/linear-attention/delta-prepare.ts"
    float t_335 = __uint_as_float(between_operand[0]);
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(between_large[0]) : "f"(t_335));
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(between_small[0]) : "f"((t_335 - (__uint_as_float(between_large[0])))));
#line 69 "kernels/linear-attention/delta-prepare.ts"
    float t_336 = __uint_as_float(between_operand[1]);
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(between_large[1]) : "f"(t_336));
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(between_small[1]) : "f"((t_336 - (__uint_as_float(between_large[1])))));
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product_2[0]), "+f"(product_2[1]), "+f"(product_2[2]), "+f"(product_2[3]) : "r"(second_small[0]), "r"(second_small[1]), "r"(second_small[2]), "r"(second_small[3]), "r"(between_large[0]), "r"(between_large[1]));
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product_2[0]), "+f"(product_2[1]), "+f"(product_2[2]), "+f"(product_2[3]) : "r"(second_large[0]), "r"(second_large[1]), "r"(second_large[2]), "r"(second_large[3]), "r"(between_small[0]), "r"(between_small[1]));
#line 69 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product_2[0]), "+f"(product_2[1]), "+f"(product_2[2]), "+f"(product_2[3]) : "r"(second_large[0]), "r"(second_large[1]), "r"(second_large[2]), "r"(second_large[3]), "r"(between_large[0]), "r"(between_large[1]));
    // copy(product, products)
#line 70 "kernels/linear-attention/delta-prepare.ts"
    u32 t_337 = products + (((u32)(t_39 * 64)) + (((u32)(t_40 * 4)) ^ ((((u32)t_39) << 3u) & 48u)));
#line 70 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_337), "f"(product_2[0]), "f"(product_2[1]) : "memory");
#line 70 "kernels/linear-attention/delta-prepare.ts"
    int t_338 = t_39 + 8;
#line 70 "kernels/linear-attention/delta-prepare.ts"
    u32 t_339 = products + (((u32)(t_338 * 64)) + (((u32)(t_40 * 4)) ^ ((((u32)t_338) << 3u) & 48u)));
#line 70 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.v2.b32 [%0], {%1, %2};" : : "r"(t_339), "f"(product_2[2]), "f"(product_2[3]) : "memory");
    __syncthreads();
#line 71 "kernels/linear-attention/delta-prepare.ts"
    // gemm(products, first, joined)
#line 71 "kernels/linear-attention/delta-prepare.ts"
    float joined[4];
#line 71 "kernels/linear-attention/delta-prepare.ts"
    joined[0] = 0.0f;
#line 71 "kernels/linear-attention/delta-prepare.ts"
    joined[1] = 0.0f;
#line 71 "kernels/linear-attention/delta-prepare.ts"
    joined[2] = 0.0f;
#line 71 "kernels/linear-attention/delta-prepare.ts"
    joined[3] = 0.0f;
#line 71 "kernels/linear-attention/delta-prepare.ts"
    u32 t_340 = products + t_37;
#line 71 "kernels/linear-attention/delta-prepare.ts"
    u32 products_operand[4];
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(products_operand[0]), "=r"(products_operand[1]), "=r"(products_operand[2]), "=r"(products_operand[3]) : "r"(t_340) : "memory");
#line 71 "kernels/linear-attention/delta-prepare.ts"
    u32 products_large[4], products_small[4];
#line 71 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 71 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 4; ++r0) {
#line 71 "kernels/linear-attention/delta-prepare.ts"
      float t_341 = __uint_as_float(products_operand[r0]);
#line 71 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(products_large[r0]) : "f"(t_341));
#line 71 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(products_small[r0]) : "f"((t_341 - (__uint_as_float(products_large[r0])))));
    }
#line 71 "kernels/linear-attention/delta-prepare.ts"
    u32 t_342 = first + (((u32)(t_22 * 64)) + (((u32)(t_38 * 4)) ^ ((((u32)t_22) << 3u) & 48u)));
#line 71 "kernels/linear-attention/delta-prepare.ts"
    u32 first_operand[2];
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=r"(first_operand[0]) : "r"(t_342) : "memory");
#line 71 "kernels/linear-attention/delta-prepare.ts"
    int t_343 = t_22 + 4;
#line 71 "kernels/linear-attention/delta-prepare.ts"
    u32 t_344 = first + (((u32)(t_343 * 64)) + (((u32)(t_38 * 4)) ^ ((((u32)t_343) << 3u) & 48u)));
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=r"(first_operand[1]) : "r"(t_344) : "memory");
#line 71 "kernels/linear-attention/delta-prepare.ts"
    float t_345 = __uint_as_float(first_operand[0]);
#line 71 "kernels/linear-attention/delta-prepare.ts"
    u32 first_large[2];
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(first_large[0]) : "f"(t_345));
#line 71 "kernels/linear-attention/delta-prepare.ts"
    u32 first_small[2];
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(first_small[0]) : "f"((t_345 - (__uint_as_float(first_large[0])))));
#line 71 "kernels/linear-attention/delta-prepare.ts"
    float t_346 = __uint_as_float(first_operand[1]);
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(first_large[1]) : "f"(t_346));
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(first_small[1]) : "f"((t_346 - (__uint_as_float(first_large[1])))));
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(joined[0]), "+f"(joined[1]), "+f"(joined[2]), "+f"(joined[3]) : "r"(products_small[0]), "r"(products_small[1]), "r"(products_small[2]), "r"(products_small[3]), "r"(first_large[0]), "r"(first_large[1]));
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(joined[0]), "+f"(joined[1]), "+f"(joined[2]), "+f"(joined[3]) : "r"(products_large[0]), "r"(products_large[1]), "r"(products_large[2]), "r"(products_large[3]), "r"(first_small[0]), "r"(first_small[1]));
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(joined[0]), "+f"(joined[1]), "+f"(joined[2]), "+f"(joined[3]) : "r"(products_large[0]), "r"(products_large[1]), "r"(products_large[2]), "r"(products_large[3]), "r"(first_large[0]), "r"(first_large[1]));
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(products_operand[0]), "=r"(products_operand[1]), "=r"(products_operand[2]), "=r"(products_operand[3]) : "r"((t_340 ^ 32u)) : "memory");
#line 71 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 71 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 4; ++r0) {
#line 71 "kernels/linear-attention/delta-prepare.ts"
      float t_347 = __uint_as_float(products_operand[r0]);
#line 71 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(products_large[r0]) : "f"(t_347));
#line 71 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(products_small[r0]) : "f"((t_347 - (__uint_as_float(products_large[r0])))));
    }
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=r"(first_operand[0]) : "r"(t_342 + 512) : "memory");
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=r"(first_operand[1]) : "r"(t_344 + 512) : "memory");
#line 71 "kernels/linear-attention/delta-prepare.ts"
    float t_348 = __uint_as_float(first_operand[0]);
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(first_large[0]) : "f"(t_348));
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(first_small[0]) : "f"((t_348 - (__uint_as_float(first_large[0])))));
#line 71 "kernels/linear-attention/delta-prepare.ts"
    float t_349 = __uint_as_float(first_operand[1]);
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(first_large[1]) : "f"(t_349));
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(first_small[1]) : "f"((t_349 - (__uint_as_float(first_large[1])))));
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(joined[0]), "+f"(joined[1]), "+f"(joined[2]), "+f"(joined[3]) : "r"(products_small[0]), "r"(products_small[1]), "r"(products_small[2]), "r"(products_small[3]), "r"(first_large[0]), "r"(first_large[1]));
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(joined[0]), "+f"(joined[1]), "+f"(joined[2]), "+f"(joined[3]) : "r"(products_large[0]), "r"(products_large[1]), "r"(products_large[2]), "r"(products_large[3]), "r"(first_small[0]), "r"(first_small[1]));
#line 71 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(joined[0]), "+f"(joined[1]), "+f"(joined[2]), "+f"(joined[3]) : "r"(products_large[0]), "r"(products_large[1]), "r"(products_large[2]), "r"(products_large[3]), "r"(first_large[0]), "r"(first_large[1]));
    int t_350 = t_39 + 16;
#line 72 "kernels/linear-attention/delta-prepare.ts"
    u32 t_351 = inverse + (((u32)(t_350 * 128)) + (((u32)(t_40 * 4)) ^ ((((u32)t_350) << 4u) & 112u)));
#line 72 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_351), "f"((-(joined[0]))) : "memory");
#line 72 "kernels/linear-attention/delta-prepare.ts"
    int t_352 = t_40 + 1;
#line 72 "kernels/linear-attention/delta-prepare.ts"
    u32 t_353 = inverse + (((u32)(t_350 * 128)) + (((u32)(t_352 * 4)) ^ ((((u32)t_350) << 4u) & 112u)));
#line 72 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_353), "f"((-(joined[1]))) : "memory");
#line 72 "kernels/linear-attention/delta-prepare.ts"
    int t_354 = t_39 + 24;
#line 72 "kernels/linear-attention/delta-prepare.ts"
    u32 t_355 = inverse + (((u32)(t_354 * 128)) + (((u32)(t_40 * 4)) ^ ((((u32)t_354) << 4u) & 112u)));
#line 72 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_355), "f"((-(joined[2]))) : "memory");
#line 72 "kernels/linear-attention/delta-prepare.ts"
    u32 t_356 = inverse + (((u32)(t_354 * 128)) + (((u32)(t_352 * 4)) ^ ((((u32)t_354) << 4u) & 112u)));
#line 72 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("st.shared.b32 [%0], %1;" : : "r"(t_356), "f"((-(joined[3]))) : "memory");
#line 167 "kernels/linear-attention/delta-prepare.ts"
    __syncthreads();
#line 167 "kernels/linear-attention/delta-prepare.ts"
    // gemm(scores, inverse, product)
#line 167 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 167 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 16; ++r0) {
#line 167 "kernels/linear-attention/delta-prepare.ts"
      product[r0] = 0.0f;
    }
#line 167 "kernels/linear-attention/delta-prepare.ts"
    u32 t_357 = scores + t_41;
#line 167 "kernels/linear-attention/delta-prepare.ts"
    u32 scores_operand[8];
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(scores_operand[0]), "=r"(scores_operand[1]), "=r"(scores_operand[2]), "=r"(scores_operand[3]) : "r"(t_357) : "memory");
#line 167 "kernels/linear-attention/delta-prepare.ts"
    u32 scores_large[8], scores_small[8];
#line 167 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 167 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 4; ++r0) {
#line 167 "kernels/linear-attention/delta-prepare.ts"
      float t_358 = __uint_as_float(scores_operand[r0]);
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(scores_large[r0]) : "f"(t_358));
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(scores_small[r0]) : "f"((t_358 - (__uint_as_float(scores_large[r0])))));
    }
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(scores_operand[4]), "=r"(scores_operand[5]), "=r"(scores_operand[6]), "=r"(scores_operand[7]) : "r"(t_357 + 2048) : "memory");
#line 167 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 167 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 4; ++r0) {
#line 167 "kernels/linear-attention/delta-prepare.ts"
      float t_359 = __uint_as_float(scores_operand[r0 + 4]);
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(scores_large[r0 + 4]) : "f"(t_359));
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(scores_small[r0 + 4]) : "f"((t_359 - (__uint_as_float(scores_large[r0 + 4])))));
    }
#line 167 "kernels/linear-attention/delta-prepare.ts"
    u32 t_360 = inverse + (((u32)(t_22 * 128)) + (((u32)(t_25 * 4)) ^ ((((u32)t_22) << 4u) & 112u)));
#line 167 "kernels/linear-attention/delta-prepare.ts"
    u32 inverse_operand[4];
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=r"(inverse_operand[0]) : "r"(t_360) : "memory");
#line 167 "kernels/linear-attention/delta-prepare.ts"
    int t_361 = t_22 + 4;
#line 167 "kernels/linear-attention/delta-prepare.ts"
    u32 t_362 = inverse + (((u32)(t_361 * 128)) + (((u32)(t_25 * 4)) ^ ((((u32)t_361) << 4u) & 112u)));
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=r"(inverse_operand[1]) : "r"(t_362) : "memory");
#line 167 "kernels/linear-attention/delta-prepare.ts"
    u32 t_363 = inverse + (((u32)(t_22 * 128)) + (((u32)((t_25 + 8) * 4)) ^ ((((u32)t_22) << 4u) & 112u)));
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=r"(inverse_operand[2]) : "r"(t_363) : "memory");
#line 167 "kernels/linear-attention/delta-prepare.ts"
    int t_364 = t_22 + 4;
#line 167 "kernels/linear-attention/delta-prepare.ts"
    u32 t_365 = inverse + (((u32)(t_364 * 128)) + (((u32)((t_25 + 8) * 4)) ^ ((((u32)t_364) << 4u) & 112u)));
#line 167 "kernels/linear-attention/delta-prepare.ts"
    u32 inverse_large[4], inverse_small[4];
#line 167 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 167 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 3; ++r0) {
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(inverse_operand[3]) : "r"(t_365 + (1024 * r0)) : "memory");
#line 167 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 167 "kernels/linear-attention/delta-prepare.ts"
      for (int r1 = 0; r1 < 4; ++r1) {
#line 167 "kernels/linear-attention/delta-prepare.ts"
        float t_366 = __uint_as_float(inverse_operand[r1]);
#line 167 "kernels/linear-attention/delta-prepare.ts"
        asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(inverse_large[r1]) : "f"(t_366));
#line 167 "kernels/linear-attention/delta-prepare.ts"
        asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(inverse_small[r1]) : "f"((t_366 - (__uint_as_float(inverse_large[r1])))));
      }
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[0]), "+f"(product[1]), "+f"(product[2]), "+f"(product[3]) : "r"(scores_small[0]), "r"(scores_small[1]), "r"(scores_small[2]), "r"(scores_small[3]), "r"(inverse_large[0]), "r"(inverse_large[1]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[0]), "+f"(product[1]), "+f"(product[2]), "+f"(product[3]) : "r"(scores_large[0]), "r"(scores_large[1]), "r"(scores_large[2]), "r"(scores_large[3]), "r"(inverse_small[0]), "r"(inverse_small[1]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[0]), "+f"(product[1]), "+f"(product[2]), "+f"(product[3]) : "r"(scores_large[0]), "r"(scores_large[1]), "r"(scores_large[2]), "r"(scores_large[3]), "r"(inverse_large[0]), "r"(inverse_large[1]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[4]), "+f"(product[5]), "+f"(product[6]), "+f"(product[7]) : "r"(scores_small[0]), "r"(scores_small[1]), "r"(scores_small[2]), "r"(scores_small[3]), "r"(inverse_large[2]), "r"(inverse_large[3]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[4]), "+f"(product[5]), "+f"(product[6]), "+f"(product[7]) : "r"(scores_large[0]), "r"(scores_large[1]), "r"(scores_large[2]), "r"(scores_large[3]), "r"(inverse_small[2]), "r"(inverse_small[3]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[4]), "+f"(product[5]), "+f"(product[6]), "+f"(product[7]) : "r"(scores_large[0]), "r"(scores_large[1]), "r"(scores_large[2]), "r"(scores_large[3]), "r"(inverse_large[2]), "r"(inverse_large[3]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[8]), "+f"(product[9]), "+f"(product[10]), "+f"(product[11]) : "r"(scores_small[4]), "r"(scores_small[5]), "r"(scores_small[6]), "r"(scores_small[7]), "r"(inverse_large[0]), "r"(inverse_large[1]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[8]), "+f"(product[9]), "+f"(product[10]), "+f"(product[11]) : "r"(scores_large[4]), "r"(scores_large[5]), "r"(scores_large[6]), "r"(scores_large[7]), "r"(inverse_small[0]), "r"(inverse_small[1]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[8]), "+f"(product[9]), "+f"(product[10]), "+f"(product[11]) : "r"(scores_large[4]), "r"(scores_large[5]), "r"(scores_large[6]), "r"(scores_large[7]), "r"(inverse_large[0]), "r"(inverse_large[1]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[12]), "+f"(product[13]), "+f"(product[14]), "+f"(product[15]) : "r"(scores_small[4]), "r"(scores_small[5]), "r"(scores_small[6]), "r"(scores_small[7]), "r"(inverse_large[2]), "r"(inverse_large[3]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[12]), "+f"(product[13]), "+f"(product[14]), "+f"(product[15]) : "r"(scores_large[4]), "r"(scores_large[5]), "r"(scores_large[6]), "r"(scores_large[7]), "r"(inverse_small[2]), "r"(inverse_small[3]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[12]), "+f"(product[13]), "+f"(product[14]), "+f"(product[15]) : "r"(scores_large[4]), "r"(scores_large[5]), "r"(scores_large[6]), "r"(scores_large[7]), "r"(inverse_large[2]), "r"(inverse_large[3]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
      u32 t_367 = t_357 ^ (u32)(32 * r0 + 32);
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(scores_operand[0]), "=r"(scores_operand[1]), "=r"(scores_operand[2]), "=r"(scores_operand[3]) : "r"(t_367) : "memory");
#line 167 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 167 "kernels/linear-attention/delta-prepare.ts"
      for (int r1 = 0; r1 < 4; ++r1) {
#line 167 "kernels/linear-attention/delta-prepare.ts"
        float t_368 = __uint_as_float(scores_operand[r1]);
#line 167 "kernels/linear-attention/delta-prepare.ts"
        asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(scores_large[r1]) : "f"(t_368));
#line 167 "kernels/linear-attention/delta-prepare.ts"
        asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(scores_small[r1]) : "f"((t_368 - (__uint_as_float(scores_large[r1])))));
      }
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];" : "=r"(scores_operand[4]), "=r"(scores_operand[5]), "=r"(scores_operand[6]), "=r"(scores_operand[7]) : "r"(t_367 + 2048) : "memory");
#line 167 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 167 "kernels/linear-attention/delta-prepare.ts"
      for (int r1 = 0; r1 < 4; ++r1) {
#line 167 "kernels/linear-attention/delta-prepare.ts"
        float t_369 = __uint_as_float(scores_operand[r1 + 4]);
#line 167 "kernels/linear-attention/delta-prepare.ts"
        asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(scores_large[r1 + 4]) : "f"(t_369));
#line 167 "kernels/linear-attention/delta-prepare.ts"
        asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(scores_small[r1 + 4]) : "f"((t_369 - (__uint_as_float(scores_large[r1 + 4])))));
      }
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(inverse_operand[0]) : "r"(t_360 + (1024 * r0 + 1024)) : "memory");
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(inverse_operand[1]) : "r"(t_362 + (1024 * r0 + 1024)) : "memory");
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=r"(inverse_operand[2]) : "r"(t_363 + (1024 * r0 + 1024)) : "memory");
    }
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.b32 %0, [%1];" : "=r"(inverse_operand[3]) : "r"(t_365 + 3072) : "memory");
#line 167 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 167 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 4; ++r0) {
#line 167 "kernels/linear-attention/delta-prepare.ts"
      float t_370 = __uint_as_float(inverse_operand[r0]);
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(inverse_large[r0]) : "f"(t_370));
#line 167 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(inverse_small[r0]) : "f"((t_370 - (__uint_as_float(inverse_large[r0])))));
    }
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[0]), "+f"(product[1]), "+f"(product[2]), "+f"(product[3]) : "r"(scores_small[0]), "r"(scores_small[1]), "r"(scores_small[2]), "r"(scores_small[3]), "r"(inverse_large[0]), "r"(inverse_large[1]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[0]), "+f"(product[1]), "+f"(product[2]), "+f"(product[3]) : "r"(scores_large[0]), "r"(scores_large[1]), "r"(scores_large[2]), "r"(scores_large[3]), "r"(inverse_small[0]), "r"(inverse_small[1]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[0]), "+f"(product[1]), "+f"(product[2]), "+f"(product[3]) : "r"(scores_large[0]), "r"(scores_large[1]), "r"(scores_large[2]), "r"(scores_large[3]), "r"(inverse_large[0]), "r"(inverse_large[1]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[4]), "+f"(product[5]), "+f"(product[6]), "+f"(product[7]) : "r"(scores_small[0]), "r"(scores_small[1]), "r"(scores_small[2]), "r"(scores_small[3]), "r"(inverse_large[2]), "r"(inverse_large[3]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[4]), "+f"(product[5]), "+f"(product[6]), "+f"(product[7]) : "r"(scores_large[0]), "r"(scores_large[1]), "r"(scores_large[2]), "r"(scores_large[3]), "r"(inverse_small[2]), "r"(inverse_small[3]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[4]), "+f"(product[5]), "+f"(product[6]), "+f"(product[7]) : "r"(scores_large[0]), "r"(scores_large[1]), "r"(scores_large[2]), "r"(scores_large[3]), "r"(inverse_large[2]), "r"(inverse_large[3]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[8]), "+f"(product[9]), "+f"(product[10]), "+f"(product[11]) : "r"(scores_small[4]), "r"(scores_small[5]), "r"(scores_small[6]), "r"(scores_small[7]), "r"(inverse_large[0]), "r"(inverse_large[1]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[8]), "+f"(product[9]), "+f"(product[10]), "+f"(product[11]) : "r"(scores_large[4]), "r"(scores_large[5]), "r"(scores_large[6]), "r"(scores_large[7]), "r"(inverse_small[0]), "r"(inverse_small[1]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[8]), "+f"(product[9]), "+f"(product[10]), "+f"(product[11]) : "r"(scores_large[4]), "r"(scores_large[5]), "r"(scores_large[6]), "r"(scores_large[7]), "r"(inverse_large[0]), "r"(inverse_large[1]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[12]), "+f"(product[13]), "+f"(product[14]), "+f"(product[15]) : "r"(scores_small[4]), "r"(scores_small[5]), "r"(scores_small[6]), "r"(scores_small[7]), "r"(inverse_large[2]), "r"(inverse_large[3]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[12]), "+f"(product[13]), "+f"(product[14]), "+f"(product[15]) : "r"(scores_large[4]), "r"(scores_large[5]), "r"(scores_large[6]), "r"(scores_large[7]), "r"(inverse_small[2]), "r"(inverse_small[3]));
#line 167 "kernels/linear-attention/delta-prepare.ts"
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};" : "+f"(product[12]), "+f"(product[13]), "+f"(product[14]), "+f"(product[15]) : "r"(scores_large[4]), "r"(scores_large[5]), "r"(scores_large[6]), "r"(scores_large[7]), "r"(inverse_large[2]), "r"(inverse_large[3]));
    float chosen_18;
#line 168 "kernels/linear-attention/delta-prepare.ts"
    if (t_27 < t_26) {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      float t_371;
#line 168 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_371) : "r"((betaTile + ((u32)(t_27 * 4)))) : "memory");
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_18 = product[0] * t_371;
    } else {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_18 = 0.0f;
    }
#line 168 "kernels/linear-attention/delta-prepare.ts"
    product[0] = chosen_18;
#line 168 "kernels/linear-attention/delta-prepare.ts"
    float chosen_19;
#line 168 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 1) < t_26) {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      float t_372;
#line 168 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_372) : "r"((betaTile + ((u32)((t_27 + 1) * 4)))) : "memory");
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_19 = product[1] * t_372;
    } else {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_19 = 0.0f;
    }
#line 168 "kernels/linear-attention/delta-prepare.ts"
    product[1] = chosen_19;
#line 168 "kernels/linear-attention/delta-prepare.ts"
    float chosen_20;
#line 168 "kernels/linear-attention/delta-prepare.ts"
    if (t_27 < (t_26 + 8)) {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      float t_373;
#line 168 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_373) : "r"((betaTile + ((u32)(t_27 * 4)))) : "memory");
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_20 = product[2] * t_373;
    } else {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_20 = 0.0f;
    }
#line 168 "kernels/linear-attention/delta-prepare.ts"
    product[2] = chosen_20;
#line 168 "kernels/linear-attention/delta-prepare.ts"
    float chosen_21;
#line 168 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 1) < (t_26 + 8)) {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      float t_374;
#line 168 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_374) : "r"((betaTile + ((u32)((t_27 + 1) * 4)))) : "memory");
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_21 = product[3] * t_374;
    } else {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_21 = 0.0f;
    }
#line 168 "kernels/linear-attention/delta-prepare.ts"
    product[3] = chosen_21;
#line 168 "kernels/linear-attention/delta-prepare.ts"
    float chosen_22;
#line 168 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 8) < t_26) {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      float t_375;
#line 168 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_375) : "r"((betaTile + ((u32)((t_27 + 8) * 4)))) : "memory");
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_22 = product[4] * t_375;
    } else {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_22 = 0.0f;
    }
#line 168 "kernels/linear-attention/delta-prepare.ts"
    product[4] = chosen_22;
#line 168 "kernels/linear-attention/delta-prepare.ts"
    float chosen_23;
#line 168 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 9) < t_26) {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      float t_376;
#line 168 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_376) : "r"((betaTile + ((u32)((t_27 + 9) * 4)))) : "memory");
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_23 = product[5] * t_376;
    } else {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_23 = 0.0f;
    }
#line 168 "kernels/linear-attention/delta-prepare.ts"
    product[5] = chosen_23;
#line 168 "kernels/linear-attention/delta-prepare.ts"
    float chosen_24;
#line 168 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 8) < (t_26 + 8)) {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      float t_377;
#line 168 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_377) : "r"((betaTile + ((u32)((t_27 + 8) * 4)))) : "memory");
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_24 = product[6] * t_377;
    } else {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_24 = 0.0f;
    }
#line 168 "kernels/linear-attention/delta-prepare.ts"
    product[6] = chosen_24;
#line 168 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 168 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 2; ++r0) {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      float chosen_25;
#line 168 "kernels/linear-attention/delta-prepare.ts"
      if ((t_27 + (-8 * r0 + 9)) < (t_26 + (8 * r0 + 8))) {
#line 168 "kernels/linear-attention/delta-prepare.ts"
        float t_378;
#line 168 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_378) : "r"((betaTile + ((u32)((t_27 + (-8 * r0 + 9)) * 4)))) : "memory");
#line 168 "kernels/linear-attention/delta-prepare.ts"
        chosen_25 = product[2 * r0 + 7] * t_378;
      } else {
#line 168 "kernels/linear-attention/delta-prepare.ts"
        chosen_25 = 0.0f;
      }
#line 168 "kernels/linear-attention/delta-prepare.ts"
      product[2 * r0 + 7] = chosen_25;
#line 168 "kernels/linear-attention/delta-prepare.ts"
      float chosen_26;
#line 168 "kernels/linear-attention/delta-prepare.ts"
      if (t_27 < (t_26 + (8 * r0 + 16))) {
#line 168 "kernels/linear-attention/delta-prepare.ts"
        float t_379;
#line 168 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_379) : "r"((betaTile + ((u32)(t_27 * 4)))) : "memory");
#line 168 "kernels/linear-attention/delta-prepare.ts"
        chosen_26 = product[2 * r0 + 8] * t_379;
      } else {
#line 168 "kernels/linear-attention/delta-prepare.ts"
        chosen_26 = 0.0f;
      }
#line 168 "kernels/linear-attention/delta-prepare.ts"
      product[2 * r0 + 8] = chosen_26;
    }
#line 168 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 168 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 2; ++r0) {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      float chosen_27;
#line 168 "kernels/linear-attention/delta-prepare.ts"
      if ((t_27 + (8 * r0 + 1)) < (t_26 + (-8 * r0 + 24))) {
#line 168 "kernels/linear-attention/delta-prepare.ts"
        float t_380;
#line 168 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_380) : "r"((betaTile + ((u32)((t_27 + (8 * r0 + 1)) * 4)))) : "memory");
#line 168 "kernels/linear-attention/delta-prepare.ts"
        chosen_27 = product[2 * r0 + 11] * t_380;
      } else {
#line 168 "kernels/linear-attention/delta-prepare.ts"
        chosen_27 = 0.0f;
      }
#line 168 "kernels/linear-attention/delta-prepare.ts"
      product[2 * r0 + 11] = chosen_27;
#line 168 "kernels/linear-attention/delta-prepare.ts"
      float chosen_28;
#line 168 "kernels/linear-attention/delta-prepare.ts"
      if ((t_27 + 8) < (t_26 + (8 * r0 + 16))) {
#line 168 "kernels/linear-attention/delta-prepare.ts"
        float t_381;
#line 168 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_381) : "r"((betaTile + ((u32)((t_27 + 8) * 4)))) : "memory");
#line 168 "kernels/linear-attention/delta-prepare.ts"
        chosen_28 = product[2 * r0 + 12] * t_381;
      } else {
#line 168 "kernels/linear-attention/delta-prepare.ts"
        chosen_28 = 0.0f;
      }
#line 168 "kernels/linear-attention/delta-prepare.ts"
      product[2 * r0 + 12] = chosen_28;
    }
#line 168 "kernels/linear-attention/delta-prepare.ts"
    float chosen_29;
#line 168 "kernels/linear-attention/delta-prepare.ts"
    if ((t_27 + 9) < (t_26 + 24)) {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      float t_382;
#line 168 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("ld.shared.b32 %0, [%1];" : "=f"(t_382) : "r"((betaTile + ((u32)((t_27 + 9) * 4)))) : "memory");
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_29 = product[15] * t_382;
    } else {
#line 168 "kernels/linear-attention/delta-prepare.ts"
      chosen_29 = 0.0f;
    }
#line 168 "kernels/linear-attention/delta-prepare.ts"
    product[15] = chosen_29;
    // convert(product, rounded)
#line 169 "kernels/linear-attention/delta-prepare.ts"
    u32 rounded[8];
#line 169 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 169 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 8; ++r0) {
#line 169 "kernels/linear-attention/delta-prepare.ts"
      u32 t_383;
#line 169 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_383) : "f"(product[2 * r0]), "f"(product[2 * r0 + 1]));
#line 169 "kernels/linear-attention/delta-prepare.ts"
      rounded[r0] = t_383;
    }
#line 170 "kernels/linear-attention/delta-prepare.ts"
    // copy(rounded, weights[32, 32])
#line 170 "kernels/linear-attention/delta-prepare.ts"
    int t_384 = weights_extent1 - top;
#line 170 "kernels/linear-attention/delta-prepare.ts"
    i64 t_385 = (i64)weights + ((((((i64)sequence) * weights_stride0) + (((i64)top) * weights_stride1)) + (((i64)head) * weights_stride2)) * 2ll);
#line 170 "kernels/linear-attention/delta-prepare.ts"
    if (t_384 >= 32) {
#line 170 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_385 + ((i64)((t_26 * t_42) + (t_27 * 2))))), "r"(rounded[0]) : "memory");
#line 170 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_385 + ((i64)(((t_26 + 8) * t_42) + (t_27 * 2))))), "r"(rounded[1]) : "memory");
#line 170 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_385 + ((i64)((t_26 * t_42) + ((t_27 + 8) * 2))))), "r"(rounded[2]) : "memory");
#line 170 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_385 + ((i64)(((t_26 + 8) * t_42) + ((t_27 + 8) * 2))))), "r"(rounded[3]) : "memory");
#line 170 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_385 + ((i64)(((t_26 + 16) * t_42) + (t_27 * 2))))), "r"(rounded[4]) : "memory");
#line 170 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_385 + ((i64)(((t_26 + 24) * t_42) + (t_27 * 2))))), "r"(rounded[5]) : "memory");
#line 170 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_385 + ((i64)(((t_26 + 16) * t_42) + ((t_27 + 8) * 2))))), "r"(rounded[6]) : "memory");
#line 170 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_385 + ((i64)(((t_26 + 24) * t_42) + ((t_27 + 8) * 2))))), "r"(rounded[7]) : "memory");
    } else {
#line 170 "kernels/linear-attention/delta-prepare.ts"
      i64 t_386 = t_385 + ((i64)((t_26 * t_42) + (t_27 * 2)));
#line 170 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 1) <= t_384) {
#line 170 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_386), "r"(rounded[0]) : "memory");
      }
#line 170 "kernels/linear-attention/delta-prepare.ts"
      i64 t_387 = t_385 + ((i64)(((t_26 + 8) * t_42) + (t_27 * 2)));
#line 170 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 9) <= t_384) {
#line 170 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_387), "r"(rounded[1]) : "memory");
      }
#line 170 "kernels/linear-attention/delta-prepare.ts"
      i64 t_388 = t_385 + ((i64)((t_26 * t_42) + ((t_27 + 8) * 2)));
#line 170 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 1) <= t_384) {
#line 170 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_388), "r"(rounded[2]) : "memory");
      }
#line 170 "kernels/linear-attention/delta-prepare.ts"
      i64 t_389 = t_385 + ((i64)(((t_26 + 8) * t_42) + ((t_27 + 8) * 2)));
#line 170 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 9) <= t_384) {
#line 170 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_389), "r"(rounded[3]) : "memory");
      }
#line 170 "kernels/linear-attention/delta-prepare.ts"
      i64 t_390 = t_385 + ((i64)(((t_26 + 16) * t_42) + (t_27 * 2)));
#line 170 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 17) <= t_384) {
#line 170 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_390), "r"(rounded[4]) : "memory");
      }
#line 170 "kernels/linear-attention/delta-prepare.ts"
      i64 t_391 = t_385 + ((i64)(((t_26 + 24) * t_42) + (t_27 * 2)));
#line 170 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 25) <= t_384) {
#line 170 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_391), "r"(rounded[5]) : "memory");
      }
#line 170 "kernels/linear-attention/delta-prepare.ts"
      i64 t_392 = t_385 + ((i64)(((t_26 + 16) * t_42) + ((t_27 + 8) * 2)));
#line 170 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 17) <= t_384) {
#line 170 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_392), "r"(rounded[6]) : "memory");
      }
#line 170 "kernels/linear-attention/delta-prepare.ts"
      i64 t_393 = t_385 + ((i64)(((t_26 + 24) * t_42) + ((t_27 + 8) * 2)));
#line 170 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 25) <= t_384) {
#line 170 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_393), "r"(rounded[7]) : "memory");
      }
    }
#line 172 "kernels/linear-attention/delta-prepare.ts"
    // copy(inverse, product)
#line 172 "kernels/linear-attention/delta-prepare.ts"
    u32 t_394 = inverse + (((u32)(t_26 * 128)) + (((u32)(t_27 * 4)) ^ ((((u32)t_26) << 4u) & 112u)));
#line 172 "kernels/linear-attention/delta-prepare.ts"
    float loaded_21, loaded_22;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_21), "=f"(loaded_22) : "r"(t_394) : "memory");
#line 172 "kernels/linear-attention/delta-prepare.ts"
    int t_395 = t_26 + 8;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    u32 t_396 = inverse + (((u32)(t_395 * 128)) + (((u32)(t_27 * 4)) ^ ((((u32)t_395) << 4u) & 112u)));
#line 172 "kernels/linear-attention/delta-prepare.ts"
    float loaded_23, loaded_24;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_23), "=f"(loaded_24) : "r"(t_396) : "memory");
#line 172 "kernels/linear-attention/delta-prepare.ts"
    u32 t_397 = inverse + (((u32)(t_26 * 128)) + (((u32)((t_27 + 8) * 4)) ^ ((((u32)t_26) << 4u) & 112u)));
#line 172 "kernels/linear-attention/delta-prepare.ts"
    float loaded_25, loaded_26;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_25), "=f"(loaded_26) : "r"(t_397) : "memory");
#line 172 "kernels/linear-attention/delta-prepare.ts"
    int t_398 = t_26 + 8;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    u32 t_399 = inverse + (((u32)(t_398 * 128)) + (((u32)((t_27 + 8) * 4)) ^ ((((u32)t_398) << 4u) & 112u)));
#line 172 "kernels/linear-attention/delta-prepare.ts"
    float loaded_27, loaded_28;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_27), "=f"(loaded_28) : "r"(t_399) : "memory");
#line 172 "kernels/linear-attention/delta-prepare.ts"
    int t_400 = t_26 + 16;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    u32 t_401 = inverse + (((u32)(t_400 * 128)) + (((u32)(t_27 * 4)) ^ ((((u32)t_400) << 4u) & 112u)));
#line 172 "kernels/linear-attention/delta-prepare.ts"
    float loaded_29, loaded_30;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_29), "=f"(loaded_30) : "r"(t_401) : "memory");
#line 172 "kernels/linear-attention/delta-prepare.ts"
    int t_402 = t_26 + 24;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    u32 t_403 = inverse + (((u32)(t_402 * 128)) + (((u32)(t_27 * 4)) ^ ((((u32)t_402) << 4u) & 112u)));
#line 172 "kernels/linear-attention/delta-prepare.ts"
    float loaded_31, loaded_32;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_31), "=f"(loaded_32) : "r"(t_403) : "memory");
#line 172 "kernels/linear-attention/delta-prepare.ts"
    int t_404 = t_26 + 16;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    u32 t_405 = inverse + (((u32)(t_404 * 128)) + (((u32)((t_27 + 8) * 4)) ^ ((((u32)t_404) << 4u) & 112u)));
#line 172 "kernels/linear-attention/delta-prepare.ts"
    float loaded_33, loaded_34;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_33), "=f"(loaded_34) : "r"(t_405) : "memory");
#line 172 "kernels/linear-attention/delta-prepare.ts"
    int t_406 = t_26 + 24;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    u32 t_407 = inverse + (((u32)(t_406 * 128)) + (((u32)((t_27 + 8) * 4)) ^ ((((u32)t_406) << 4u) & 112u)));
#line 172 "kernels/linear-attention/delta-prepare.ts"
    float loaded_35, loaded_36;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_35), "=f"(loaded_36) : "r"(t_407) : "memory");
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[0] = loaded_21;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[1] = loaded_22;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[2] = loaded_23;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[3] = loaded_24;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[4] = loaded_25;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[5] = loaded_26;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[6] = loaded_27;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[7] = loaded_28;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[8] = loaded_29;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[9] = loaded_30;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[10] = loaded_31;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[11] = loaded_32;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[12] = loaded_33;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[13] = loaded_34;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[14] = loaded_35;
#line 172 "kernels/linear-attention/delta-prepare.ts"
    product[15] = loaded_36;
    float loaded_37, loaded_38;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_37), "=f"(loaded_38) : "r"((betaTile + ((u32)(t_27 * 4)))) : "memory");
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[0] = product[0] * loaded_37;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[1] = product[1] * loaded_38;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[2] = product[2] * loaded_37;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[3] = product[3] * loaded_38;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    float loaded_39, loaded_40;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    asm volatile("ld.shared.v2.b32 {%0, %1}, [%2];" : "=f"(loaded_39), "=f"(loaded_40) : "r"((betaTile + ((u32)((t_27 + 8) * 4)))) : "memory");
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[4] = product[4] * loaded_39;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[5] = product[5] * loaded_40;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[6] = product[6] * loaded_39;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[7] = product[7] * loaded_40;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[8] = product[8] * loaded_37;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[9] = product[9] * loaded_38;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[10] = product[10] * loaded_37;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[11] = product[11] * loaded_38;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[12] = product[12] * loaded_39;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[13] = product[13] * loaded_40;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[14] = product[14] * loaded_39;
#line 173 "kernels/linear-attention/delta-prepare.ts"
    product[15] = product[15] * loaded_40;
    // convert(product, rounded)
#line 174 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 174 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 8; ++r0) {
#line 174 "kernels/linear-attention/delta-prepare.ts"
      u32 t_408;
#line 174 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(t_408) : "f"(product[2 * r0]), "f"(product[2 * r0 + 1]));
#line 174 "kernels/linear-attention/delta-prepare.ts"
      rounded[r0] = t_408;
    }
#line 175 "kernels/linear-attention/delta-prepare.ts"
    // copy(rounded, writes[32, 32])
#line 175 "kernels/linear-attention/delta-prepare.ts"
    int t_409 = writes_extent1 - top;
#line 175 "kernels/linear-attention/delta-prepare.ts"
    i64 t_410 = (i64)writes + ((((((i64)sequence) * writes_stride0) + (((i64)top) * writes_stride1)) + (((i64)head) * writes_stride2)) * 2ll);
#line 175 "kernels/linear-attention/delta-prepare.ts"
    if (t_409 >= 32) {
#line 175 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_410 + ((i64)((t_26 * t_43) + (t_27 * 2))))), "r"(rounded[0]) : "memory");
#line 175 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_410 + ((i64)(((t_26 + 8) * t_43) + (t_27 * 2))))), "r"(rounded[1]) : "memory");
#line 175 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_410 + ((i64)((t_26 * t_43) + ((t_27 + 8) * 2))))), "r"(rounded[2]) : "memory");
#line 175 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_410 + ((i64)(((t_26 + 8) * t_43) + ((t_27 + 8) * 2))))), "r"(rounded[3]) : "memory");
#line 175 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_410 + ((i64)(((t_26 + 16) * t_43) + (t_27 * 2))))), "r"(rounded[4]) : "memory");
#line 175 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_410 + ((i64)(((t_26 + 24) * t_43) + (t_27 * 2))))), "r"(rounded[5]) : "memory");
#line 175 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_410 + ((i64)(((t_26 + 16) * t_43) + ((t_27 + 8) * 2))))), "r"(rounded[6]) : "memory");
#line 175 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_410 + ((i64)(((t_26 + 24) * t_43) + ((t_27 + 8) * 2))))), "r"(rounded[7]) : "memory");
    } else {
#line 175 "kernels/linear-attention/delta-prepare.ts"
      i64 t_411 = t_410 + ((i64)((t_26 * t_43) + (t_27 * 2)));
#line 175 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 1) <= t_409) {
#line 175 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_411), "r"(rounded[0]) : "memory");
      }
#line 175 "kernels/linear-attention/delta-prepare.ts"
      i64 t_412 = t_410 + ((i64)(((t_26 + 8) * t_43) + (t_27 * 2)));
#line 175 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 9) <= t_409) {
#line 175 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_412), "r"(rounded[1]) : "memory");
      }
#line 175 "kernels/linear-attention/delta-prepare.ts"
      i64 t_413 = t_410 + ((i64)((t_26 * t_43) + ((t_27 + 8) * 2)));
#line 175 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 1) <= t_409) {
#line 175 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_413), "r"(rounded[2]) : "memory");
      }
#line 175 "kernels/linear-attention/delta-prepare.ts"
      i64 t_414 = t_410 + ((i64)(((t_26 + 8) * t_43) + ((t_27 + 8) * 2)));
#line 175 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 9) <= t_409) {
#line 175 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_414), "r"(rounded[3]) : "memory");
      }
#line 175 "kernels/linear-attention/delta-prepare.ts"
      i64 t_415 = t_410 + ((i64)(((t_26 + 16) * t_43) + (t_27 * 2)));
#line 175 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 17) <= t_409) {
#line 175 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_415), "r"(rounded[4]) : "memory");
      }
#line 175 "kernels/linear-attention/delta-prepare.ts"
      i64 t_416 = t_410 + ((i64)(((t_26 + 24) * t_43) + (t_27 * 2)));
#line 175 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 25) <= t_409) {
#line 175 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_416), "r"(rounded[5]) : "memory");
      }
#line 175 "kernels/linear-attention/delta-prepare.ts"
      i64 t_417 = t_410 + ((i64)(((t_26 + 16) * t_43) + ((t_27 + 8) * 2)));
#line 175 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 17) <= t_409) {
#line 175 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_417), "r"(rounded[6]) : "memory");
      }
#line 175 "kernels/linear-attention/delta-prepare.ts"
      i64 t_418 = t_410 + ((i64)(((t_26 + 24) * t_43) + ((t_27 + 8) * 2)));
#line 175 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 25) <= t_409) {
#line 175 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_418), "r"(rounded[7]) : "memory");
      }
    }
#line 177 "kernels/linear-attention/delta-prepare.ts"
#pragma unroll
#line 177 "kernels/linear-attention/delta-prepare.ts"
    for (int r0 = 0; r0 < 8; ++r0) {
#line 177 "kernels/linear-attention/delta-prepare.ts"
      asm("cvt.rn.bf16x2.f32 %0, %2, %1;" : "=r"(rounded[r0]) : "f"((product[2 * r0] - (__uint_as_float(rounded[r0] << 16)))), "f"((product[2 * r0 + 1] - (__uint_as_float(rounded[r0] & 0xffff0000u)))));
    }
#line 178 "kernels/linear-attention/delta-prepare.ts"
    // copy(rounded, writesRest[32, 32])
#line 178 "kernels/linear-attention/delta-prepare.ts"
    int t_419 = writesRest_extent1 - top;
#line 178 "kernels/linear-attention/delta-prepare.ts"
    i64 t_420 = (i64)writesRest + ((((((i64)sequence) * writesRest_stride0) + (((i64)top) * writesRest_stride1)) + (((i64)head) * writesRest_stride2)) * 2ll);
#line 178 "kernels/linear-attention/delta-prepare.ts"
    if (t_419 >= 32) {
#line 178 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_420 + ((i64)((t_26 * t_44) + (t_27 * 2))))), "r"(rounded[0]) : "memory");
#line 178 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_420 + ((i64)(((t_26 + 8) * t_44) + (t_27 * 2))))), "r"(rounded[1]) : "memory");
#line 178 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_420 + ((i64)((t_26 * t_44) + ((t_27 + 8) * 2))))), "r"(rounded[2]) : "memory");
#line 178 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_420 + ((i64)(((t_26 + 8) * t_44) + ((t_27 + 8) * 2))))), "r"(rounded[3]) : "memory");
#line 178 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_420 + ((i64)(((t_26 + 16) * t_44) + (t_27 * 2))))), "r"(rounded[4]) : "memory");
#line 178 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_420 + ((i64)(((t_26 + 24) * t_44) + (t_27 * 2))))), "r"(rounded[5]) : "memory");
#line 178 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_420 + ((i64)(((t_26 + 16) * t_44) + ((t_27 + 8) * 2))))), "r"(rounded[6]) : "memory");
#line 178 "kernels/linear-attention/delta-prepare.ts"
      asm volatile("st.global.b32 [%0], %1;" : : "l"((t_420 + ((i64)(((t_26 + 24) * t_44) + ((t_27 + 8) * 2))))), "r"(rounded[7]) : "memory");
    } else {
#line 178 "kernels/linear-attention/delta-prepare.ts"
      i64 t_421 = t_420 + ((i64)((t_26 * t_44) + (t_27 * 2)));
#line 178 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 1) <= t_419) {
#line 178 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_421), "r"(rounded[0]) : "memory");
      }
#line 178 "kernels/linear-attention/delta-prepare.ts"
      i64 t_422 = t_420 + ((i64)(((t_26 + 8) * t_44) + (t_27 * 2)));
#line 178 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 9) <= t_419) {
#line 178 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_422), "r"(rounded[1]) : "memory");
      }
#line 178 "kernels/linear-attention/delta-prepare.ts"
      i64 t_423 = t_420 + ((i64)((t_26 * t_44) + ((t_27 + 8) * 2)));
#line 178 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 1) <= t_419) {
#line 178 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_423), "r"(rounded[2]) : "memory");
      }
#line 178 "kernels/linear-attention/delta-prepare.ts"
      i64 t_424 = t_420 + ((i64)(((t_26 + 8) * t_44) + ((t_27 + 8) * 2)));
#line 178 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 9) <= t_419) {
#line 178 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_424), "r"(rounded[3]) : "memory");
      }
#line 178 "kernels/linear-attention/delta-prepare.ts"
      i64 t_425 = t_420 + ((i64)(((t_26 + 16) * t_44) + (t_27 * 2)));
#line 178 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 17) <= t_419) {
#line 178 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_425), "r"(rounded[4]) : "memory");
      }
#line 178 "kernels/linear-attention/delta-prepare.ts"
      i64 t_426 = t_420 + ((i64)(((t_26 + 24) * t_44) + (t_27 * 2)));
#line 178 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 25) <= t_419) {
#line 178 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_426), "r"(rounded[5]) : "memory");
      }
#line 178 "kernels/linear-attention/delta-prepare.ts"
      i64 t_427 = t_420 + ((i64)(((t_26 + 16) * t_44) + ((t_27 + 8) * 2)));
#line 178 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 17) <= t_419) {
#line 178 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_427), "r"(rounded[6]) : "memory");
      }
#line 178 "kernels/linear-attention/delta-prepare.ts"
      i64 t_428 = t_420 + ((i64)(((t_26 + 24) * t_44) + ((t_27 + 8) * 2)));
#line 178 "kernels/linear-attention/delta-prepare.ts"
      if ((t_26 + 25) <= t_419) {
#line 178 "kernels/linear-attention/delta-prepare.ts"
        asm volatile("st.global.b32 [%0], %1;" : : "l"(t_428), "r"(rounded[7]) : "memory");
      }
    }
  }
}
