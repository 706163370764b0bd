// What reports to the host share: they stand anywhere, no other thread takes part in them, and nothing that the kernel computes depends on them.
import type { EffectOperation } from "../../codegen/ir/operation.ts";
import { lowerReport, reportSite, type Reporting } from "../../codegen/lowering/ops/report.ts";
import { defineEffect } from "./define.ts";

export const defineReport = <F extends (...args: never[]) => void>(
  record: Pick<EffectOperation, "doc" | "example" | "text" | "type"> & {
    readonly name: Reporting["name"];
    readonly js: F;
    /** JavaScript of a report whose site, block and place are given, as a statement. */
    emitted(call: string, args: readonly string[]): string;
  },
): F => {
  const { emitted, ...others } = record;
  return defineEffect({
    ...others,
    kind: "effect",
    target: null,
    together: "thread",
    agreement: "thread",
    places: ["threads", "parallel", "executor"],
    orderDependent: () => false,
    lower: (effect, args, lowering) => lowerReport(effect as Reporting, args, lowering),
    emitJs: (effect, args, emitter) => {
      const site = JSON.stringify(reportSite(emitter.kernel, effect as Reporting));
      const place = effect.element ? `[${effect.element.map((index) => emitter.expression(index)).join(", ")}]` : emitter.thread;
      emitter.line(emitted(`report(${site}, $block, ${place}`, args));
      return null;
    },
  });
};
