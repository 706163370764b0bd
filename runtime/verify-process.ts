// The process in which kernels run on a GPU for the first time. It tells each case before it begins it, so that whoever waits knows which one
// hung or lost the context, and it ends at once when the context is lost.
import { writeSync } from "node:fs";
import fc from "fast-check";
import { printTo } from "../codegen/ir/report.ts";
import { Device } from "./cuda/device.ts";
import { CudaError, RuntimeError } from "./cuda/errors.ts";
import { GuardedExecution } from "./guarded-execution.ts";
import { findSpec, unusable } from "./specs.ts";
import { channel, checkProperty, type ProcessMessage, type ProcessTask } from "./verify.ts";

/** Written at once: a process that hangs or is killed afterwards has told it. */
const tell = (message: ProcessMessage): void => void writeSync(channel, `${JSON.stringify(message)}\n`);

const noMemory = {
  code: "CUI3016",
  text: "the GPU has no memory left for the cases of verification, which run in a process of their own",
  help: "prepare kernels before allocating most of the memory, or verify once and keep the certificates in the cache",
} as const;
const check = async (task: ProcessTask): Promise<void> => {
  const spec = await findSpec(task.file, task.name);
  if (!spec) throw unusable(`${task.file} has no spec of ${task.name} beside it`);
  // Random cases print more than anybody reads.
  printTo(() => {});
  using device = Device.open(task.device);
  using guarded = new GuardedExecution(device, task.classes);
  const outcome = await checkProperty(
    spec,
    task,
    () => async (configuration, call) => {
      try {
        await guarded.execute(configuration, call);
      } catch (error) {
        if (!(error instanceof CudaError)) throw error;
        if (error.sticky) tell({ kind: "lost", reason: error.message });
        else if (error.driverName === "CUDA_ERROR_OUT_OF_MEMORY") tell({ kind: "refused", ...noMemory });
        else throw error;
        process.exit(1);
      }
    },
    (one, done) => tell({ kind: "case", text: fc.stringify(one), done }),
  );
  tell({ kind: "end", outcome });
};

try {
  await check(JSON.parse(process.argv[2]!) as ProcessTask);
} catch (error) {
  if (!(error instanceof RuntimeError)) throw error;
  const { code, text, help } = error;
  tell({ kind: "refused", code, text, help });
}
