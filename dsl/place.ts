// Where the JS run is: the kernel, the block, and the thread or element whose code runs. Reports say it.
import { callerOf, report, type ReportPlace, type ReportSite } from "../codegen/ir/report.ts";
import type { DType } from "../codegen/ir/types.ts";

export const place: { kernel: string; block: number; thread: number; element: readonly number[] | null } = {
  kernel: "",
  block: 0,
  thread: 0,
  element: null,
};

/** Makes a report from here; `called` is the function that the kernel calls. */
export const reportHere = (
  kind: ReportSite["kind"],
  called: (...args: never[]) => unknown,
  text: string,
  values: readonly (number | boolean)[],
): void => {
  const at: ReportPlace = place.element ?? place.thread;
  const rounded = values.map((value) => (typeof value === "boolean" || Number.isInteger(value) ? value : Math.fround(value)));
  const dtypes = values.map((value): DType => (typeof value === "boolean" ? "bool" : "f32"));
  const axes = typeof at === "number" ? null : at.length;
  report({ kind, kernel: place.kernel, ...callerOf(called), text, axes, values: dtypes }, place.block, at, rounded);
};
