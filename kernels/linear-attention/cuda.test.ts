// The CUDA of linear attention: its text for review, of small tiles (re-record it with `npx vitest run -u`), and proof without a GPU that NVRTC takes
// the heaviest configurations that are shipped, for both generations, without a spill and without a warning that products are serialised.
import { expect, test } from "vitest";
import { compileKernel, cudaText } from "../../codegen/compile.ts";
import { besideModule } from "../../proptests/lib/spec.ts";
import { compileCuda } from "../../runtime/cuda/nvrtc.ts";
import { gatedDeltaRule } from "./delta-operator.ts";
import { linearAttention } from "./operator.ts";

const plain = { dtype: "bf16", gateDtype: "bf16" } as const;
const plans = [
  linearAttention({ ...plain, decay: "channel", keyDim: 192, valueDim: 384 }),
  linearAttention({ ...plain, decay: "head", keyDim: 256, valueDim: 512 }),
  linearAttention({ ...plain, decay: "head", keyDim: 496, valueDim: 992 }),
  linearAttention({ ...plain, decay: "channel", keyDim: 336, valueDim: 672 }),
  linearAttention({ ...plain, dtype: "f32", gateDtype: "f32", decay: "channel", keyDim: 128, valueDim: 128 }),
  linearAttention({ ...plain, decay: "step", keyDim: 128, valueDim: 64, hasSkip: true }),
  ...(
    [
      [128, 128],
      [256, 256],
    ] as const
  ).map(([keyDim, valueDim]) => gatedDeltaRule({ dtype: "bf16", decay: "token", keyDim, valueDim, hasInitialState: true })),
  gatedDeltaRule({ dtype: "f32", decay: "token", keyDim: 128, valueDim: 128, hasInitialState: true }),
];
// The kernels that fill their registers; the variant of segments has all of them.
const heavy = ["chunkOutputs", "segmentStates", "gatedScores", "deltaPrepare", "deltaForward"];
const launches = plans.flatMap(({ variants }) => variants.at(-1)!.launches).filter(({ kernel }) => heavy.includes(kernel));

test.each(["sm_80", "sm_90a"] as const)(
  "compiles for %s without spills",
  async (architecture) => {
    const found = await Promise.all(
      launches.map(async ({ file, kernel, problem, tuning }) => {
        const text = cudaText(
          compileKernel({ file: besideModule(import.meta.url, file), kernel, problem, tuning, target: "sm_80", classes: {} }),
        );
        const { log, resources } = await compileCuda(text, `${kernel}.cu`, { architecture });
        return { kernel, problem, spillBytes: resources.spillBytes, warning: /\(C\d{4}\)|ptxas warning/.exec(log)?.[0] };
      }),
    );
    expect(found.filter(({ spillBytes, warning }) => spillBytes > 0 || warning)).toEqual([]);
  },
  300_000,
);

test.each([
  ["outputs.ts", "chunkOutputs", { keyDim: 32, valueDim: 32, chunk: 32 }, { blockV: 32, warps: 2 }],
  ["gates.ts", "gatedScores", { keyDim: 32, chunk: 32 }, { blockK: 32, warps: 2 }],
  ["delta-prepare.ts", "deltaPrepare", { keyDim: 32, chunk: 32 }, { warps: 2 }],
  ["delta-forward.ts", "deltaForward", { keyDim: 32, valueDim: 32, chunk: 32 }, { blockV: 32, warps: 2 }],
] as const)("text of %s", async (file, kernel, problem, tuning) => {
  const compiled = compileKernel({ file: besideModule(import.meta.url, file), kernel, problem, tuning, target: "sm_80", classes: {} });
  await expect(cudaText(compiled)).toMatchFileSnapshot(`golden/${kernel}.sm_80.cu`);
});
