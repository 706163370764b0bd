// What the selective scan and the convolution before it compile to: tile IR for review, and proof without a GPU that NVRTC takes shipped
// configurations without a spill. Re-record the golden file with `npx vitest run -u`.
import { expect, test } from "vitest";
import { compileKernel, cudaText } from "../../codegen/compile.ts";
import { readKernel } from "../../codegen/frontend/index.ts";
import { printProgram } from "../../codegen/ir/print.ts";
import { besideModule, type Constants } from "../../proptests/lib/spec.ts";
import { compileCuda } from "../../runtime/cuda/nvrtc.ts";
import { causalConv1d, causalConv1dUpdate } from "../causal-conv1d/operator.ts";
import { selectiveScan, selectiveScanUpdate } from "./operator.ts";

const all = { hasD: true, hasGate: true, hasBias: true, hasSoftplus: true };
const scans = [16, 128].flatMap((states) => [
  selectiveScan({ dtype: "bf16", states, ...all }),
  selectiveScan({ dtype: "bf16", states, ...all, channelsFirst: true }),
  selectiveScanUpdate({ dtype: "bf16", states, ...all, hasSlots: true }),
]);
const others = [
  selectiveScan({ dtype: "f32", states: 16, ...all, groupChannels: 64, hasInitialState: true, packed: true, reverse: true }),
  causalConv1d({ dtype: "bf16", width: 4, hasBias: true, hasSilu: true, hasInitialState: true, packed: true }),
  causalConv1dUpdate({ dtype: "bf16", width: 4, hasBias: true, hasSilu: true, hasSlots: true }),
];
const shipped = [...scans, ...others].flatMap(({ url, variants, problem }) =>
  variants
    .flatMap(({ launches }) => launches)
    .map((launch) => [`${launch.kernel} ${launch.problem["pass"] ?? ""} ${JSON.stringify(problem)}`, url, launch] as const),
);
const compile = (url: string, file: string, kernel: string, problem: Constants, tuning: Constants) =>
  compileKernel({ file: besideModule(url, file), kernel, problem, tuning, target: "sm_80", classes: {} });

// Kernels compiled for sm_80 also run on Hopper, where the assembler is another one.
test.each(shipped)("%s compiles without spills", async (_, url, { file, kernel, problem, tuning }) => {
  const text = cudaText(compile(url, file, kernel, problem, tuning));
  const { resources } = await compileCuda(text, `${kernel}.cu`, { architecture: "sm_90a" });
  expect(resources.spillBytes).toBe(0);
});

test("tile IR of the shipped scan", async () => {
  const file = besideModule(import.meta.url, "./kernel.ts");
  const program = readKernel({ file, kernel: "scanForward", problem: {}, tuning: {}, target: "sm_80", classes: {} });
  await expect(printProgram(program)).toMatchFileSnapshot("golden/scanForward.tile-ir.txt");
});
