// A call from start to end: tensors on the host, a kernel by its file and name, and the constants it is compiled for. The compiler reads
// the kernel's TypeScript, so a kernel is named rather than passed; constants that are left out are the kernel's own.
import { fileURLToPath } from "node:url";
import { HostTensor } from "../runtime/host-tensor.ts";
import { report, runHere } from "./lib/here.ts";

// 100,000 is no multiple of the tile of 1024: what overhangs the end reads as 0 and is not written.
const length = 100_000;
const x = HostTensor.fromNumbers(
  "f32",
  [length],
  Float32Array.from({ length }, (_, i) => i / 8),
);
const y = HostTensor.fromNumbers(
  "f32",
  [length],
  Float32Array.from({ length }, (_, i) => 1 - i / 4),
);
// Poisoned: an element that the kernel forgets stays NaN, and the comparison below finds it.
const z = HostTensor.allocate("f32", [length]).poison();

const where = await runHere(
  { file: fileURLToPath(new URL("./kernels/vector-add.ts", import.meta.url)), kernel: "vectorAdd", problem: {}, tuning: {} },
  { tensors: { x, y, z }, scalars: {} },
);
report("vectorAdd", where, z.toNumbers(), (i) => x.get([i]) + y.get([i]), 0);
