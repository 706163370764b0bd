// What a kernel needs of a GPU, as far as the program itself says: constants that size a block, registers of fragments and local arrays, shared
// memory, and how much code it becomes where loops are written out. Checked before anything is allocated or lowered in these sizes.
import type ts from "typescript";
import type { Constants } from "../compile.ts";
import { sharedLayout } from "../layout/shared.ts";
import type { Buffer, Expr, Ring, Statement } from "../ir/tile.ts";
import { byteSize } from "../ir/types.ts";
import { bodiesOf, expressionsOf, walk, walkExpression } from "../passes/walk.ts";
import { type Target, targets } from "../targets.ts";
import { fetchOf, usesOf } from "./pipelined.ts";
import type { Reader } from "./reader.ts";

/** Registers that one thread can have, on every GPU. */
const threadRegisters = 255;
/** Statements and expressions that a kernel may become when loops are written out; the largest that ships becomes a tenth of it. */
const mostCode = 300_000;

const elementsOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Tuning constants that size a block must be numbers that a block can have. `nodeOf` says where a constant's value stands. */
export const checkBlock = (reader: Reader, tuning: Constants, target: Target, nodeOf: (name: string) => ts.Node): void => {
  const most: Readonly<Record<string, number>> = {
    warps: Number.POSITIVE_INFINITY,
    maxRegisters: threadRegisters,
    blocksPerMultiprocessor: 32,
  };
  for (const [name, limit] of Object.entries(most)) {
    const value = tuning[name];
    if (value === undefined || (typeof value === "number" && Number.isInteger(value) && value > 0 && value <= limit)) continue;
    const range = Number.isFinite(limit) ? `an integer from 1 to ${limit}` : "a positive integer";
    reader.report("CUI2006", nodeOf(name), `the constant '${name}'`, range, `${value}`, "choose another constant");
  }
  const { threadsPerBlock } = targets[target];
  const warps = Number(tuning["warps"]);
  if (Number.isInteger(warps) && warps * 32 > threadsPerBlock)
    reader.report("CUI6004", nodeOf("warps"), `${warps * 32}`, target, `${threadsPerBlock}`);
};

/** The shared tiles of a program, each with its bytes. */
export const sharedTiles = (body: readonly Statement[]): Map<Buffer, number> => {
  const bytes = new Map<Buffer, number>();
  const slots = new Map<Buffer, number>();
  const ofRings = new Set<Ring>();
  const add = (buffer: Buffer, stages: number): void => {
    if (buffer.space === "shared") bytes.set(buffer, sharedLayout(buffer.shape, byteSize[buffer.dtype]).bytes * stages);
  };
  walk(body, (s) => {
    if (s.kind === "ringBegin") ofRings.add(s.ring);
    if (s.kind === "for" && s.mode === "pipelined")
      for (const inner of s.body) {
        const fetch = fetchOf(inner);
        if (fetch) slots.set(fetch.to, Math.max(s.stages, slots.get(fetch.to) ?? 1));
      }
    for (const { of } of usesOf(s)) if (of.kind === "buffer") add(of, slots.get(of) ?? 1);
  });
  for (const ring of ofRings) {
    for (const buffer of [...ring.buffers, ...ring.fills]) bytes.delete(buffer);
    for (const buffer of ring.buffers) add(buffer, ring.stages);
  }
  for (const [buffer, stages] of slots) if (bytes.has(buffer)) add(buffer, stages);
  return bytes;
};

/** How much code statements become; loops that are written out count every iteration. */
const codeOf = (body: readonly Statement[], warps: number, elements: number): number => {
  let code = 0;
  for (const s of body) {
    let own = 1;
    const count = (e: Expr): void => walkExpression(e, () => void (own += 1));
    expressionsOf(s).forEach(count);
    let times = 1;
    let each = elements;
    if (s.kind === "for" && s.first.kind === "constant" && s.last.kind === "constant" && (s.mode === "unrolled" || elements > 0))
      times = Math.max(0, Math.ceil((s.last.value - s.first.value) / s.step));
    if (s.kind === "for" && s.mode === "pipelined") times = s.stages;
    if (s.kind === "parallel") {
      times = Math.ceil(elementsOf(s.extents) / (32 * warps));
      each = times;
    }
    if (s.kind === "tile") for (const o of s.operands) if (o.kind === "tile") own += elementsOf(o.buffer.shape) / (32 * warps);
    const nested =
      s.kind === "roles"
        ? s.roles.map((role) => codeOf(role.body, role.warps, each))
        : bodiesOf(s).map((list) => codeOf(list, warps, each));
    code += own + times * nested.reduce((a, b) => a + b, times > 1 ? 1 : 0);
  }
  return code;
};

/** Checks what the finished program needs; `warps` are the block's. */
export const checkLimits = (reader: Reader, body: readonly Statement[], warps: number, target: Target): void => {
  const seen = new Set<Buffer>();
  const registers = (list: readonly Statement[], team: number): void => {
    for (const s of list) {
      for (const { of } of usesOf(s)) {
        if (of.kind !== "buffer" || of.space === "shared" || seen.has(of)) continue;
        seen.add(of);
        const each =
          (elementsOf(of.shape) * (of.space === "local" ? 1 : Math.min(4, byteSize[of.dtype]) / 4)) /
          (of.space === "local" ? 1 : 32 * team);
        if (each > threadRegisters) reader.reportAt("CUI6006", of.position, of.name, `${Math.ceil(each)}`, `${threadRegisters}`);
      }
      if (s.kind === "roles") for (const role of s.roles) registers(role.body, role.warps);
      else for (const inner of bodiesOf(s)) registers(inner, team);
    }
  };
  registers(body, warps);
  const tiles = sharedTiles(body);
  const bytes = [...tiles.values()].reduce((a, b) => a + b, 0);
  const { sharedBytes } = targets[target];
  if (bytes > sharedBytes) reader.reportAt("CUI6003", largest(tiles)!.position, `${bytes}`, target, `${sharedBytes}`);
  if (reader.diagnostics.length > 0) return;
  walk(body, (s) => {
    if (reader.diagnostics.length === 0 && s.kind !== "work" && codeOf([s], warps, 0) > mostCode)
      reader.reportAt("CUI1022", s.position, "this statement");
  });
  if (reader.diagnostics.length === 0 && codeOf(body, warps, 0) > mostCode) reader.reportAt("CUI1022", body[0]!.position, "this kernel");
};
export const largest = (tiles: ReadonlyMap<Buffer, number>): Buffer | undefined => [...tiles].sort((a, b) => b[1] - a[1])[0]?.[0];

/** Shared tiles that are read and that nothing writes: what they hold is chance. */
export const checkWritten = (reader: Reader, body: readonly Statement[]): void => {
  const written = new Set<Buffer>();
  /** Names of a slot's tiles while it is filled, to those while it is used. */
  const slots = new Map<Buffer, Buffer>();
  const reads: { readonly of: Buffer; readonly s: Statement }[] = [];
  walk(body, (s) => {
    if (s.kind === "ringBegin") s.ring.fills.forEach((fill, n) => slots.set(fill, s.ring.buffers[n]!));
    for (const { of, reads: r, writes } of usesOf(s)) {
      if (of.kind !== "buffer" || of.space === "fragment") continue;
      if (writes) written.add(slots.get(of) ?? of).add(of);
      if (r) reads.push({ of, s });
    }
  });
  for (const tile of new Set(reads.filter(({ of }) => !written.has(of)).map(({ of }) => of)))
    reader.reportAt("CUI6005", reads.find(({ of }) => of === tile)!.s.position, tile.name);
};
