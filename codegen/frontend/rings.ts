// Rings of the source: ring(slot, { stages }), its produce and its consume. The slot's tiles get names of their own for the slot being filled
// and for the slot in use, so that one cannot be taken for the other.
import type ts from "typescript";
import type { Buffer, Ring } from "../ir/tile.ts";
import { inline } from "./calls.ts";
import { declaredName, optionsOf } from "./language.ts";
import type { Reader } from "./reader.ts";
import { positionOf } from "./source.ts";
import { describe, nothing, poison, type Value } from "./values.ts";

type RingValue = Value & { readonly kind: "ring" };

const unplaced = (reader: Reader, what: string, node: ts.Node): boolean => {
  if (reader.parallel) reader.report("CUI4003", node, what);
  else if (reader.threads) reader.report("CUI8004", node, what, "`threads`");
  else if (!reader.device) reader.report("CUI1003", node, `${what} outside of the device program`, "move it into the inner function");
  return reader.place !== "executor" || !reader.device;
};

/** ring({ name: shared(...), ... }, { stages }) */
export const ringOf = (reader: Reader, values: readonly Value[], node: ts.Node, nodes: readonly ts.Node[]): Value => {
  if (unplaced(reader, "ring", node)) return poison;
  const [slot] = values;
  if (values.length !== 2 || (slot?.kind !== "object" && slot?.kind !== "poison") || (slot.kind === "object" && slot.fields.size === 0)) {
    reader.report("CUI1016", node, "ring", "the tiles of a slot by name, { name: shared(dtype, extents) }, and { stages }");
    return poison;
  }
  if (slot.kind === "poison") return poison;
  const { stages } = optionsOf(reader, values[1], { stages: 0 }, nodes[1]!);
  if (!Number.isInteger(stages) || stages < 1) {
    reader.report("CUI2006", nodes[1]!, `${stages}`);
    return poison;
  }
  const name = declaredName(reader, node, "ring");
  const tiles = [...slot.fields].map(([field, value]) => {
    if (value.kind === "tile" && value.ref.buffer.space === "shared" && !value.ref.transposed) return { field, buffer: value.ref.buffer };
    if (value.kind !== "poison")
      reader.report(
        "CUI2013",
        nodes[0]!,
        `a shared tile as '${field}'`,
        describe(value),
        "a slot is made of tiles: shared(dtype, extents)",
      );
    return null;
  });
  if (!tiles.every((t) => t !== null)) return poison;
  const named = (suffix: string): Buffer[] =>
    tiles.map(({ field, buffer }) => ({ ...buffer, name: `${field}${suffix}`, executor: reader.executor }));
  const ring: Ring = { kind: "ring", name, stages, buffers: named(""), fills: named("_fill"), handover: null };
  reader.statements.push({ kind: "ringBegin", ring, drain: false, position: positionOf(node) });
  return { kind: "ring", ring, fields: tiles.map((t) => t.field) };
};

export const callRing = (
  reader: Reader,
  { ring, fields }: RingValue,
  name: string,
  values: readonly Value[],
  nodes: readonly ts.Node[],
  node: ts.Node,
): Value => {
  const what = `${ring.name}.${name}`;
  if (unplaced(reader, what, node)) return poison;
  const [body] = values;
  if (values.length !== 1 || body?.kind !== "closure") {
    if (body?.kind !== "poison") reader.report("CUI1016", node, what, "a function of the slot: (slot) => { ... }");
    return poison;
  }
  const around = reader.filling ?? (name === "consume" && reader.using.has(ring) ? ring : null);
  if (around) {
    reader.report("CUI7004", node, what, `${around.name}.${reader.filling ? "produce" : "consume"}`);
    return poison;
  }
  const slot = (tiles: readonly Buffer[]): Value => ({
    kind: "object",
    complete: "slot",
    fields: new Map(fields.map((field, n) => [field, { kind: "tile", ref: { kind: "tile", buffer: tiles[n]!, transposed: false } }])),
  });
  const run = (tiles: readonly Buffer[]): void => void inline(reader, body, [slot(tiles)], node, nodes);
  const position = positionOf(node);
  if (name === "produce") {
    reader.filling = ring;
    const { statements } = reader.capture(() => run(ring.fills));
    reader.filling = null;
    reader.statements.push({ kind: "ringProduce", ring, prefetch: null, acquire: false, body: statements, position });
    return nothing;
  }
  reader.statements.push({ kind: "ringWait", ring, pending: 0, position });
  reader.using.add(ring);
  // Names of the slot must not outlive it: no outer name may be set to them.
  reader.depth += 1;
  run(ring.buffers);
  reader.depth -= 1;
  reader.using.delete(ring);
  reader.statements.push({ kind: "ringRelease", ring, position });
  return nothing;
};
