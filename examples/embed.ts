// Taking a kernel elsewhere: its CUDA text, and what a C++ program must pass to launch it. The grid is an expression over the arguments'
// shapes that C can compute, so the program may launch any size without asking JavaScript.
import { fileURLToPath } from "node:url";
import { compileKernel, cudaText } from "../codegen/compile.ts";
import { printInteger } from "../codegen/ir/plan.ts";
import type { LoweredProgram } from "../codegen/ir/lowered.ts";

const compiled = compileKernel({
  file: fileURLToPath(new URL("./kernels/vector-add.ts", import.meta.url)),
  kernel: "vectorAdd",
  problem: {},
  tuning: { block: 256, warps: 2 },
  target: "sm_80",
  // Nothing is promised of alignment, so the code takes every pointer and stride.
  classes: { x: "generic", y: "generic", z: "generic" },
});
const { lowered, grid } = compiled;
const text = cudaText(compiled);
console.log(text);

const cType = ({ type, dtype }: LoweredProgram["parameters"][number]): string =>
  type === "pointer" ? `/* ${dtype} */ void *` : type === "i64" ? "int64_t " : type === "f32" ? "float " : "int32_t ";
console.log(`// To launch it from C++:
//   void* arguments[] = { ${lowered.parameters.map((p) => `&${p.name}`).join(", ")} };
//   cuLaunchKernel(function, /* grid */ ${printInteger(grid)}, 1, 1, /* block */ ${lowered.threads}, 1, 1,
//                  /* dynamic shared memory */ ${lowered.sharedBytes}, stream, arguments, nullptr);
// where
${lowered.parameters.map((p) => `//   ${cType(p)}${p.name};`).join("\n")}`);
if (!text.includes(`__global__ void __launch_bounds__(${lowered.threads}) ${lowered.name}(`) || printInteger(grid) === "")
  process.exitCode = 1;
