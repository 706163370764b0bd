// What counts as dead: an instruction without effects none of whose results is read.
import { expect, test } from "vitest";
import type { Instruction, LoweredNode, Operand, RegisterRef } from "../ir/lowered.ts";
import { nowhere } from "../ir/types.ts";
import { withoutDeadCode } from "./dead-code.ts";

const register = (name: string): RegisterRef => ({ kind: "register", register: { name, type: "u32", length: null }, index: 0 });
const instruction = (name: string, results: readonly RegisterRef[], operands: readonly Operand[], attributes = {}): Instruction => ({
  kind: "instruction",
  name,
  results,
  operands,
  attributes,
  position: nowhere,
});
const names = (nodes: readonly LoweredNode[]): string[] => nodes.map((node) => (node.kind === "instruction" ? node.name : node.kind));

test("an instruction with several results stays while one of them is read, and goes with what only it needs", () => {
  const [c0, c1, c2, c3, address] = ["c0", "c1", "c2", "c3", "address"].map(register) as [
    RegisterRef,
    RegisterRef,
    RegisterRef,
    RegisterRef,
    RegisterRef,
  ];
  const operands = Array.from({ length: 10 }, () => address);
  const product = instruction("multiplyMatrix", [c0, c1, c2, c3], operands);
  const before = instruction("move", [address], [{ kind: "immediate", type: "u32", value: 0 }]);
  const store = (value: RegisterRef) =>
    instruction("storeShared", [], [{ kind: "immediate", type: "u32", value: 0 }, value], { width: 4, offset: 0 });
  expect(names(withoutDeadCode([before, product, store(c2)]))).toEqual(["move", "multiplyMatrix", "storeShared"]);
  expect(names(withoutDeadCode([before, product]))).toEqual([]);
});
