// The process in which kernels run on a GPU for the first time. It tells each case before it begins it, so that whoever waits knows which one
// hung or lost the context, and it ends at once when the context is lost.
import { writeSync } from "node:fs";
import fc from "fast-check";
import { Device } from "./cuda/device.ts";
import { CudaError } from "./cuda/errors.ts";
import { GuardedExecution } from "./guarded-execution.ts";
import { findSpec } from "./specs.ts";
import { checkProperty, type ProcessMessage, type ProcessTask } from "./verify.ts";

/** Written at once: a process that hangs or is killed afterwards has told it. */
const tell = (message: ProcessMessage): void => void writeSync(1, `${JSON.stringify(message)}\n`);

const task = JSON.parse(process.argv[2]!) as ProcessTask;
const spec = await findSpec(task.file, task.name);
if (!spec) throw new Error(`${task.file} has no spec of ${task.name} beside it`);
const device = Device.open(task.device);
const guarded = new GuardedExecution(device, task.classes);
const outcome = await checkProperty(
  spec,
  task,
  () => async (configuration, call) => {
    try {
      await guarded.execute(configuration, call);
    } catch (error) {
      if (!(error instanceof CudaError && error.sticky)) throw error;
      tell({ kind: "lost", reason: error.message });
      process.exit(1);
    }
  },
  (one, done) => tell({ kind: "case", text: fc.stringify(one), done }),
);
tell({ kind: "end", outcome });
guarded.dispose();
device.dispose();
