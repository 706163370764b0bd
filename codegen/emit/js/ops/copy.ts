// copy(from, to) and convert(from, to): elements outside the source's tensor read as 0, writes outside the target's are dropped;
// values are rounded to the target's dtype.
import type { TileOp } from "../../../ir/tile.ts";
import { isFloat } from "../../../ir/types.ts";
import { type JsEmitter, type OperandAccess, at } from "../context.ts";
import { convert } from "../numbers.ts";

export const emitJs = (operation: TileOp, emitter: JsEmitter): void => {
  const target = operation.operands[1]!;
  const from = emitter.operand(operation.operands[0]!);
  const to = emitter.operand(target);
  if (`${from.shape}` !== `${to.shape}`)
    throw new Error(`${at(operation.position)}: ${operation.name} of [${from.shape}] to [${to.shape}]: shapes must be equal`);
  const value = (index: readonly string[]): string => convert(from.read(index), from.dtype, to.dtype);
  const missing = missingSomewhere(from);
  if (missing === null) {
    if (target.kind === "tile") copyPresent(from, to, value, emitter);
    else emitter.loops(to, (index) => emitter.line(to.write(index, value(index))));
  } else if (target.kind === "tile") {
    emitter.line(`if (${missing}) ${emitter.buffer(target.buffer)}.fill(0);`);
    copyPresent(from, to, value, emitter);
  } else {
    emitter.loops(to, (index) =>
      emitter.line(to.write(index, `(${present(from, index)} ? ${value(index)} : ${to.dtype === "bool" ? "false" : "0"})`)),
    );
  }
};

/** Rows shorter than this are copied element by element: a row at a time costs more to begin with. */
const shortRow = 32;
/**
 * Copies the elements of `from` that exist into a tile. Rows that lie in one piece go as one, if their numbers stay what they are; those of bf16 bits,
 * the upper halves of f32, are shifted into a view of the tile's bits.
 */
const copyPresent = (from: OperandAccess, to: OperandAccess, value: (index: readonly string[]) => string, emitter: JsEmitter): void => {
  const elements = (): void => emitter.loops(from, (index) => emitter.line(to.write(index, value(index))));
  const [source, target] = [from.rows, to.rows];
  const length = from.shape.at(-1) ?? 1;
  const alike = from.dtype === to.dtype || (isFloat(from.dtype) && to.dtype === "f32");
  if (!source || !target || !alike || length < shortRow || (source.holdsBits && from.dtype !== "bf16")) return elements();
  const bounds = from.bounds.at(-1) ?? null;
  const { low, high } = bounds ?? { low: "0", high: `${length}` };
  const rows = (): void => {
    const bits = emitter.fresh(`${target.storage}_bits`);
    if (source.holdsBits) emitter.line(`const ${bits} = new Int32Array(${target.storage}.buffer);`);
    const nest = (): void =>
      emitter.loops(
        from,
        (outer) => {
          const [first, place] = [emitter.named("first", source.start(outer)), emitter.named("place", target.start(outer))];
          const j = emitter.fresh("j");
          emitter.line(
            source.holdsBits
              ? `for (let ${j} = ${low}; ${j} < ${high}; ${j}++) ${bits}[${place} + ${j}] = ${source.storage}[${first} + ${j}] << 16;`
              : `${target.storage}.set(${source.storage}.subarray(${first} + ${low}, ${first} + ${high}), ${place} + ${low});`,
          );
        },
        from.shape.length - 1,
      );
    const present = (): void => {
      if (bounds) emitter.block(`if (${low} < ${high})`, nest);
      else nest();
    };
    if (from.shape.length !== 2 || source.holdsBits) return present();
    // Rows without gaps lie in one piece together.
    const [top, bottom] = [from.bounds[0]?.low ?? "0", from.bounds[0]?.high ?? `${from.shape[0]}`];
    const conditions = [
      ...(source.outer[0] === `${length}` ? [] : [`${source.outer[0]} === ${length}`]),
      ...(low === "0" ? [] : [`${low} === 0`]),
      ...(high === `${length}` ? [] : [`${high} === ${length}`]),
    ];
    const whole = (): void => {
      const set = `${target.storage}.set(${source.storage}.subarray(${source.start([top])}, ${source.start([bottom])}), ${target.start([top])});`;
      emitter.loops(from, () => emitter.line(from.bounds[0] ? `if (${top} < ${bottom}) ${set}` : set), 0);
    };
    if (conditions.length === 0) return whole();
    emitter.block(`if (${conditions.join(" && ")})`, whole);
    emitter.block("else", present);
  };
  if (source.stride === "1") return rows();
  emitter.block(`if (${source.stride} === 1)`, rows);
  emitter.block("else", elements);
};

/** Condition that some element of an operand does not exist; null if all always do. */
const missingSomewhere = (access: OperandAccess): string | null => {
  const conditions = access.bounds.flatMap((bounds, axis) =>
    bounds === null ? [] : [...(bounds.low === "0" ? [] : [`${bounds.low} > 0`]), `${bounds.high} < ${access.shape[axis]}`],
  );
  if (access.exists !== null) conditions.push(`!${access.exists}`);
  return conditions.length === 0 ? null : conditions.join(" || ");
};

/** Condition that one element exists. */
const present = (access: OperandAccess, index: readonly string[]): string => {
  const conditions = access.bounds.flatMap((bounds, axis) =>
    bounds === null ? [] : [...(bounds.low === "0" ? [] : [`${index[axis]} >= ${bounds.low}`]), `${index[axis]} < ${bounds.high}`],
  );
  if (access.exists !== null) conditions.push(access.exists);
  return conditions.join(" && ");
};
