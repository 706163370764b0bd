// Emits a kernel's tile IR as JavaScript: one function over the host's typed arrays that runs the work items one after another.
// Tiles start each work item poisoned, so that reading what was never written shows as NaN instead of an earlier item's values; those that are
// overwritten before any use need no poison.
import type { OperationRecord } from "../../ir/operation.ts";
import type { Buffer, Roles, Statement, Threads, TileProgram } from "../../ir/tile.ts";
import { type DType, isFloat } from "../../ir/types.ts";
import { walk } from "../../passes/walk.ts";
import { at, JsEmitter } from "./context.ts";
import { convert, stored } from "./numbers.ts";
import { type JsKernel, support } from "./support.ts";
import { tileFacts } from "./tiles.ts";

/** JavaScript text of a kernel: the body of a function that takes `support` and returns the kernel. */
export const emitProgram = (program: TileProgram, lookup: (name: string) => OperationRecord | undefined): string => {
  const emitter = new JsEmitter(program.name, tileFacts(program.body, lookup), lookup);
  const entry = emitter.fresh(program.name);
  const parameters = program.parameters.map((parameter) => {
    const name = parameter.kind === "tensor" ? emitter.fresh(parameter.tensor.name) : emitter.declare(parameter.variable);
    if (parameter.kind === "tensor") emitter.tensors.set(parameter.tensor, name);
    return name;
  });
  emitter.block(`return function ${entry}(${parameters.map((name) => `${name}$argument`).join(", ")})`, () =>
    emitBody(program, emitter, parameters),
  );
  const text = emitter.lines.join("\n");
  const imports = `const { ${Object.keys(support)
    .filter((name) => text.includes(name))
    .join(", ")} } = support;`;
  return [`"use strict";`, `// ${program.name} of ${program.file.split("/").at(-1)}`, imports, text, ""].join("\n");
};

/** The kernel of an emitted text. */
export const loadJs = (text: string): JsKernel => {
  const load = new Function("support", text) as (library: typeof support) => JsKernel;
  return load(support);
};

const emitBody = (program: TileProgram, emitter: JsEmitter, names: readonly string[]): void => {
  const start = emitter.lines.length;
  walk(program.body, (s) => {
    const record = s.kind === "effect" ? emitter.record(s.name, s.position) : null;
    emitter.reports ||= record?.kind === "effect" && record.text !== null;
    if (s.kind === "effect" && s.barrier && !emitter.barriers.has(s.barrier))
      emitter.barriers.set(s.barrier, emitter.fresh(s.barrier.name));
  });
  for (const [{ name, warps }, variable] of emitter.barriers)
    emitter.line(`const ${variable} = new NamedBarrier(${JSON.stringify(name)}, ${warps});`);
  if (emitter.reports) emitter.line("let $block = 0;");
  for (const statement of program.body) emitStatement(statement, emitter);
  // What the body uses is known only now, and is declared before it.
  const body = emitter.lines.splice(start);
  for (const [number, parameter] of program.parameters.entries()) {
    const name = names[number]!;
    if (parameter.kind === "scalar") {
      emitter.line(`const ${name} = scalarArgument(${name}$argument, ${JSON.stringify(name)}, "${parameter.variable.dtype}");`);
      continue;
    }
    const { tensor } = parameter;
    const used = emitter.used.has(tensor);
    const check = `tensorArgument(${name}$argument, ${JSON.stringify(name)}, "${tensor.dtype}", ${JSON.stringify(tensor.extents)}, ${used})`;
    if (!used) {
      emitter.line(`${check};`);
      continue;
    }
    const list = (word: string): string => tensor.extents.map((_, axis) => `${name}$${word}${axis}`).join(", ");
    emitter.line(`const { data: ${name}, offset: ${name}$offset, shape: [${list("extent")}], strides: [${list("stride")}] } = ${check};`);
  }
  const slots = new Set<Buffer>(emitter.own);
  for (const [ring, name] of emitter.rings) {
    emitter.line(`const ${name} = new RingSlots(() => [${ring.buffers.map(newTile).join(", ")}], poisonSlot);`);
    for (const buffer of new Set([...ring.buffers, ...ring.fills])) {
      slots.add(buffer);
      emitter.line(`let ${emitter.buffer(buffer)}; // a slot's ${buffer.dtype} [${buffer.shape.join(", ")}]`);
    }
  }
  for (const [buffer, name] of emitter.buffers) {
    if (!slots.has(buffer))
      emitter.line(`const ${name} = ${newTile(buffer)}; // ${buffer.space} ${buffer.dtype} [${buffer.shape.join(", ")}]`);
  }
  emitter.block("const poison = () =>", () => {
    for (const [buffer, name] of emitter.buffers) {
      if (!slots.has(buffer) && !emitter.facts.overwritten.has(buffer))
        emitter.line(`${name}.fill(${isFloat(buffer.dtype) ? "NaN" : "0x5a5a5a5a"});`);
    }
  });
  if (!program.body.some(({ kind }) => kind === "work")) emitter.line("poison();");
  emitter.lines.push(...body);
};

const newTile = ({ dtype, shape }: Buffer): string => `new ${tileArray(dtype)}(${shape.reduce((product, extent) => product * extent, 1)})`;
const tileArray = (dtype: DType): string => {
  switch (dtype) {
    case "f32":
    case "f16":
    case "bf16":
    case "f8e4m3":
    case "f8e5m2":
      return "Float32Array";
    case "i8":
      return "Int8Array";
    case "i32":
      return "Int32Array";
    case "u32":
      return "Uint32Array";
    case "i64":
      return "Float64Array";
    case "bool":
      return "Uint8Array";
    default:
      return dtype satisfies never;
  }
};

/** One thread after the other, or, where they meet, each as a coroutine. */
const emitThreads = (s: Threads, emitter: JsEmitter, emitAll: (body: readonly Statement[]) => void): void => {
  let meet = false;
  walk(s.body, (inner) => {
    const record = inner.kind === "effect" ? emitter.record(inner.name, inner.position) : null;
    meet ||= record?.kind === "effect" && record.together !== "thread";
  });
  emitter.scope(() => {
    const thread = emitter.declare(s.thread);
    const head = meet ? `runThreads(${s.count}, function* (${thread})` : `for (let ${thread} = 0; ${thread} < ${s.count}; ${thread}++)`;
    emitter.block(
      head,
      () => {
        const lane = emitter.declare(s.lane);
        emitter.line(`const ${lane} = ${thread} % 32, ${emitter.declare(s.warp)} = (${thread} - ${lane}) / 32;`);
        for (const local of s.locals) {
          emitter.own.add(local);
          const empty = local.dtype === "i32" || local.dtype === "u32" || local.dtype === "i64" ? "0x5a5a5a5a" : "NaN";
          emitter.line(`const ${emitter.buffer(local)} = ${newTile(local)}.fill(${empty});`);
        }
        const outer = emitter.thread;
        const threads = emitter.threads;
        emitter.thread = outer === "0" ? thread : `${outer} + ${thread}`;
        emitter.threads = 1;
        emitAll(s.body);
        emitter.thread = outer;
        emitter.threads = threads;
      },
      meet ? "});" : "}",
    );
  });
};

/** One role after the other, so that one that fills a ring stands before the one that uses it; side by side where they meet at named barriers. */
const emitRoles = ({ roles }: Roles, emitter: JsEmitter, emitAll: (body: readonly Statement[]) => void): void => {
  let meet = false;
  for (const { body } of roles)
    walk(body, (s) => {
      meet ||= s.kind === "effect" && s.barrier !== null;
    });
  if (meet) emitter.line("runRoles([");
  let firstWarp = 0;
  for (const { name, warps, body, position } of roles) {
    emitter.thread = `${32 * firstWarp}`;
    emitter.threads = 32 * warps;
    firstWarp += warps;
    const remark = `/* role ${name}, ${at(position)} */`;
    if (meet) emitter.block(`${remark} [${JSON.stringify(name)}, function* ()`, () => emitAll(body), "}],");
    else emitter.block(remark, () => emitAll(body));
  }
  if (meet) emitter.line("]);");
  emitter.thread = "0";
};

const emitStatement = (statement: Statement, emitter: JsEmitter): void => {
  const emitAll = (body: readonly Statement[]): void => {
    for (const inner of body) emitStatement(inner, emitter);
  };
  switch (statement.kind) {
    case "let": {
      // The value may mention an outer variable of the same name: it is emitted first.
      const value = emitter.expression(statement.value);
      const { variable } = statement;
      return emitter.line(
        `${variable.mutable ? "let" : "const"} ${emitter.declare(variable)} = ${convert(value, statement.value.dtype, variable.dtype)};`,
      );
    }
    case "assign": {
      const { variable, value } = statement;
      return emitter.line(`${emitter.variable(variable)} = ${convert(emitter.expression(value), value.dtype, variable.dtype)};`);
    }
    case "store": {
      const { target, value } = statement;
      const dtype = target.kind === "element" ? target.buffer.dtype : target.tensor.dtype;
      const text = convert(emitter.expression(value), value.dtype, dtype);
      if (target.kind === "element") return emitter.line(`${emitter.element(target, statement.position)} = ${text};`);
      return emitter.line(`${stored(emitter.scalarPlace(target, statement.position), text, dtype)};`);
    }
    case "for": {
      const { first, last, step, variable } = statement;
      if (step <= 0) throw new Error(`${at(statement.position)}: a loop's step must be positive, not ${step}`);
      return emitter.scope(() => {
        const [start, end] = [emitter.expression(first), emitter.expression(last)];
        const i = emitter.declare(variable);
        // The bound is evaluated once, whatever the body assigns.
        const isFixed = last.kind === "constant" || last.kind === "extent" || (last.kind === "variable" && !last.variable.mutable);
        const bound = isFixed ? end : emitter.fresh("last");
        const head = `let ${i} = ${start}${isFixed ? "" : `, ${bound} = ${end}`}; ${i} < ${bound}; ${step === 1 ? `${i}++` : `${i} += ${step}`}`;
        emitter.block(`for (${head})`, () => emitAll(statement.body));
      });
    }
    case "if":
      emitter.block(`if (${emitter.expression(statement.condition)})`, () => emitAll(statement.then));
      if (statement.otherwise.length > 0) emitter.block("else", () => emitAll(statement.otherwise));
      return;
    case "while":
      return emitter.block(`while (${emitter.expression(statement.condition)})`, () => emitAll(statement.body));
    case "effect": {
      const record = emitter.record(statement.name, statement.position);
      if (record.kind !== "effect") throw new Error(`${at(statement.position)}: '${statement.name}' is no step of its own`);
      const value = record.emitJs(
        statement,
        statement.args.map((arg) => emitter.expression(arg)),
        emitter,
      );
      if (statement.result) emitter.line(`const ${emitter.declare(statement.result)} = ${value};`);
      else if (value !== null) emitter.line(`${value};`);
      return;
    }
    case "threads":
      return emitThreads(statement, emitter, emitAll);
    case "parallel": {
      const nest = (axis: number): void => {
        const variable = statement.indices[axis];
        if (!variable) return emitAll(statement.body);
        const i = emitter.declare(variable);
        emitter.block(`for (let ${i} = 0; ${i} < ${statement.extents[axis]}; ${i}++)`, () => nest(axis + 1));
      };
      return emitter.scope(() => nest(0));
    }
    case "work": {
      const nest = (axis: number): void => {
        if (axis < 0) {
          emitter.line("poison();");
          for (const barrier of emitter.barriers.values()) emitter.line(`${barrier}.begin();`);
          emitAll(statement.body);
          if (emitter.reports) emitter.line("$block++;");
          return;
        }
        const extent = emitter.expression(statement.extents[axis]!);
        const i = emitter.declare(statement.indices[axis]!);
        const head =
          axis === statement.reversed
            ? `for (let ${i} = ${extent} - 1; ${i} >= 0; ${i}--)`
            : `for (let ${i} = 0; ${i} < ${extent}; ${i}++)`;
        emitter.block(head, () => nest(axis - 1));
      };
      return emitter.scope(() => nest(statement.indices.length - 1));
    }
    case "tile": {
      if (emitter.facts.needless.has(statement)) return;
      const record = emitter.record(statement.name, statement.position);
      if (record.kind !== "tile") throw new Error(`${at(statement.position)}: '${statement.name}' works on scalars, not on tiles`);
      return emitter.block(`/* ${statement.name}, ${at(statement.position)} */`, () => record.emitJs(statement, emitter));
    }
    case "ringBegin":
      return emitter.line(`${emitter.ring(statement.ring)}.begin();`);
    case "ringProduce": {
      const { ring, prefetch, body, position } = statement;
      if (prefetch)
        throw new Error(`${at(position)}: prefetching belongs to a GPU's schedule; emit JavaScript from the front end's tile IR`);
      emitter.line(
        `[${ring.fills.map((b) => emitter.buffer(b)).join(", ")}] = ${emitter.ring(ring)}.fill(${JSON.stringify(`${at(position)}: ${ring.name}`)}, ${ring.handover ? "Infinity" : ring.stages});`,
      );
      return emitter.block(`/* fill ${ring.name}, ${at(position)} */`, () => emitAll(body));
    }
    case "ringWait": {
      const { ring, position } = statement;
      return emitter.line(
        `[${ring.buffers.map((b) => emitter.buffer(b)).join(", ")}] = ${emitter.ring(ring)}.wait(${JSON.stringify(`${at(position)}: ${ring.name}`)});`,
      );
    }
    case "ringRelease":
      return emitter.line(`${emitter.ring(statement.ring)}.release();`);
    case "roles":
      return emitRoles(statement, emitter, emitAll);
    case "barrier":
      throw new Error(
        `${at(statement.position)}: '${statement.kind}' belongs to a GPU's schedule; emit JavaScript from the front end's tile IR`,
      );
    default:
      return statement satisfies never;
  }
};
