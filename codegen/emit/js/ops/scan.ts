// Scans along an axis: cumulativeSum and cumulativeMax(from, axis, to), and scan(axis, { ...tiles }, combine) in place. One element after the
// other, in the order of the axis, or against it with the attribute `reverse`; rounded to the combination's types after every step.
import { combinationOf } from "../../../ir/combination.ts";
import type { TileOp } from "../../../ir/tile.ts";
import type { JsEmitter } from "../context.ts";
import { convert } from "../numbers.ts";

export const emitJs = (operation: TileOp, emitter: JsEmitter): void => {
  const combination = combinationOf(operation);
  const operands = operation.operands.map((operand) => emitter.operand(operand));
  const count = combination.left.length;
  const [sources, targets] = [operands.slice(0, count), operands.slice(-count)];
  const axis = Number(operation.attributes["axis"]);
  const { shape } = sources[0]!;
  const extent = shape[axis]!;
  const reverse = operation.attributes["reverse"] === true;
  const kept = { ...sources[0]!, shape: shape.with(axis, 1) };
  emitter.loops(kept, (outer) => {
    const sums = combination.left.map((variable) => emitter.declare(variable));
    const place = emitter.fresh("place");
    const index = outer.with(axis, place);
    const element = (n: number): string => convert(sources[n]!.read(index), sources[n]!.dtype, combination.right[n]!.dtype);
    const store = (): void =>
      targets.forEach((to, n) => emitter.line(to.write(index, convert(sums[n]!, combination.left[n]!.dtype, to.dtype))));
    const [first, last, step] = reverse ? [extent - 1, `>= 0`, `${place}--`] : [0, `< ${extent}`, `${place}++`];
    emitter.line(`let ${[`${place} = ${first}`, ...sums].join(", ")};`);
    sums.forEach((name, n) => emitter.line(`${name} = ${element(n)};`));
    store();
    emitter.block(`for (${step}; ${place} ${last}; ${step})`, () => {
      combination.right.forEach((variable, n) => emitter.line(`const ${emitter.declare(variable)} = ${element(n)};`));
      for (const { variable, value } of combination.definitions) {
        const text = emitter.expression(value);
        emitter.line(`const ${emitter.declare(variable)} = ${text};`);
      }
      const results = combination.results.map((value) => emitter.expression(value));
      if (results.length === 1) emitter.line(`${sums[0]} = ${results[0]};`);
      else emitter.line(`[${sums.join(", ")}] = [${results.join(", ")}];`);
      store();
    });
  });
};
