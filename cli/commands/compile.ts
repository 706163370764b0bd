// `cuica compile`: a kernel in any of its forms, from tile IR to machine code, with every stage between on request. Needs no GPU; PTX and
// cubin need NVRTC.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { type CompiledKernel, compileKernel, cudaText, type KernelRequest, readTile } from "../../codegen/compile.ts";
import { emitJs } from "../../codegen/emit/js/index.ts";
import { printInteger } from "../../codegen/ir/plan.ts";
import { printLowered } from "../../codegen/ir/print-lowered.ts";
import { printProgram } from "../../codegen/ir/print.ts";
import type { TileProgram } from "../../codegen/ir/tile.ts";
import { type Target, targets } from "../../codegen/targets.ts";
import { compileCuda } from "../../runtime/cuda/nvrtc.ts";
import { choiceOption, type Command, outputOption, UsageError } from "../command.ts";
import { chooseKernel, constantHelp, constantOptions } from "../kernel-argument.ts";

const forms = ["tile-ir", "lowered-ir", "js", "cuda", "ptx", "cubin"] as const;
type Form = (typeof forms)[number];

const needsLowering = (form: Form): boolean => form !== "tile-ir" && form !== "js";
interface Product {
  readonly content: string | Uint8Array;
  readonly data: object;
}

const assemble = (kernel: CompiledKernel): ReturnType<typeof compileCuda> =>
  compileCuda(cudaText(kernel), `${kernel.lowered.name}.cu`, { architecture: kernel.request.target, ptx: true });
const produce = async (form: Form, tile: TileProgram, compiled: () => CompiledKernel): Promise<Product> => {
  switch (form) {
    case "tile-ir":
      return { content: printProgram(tile), data: {} };
    case "js":
      return { content: emitJs(tile), data: {} };
    case "lowered-ir":
      return { content: printLowered(compiled().lowered), data: {} };
    case "cuda":
      return { content: cudaText(compiled()), data: {} };
    case "ptx":
    case "cubin": {
      const { ptx, cubin, resources, warnings } = await assemble(compiled());
      return { content: form === "ptx" ? ptx! : cubin, data: { resources, warnings } };
    }
    default:
      return form satisfies never;
  }
};

export const compileCommand: Command = {
  name: "compile",
  usage: "<file>[#kernel] [--emit cuda] [--target sm_80] [constants] [--dump] [--out <file>]",
  summary: "a kernel as tile IR, lowered IR, JavaScript, CUDA, PTX or machine code",
  help: `  --emit <form>       ${forms.join(", ")} (cuda if left out)
  --target <target>   ${Object.keys(targets).join(", ")} (sm_80, every GPU from Ampere on, if left out)
${constantHelp}
  --generic           promise nothing of alignment and strides
  --dump              every stage of the compiler first, from the front end's tile IR to lowered IR
  --out <file>        write there; a cubin always needs it

exit code: 0, 1 if the kernel does not compile, 2 if NVRTC is missing
example: cuica compile kernels/sliding-window-attention/kernel.ts --constants '{"headDim":64,"valueDim":64}' --emit cuda`,
  options: {
    emit: { type: "string" },
    target: { type: "string" },
    ...constantOptions,
    generic: { type: "boolean" },
    dump: { type: "boolean" },
    out: { type: "string" },
  },
  positionals: [1, 1],
  run: async (invocation) => {
    const started = performance.now();
    const emit = choiceOption(invocation, "emit", forms, "cuda");
    const target = choiceOption(invocation, "target", Object.keys(targets) as Target[], "sm_80");
    const out = outputOption(invocation, "out", "");
    if (emit === "cubin" && out === null) throw new UsageError("a cubin is binary: say where it goes with --out <file>");
    const { file, kernel, problem, tuning } = chooseKernel(invocation);
    const request: KernelRequest = { file, kernel, problem, tuning, target, classes: {} };
    const tile = readTile(request);
    const tensors = tile.parameters.flatMap((p) => (p.kind === "tensor" ? [p.tensor.name] : []));
    const classes: KernelRequest["classes"] =
      invocation.values["generic"] === true ? Object.fromEntries(tensors.map((name) => [name, "generic"])) : {};

    const dump = invocation.values["dump"] === true;
    const stages: { readonly name: string; readonly text: string }[] = [];
    const stage = (name: string, text: string): void => {
      if (!dump) return;
      stages.push({ name, text });
      invocation.show(`// ---- ${name}\n${text}\n`);
    };
    let known: CompiledKernel | null = null;
    const compiled = (): CompiledKernel =>
      (known ??= compileKernel({ ...request, classes }, ({ name, body }) => stage(name, printProgram({ ...tile, body }))));
    if (dump) stage("lowered IR", printLowered(compiled().lowered));
    const { content, data } = await produce(emit, tile, compiled);

    const lowered = needsLowering(emit) ? compiled() : null;
    const summary = {
      kernel,
      file,
      problem,
      tuning,
      target,
      emit,
      ...(lowered ? { threads: lowered.lowered.threads, sharedBytes: lowered.lowered.sharedBytes, grid: printInteger(lowered.grid) } : {}),
      ...data,
      milliseconds: Math.round(performance.now() - started),
    };
    if ("warnings" in data) for (const warning of data.warnings as readonly string[]) invocation.remark(warning);
    if (out !== null) {
      writeFileSync(out, content);
      return {
        exit: 0,
        text: `${kernel}: ${out} (${emit} for ${target}, ${summary.milliseconds} ms)`,
        data: { ...summary, out: resolve(out), stages },
      };
    }
    return { exit: 0, text: `${dump ? `// ---- ${emit}\n` : ""}${String(content).trimEnd()}`, data: { ...summary, text: content, stages } };
  },
};
