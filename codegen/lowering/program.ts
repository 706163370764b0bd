// Tile IR to lowered IR: collects layout constraints, lays out registers and shared memory, and lowers every statement in order.
// Tile operations lower themselves through their records; this file knows statements only.
import type { TensorClass } from "../compile.ts";
import { LayoutConstraints } from "../layout/constraints.ts";
import { sharedAlignment, sharedLayout } from "../layout/shared.ts";
import type { KernelParameter, LoweredProgram, Operand, RegisterRef } from "../ir/lowered.ts";
import type { OperationRecord } from "../ir/operation.ts";
import {
  type Buffer,
  type Expr,
  operandShape,
  type Ring,
  type Role,
  type Statement,
  type TileOp,
  type TileProgram,
  type Work,
} from "../ir/tile.ts";
import type { Target } from "../targets.ts";
import { byteSize, type DType } from "../ir/types.ts";
import { withoutDeadCode } from "../passes/dead-code.ts";
import { Facts } from "../passes/facts.ts";
import { expressionsOf, walk, walkExpression } from "../passes/walk.ts";
import { i32, i64, Lowering, LoweringError, registerTypeOf } from "./context.ts";
import { lowerExpression } from "./expressions.ts";
import { acquireSlot, beginHandover, giveBack, handOver, lowerRoles, stepSlot, takeOver } from "./roles.ts";
import { isConverged, lowerEffect, lowerOwnFor, lowerThreads, lowerWhile } from "./threads.ts";
import { lowerParallel } from "./parallel.ts";
import { storeLocal } from "./local.ts";
import { storeElement } from "./views.ts";

const tileOperation = (operations: Readonly<Record<string, OperationRecord>>, s: TileOp) => {
  const record = operations[s.name];
  if (record?.kind !== "tile") throw new LoweringError(s.position, `no tile operation ${s.name}`);
  return record;
};

const constrain = (warps: number, body: readonly Statement[], operations: Readonly<Record<string, OperationRecord>>): LayoutConstraints => {
  const constraints = new LayoutConstraints(warps);
  walk(body, (s) => {
    if (s.kind === "tile") tileOperation(operations, s).layout(s, constraints);
    if (s.kind !== "parallel") return;
    constraints.add(s);
    const use = (buffer: Buffer, index: readonly Expr[]): void => {
      if (buffer.space !== "fragment") return;
      constraints.keep(
        s,
        index.map((e) => (e.kind === "variable" && s.indices.includes(e.variable) ? s.indices.indexOf(e.variable) : null)),
        buffer,
      );
    };
    walk(s.body, (inner) => {
      for (const e of expressionsOf(inner)) walkExpression(e, (x) => x.kind === "element" && use(x.buffer, x.index));
      if (inner.kind === "store" && inner.target.kind === "element") use(inner.target.buffer, inner.target.index);
    });
  });
  return constraints;
};

/** Layouts of the block's tiles, and of each role's over its own warps. */
const solveLayouts = (program: TileProgram, body: readonly Statement[], operations: Readonly<Record<string, OperationRecord>>) => {
  const roles: Role[] = [];
  walk(body, (s) => s.kind === "roles" && roles.push(...s.roles));
  const ofBlock = body.map((s) => (s.kind === "work" ? { ...s, body: s.body.filter((inner) => inner.kind !== "roles") } : s));
  const parts = [constrain(program.warps, ofBlock, operations), ...roles.map((role) => constrain(role.warps, role.body, operations))];
  return new Map(parts.flatMap((part) => [...part.solve()]));
};

const scalarParameterType = (dtype: DType): KernelParameter["type"] =>
  dtype === "i32" || dtype === "u32" || dtype === "i64" ? dtype : dtype === "bool" ? "i32" : "f32";

const declareParameters = (lowering: Lowering, body: readonly Statement[], classes: Readonly<Record<string, TensorClass>>): void => {
  const written = new Set<string>();
  walk(body, (s) => {
    if ((s.kind === "store" || s.kind === "effect") && s.target?.kind === "view") written.add(s.target.tensor.name);
    if (s.kind === "tile")
      s.operands.forEach((operand, n) => {
        const parameters = tileOperation(lowering.operations, s).parameters.filter((p) => p.kind === "operand");
        if (operand.kind === "view" && parameters[n]?.access !== "read") written.add(operand.tensor.name);
      });
  });
  const declare = (parameter: KernelParameter): Operand => {
    lowering.parameters.push(parameter);
    return { kind: "parameter", parameter };
  };
  for (const p of lowering.program.parameters) {
    if (p.kind === "scalar") {
      const { name, dtype } = p.variable;
      const operand = declare({ name, type: scalarParameterType(dtype) });
      lowering.bindings.set(
        p.variable,
        dtype === "bool" ? lowering.invariant(`flag ${name}`, () => lowering.compare("notEqual", operand, i32(0))) : operand,
      );
      continue;
    }
    const { tensor } = p;
    const tensorClass = classes[tensor.name] ?? "aligned";
    const pointer = declare({ name: tensor.name, type: "pointer", dtype: tensor.dtype, readOnly: !written.has(tensor.name) });
    const extents = tensor.extents.map((extent, axis) =>
      extent === null ? declare({ name: `${tensor.name}_extent${axis}`, type: "i32" }) : i32(extent),
    );
    const strides = tensor.extents.map((_, axis) =>
      tensorClass === "aligned" && axis === tensor.extents.length - 1
        ? i64(1)
        : declare({ name: `${tensor.name}_stride${axis}`, type: "i64" }),
    );
    lowering.tensors.set(tensor, { tensor, class: tensorClass, pointer, extents, strides });
  }
};

const allocateShared = (lowering: Lowering, body: readonly Statement[]): void => {
  const rings = new Set<Ring>();
  const buffers = new Set<Buffer>();
  const add = (buffer: Buffer): void => {
    if (buffer.space === "shared") buffers.add(buffer);
  };
  walk(body, (s) => {
    if (s.kind === "ringBegin") rings.add(s.ring);
    if (s.kind === "tile") for (const operand of s.operands) if (operand.kind === "tile") add(operand.buffer);
    for (const e of expressionsOf(s)) walkExpression(e, (x) => x.kind === "element" && add(x.buffer));
    if ((s.kind === "store" || s.kind === "effect") && s.target?.kind === "element") add(s.target.buffer);
  });
  for (const ring of rings) {
    const bases = new Map<Buffer, Operand>();
    ring.buffers.forEach((buffer, n) => {
      const layout = sharedLayout(buffer.shape, byteSize[buffer.dtype]);
      const base = lowering.allocate(buffer.name, layout.bytes * ring.stages, sharedAlignment);
      for (const name of [buffer, ring.fills[n]!]) {
        bases.set(name, base);
        lowering.sharedTiles.set(name, { layout, base });
      }
    });
    lowering.rings.set(ring, {
      ring,
      produceSlot: lowering.fresh(`${ring.name}_fill`, "i32"),
      waitSlot: lowering.fresh(`${ring.name}_use`, "i32"),
      bases,
    });
  }
  for (const buffer of buffers) {
    if (lowering.sharedTiles.has(buffer)) continue;
    const layout = sharedLayout(buffer.shape, byteSize[buffer.dtype]);
    lowering.sharedTiles.set(buffer, { layout, base: lowering.allocate(buffer.name, layout.bytes, sharedAlignment) });
  }
};

/** Puts names of a ring's tiles at the slot that a register counts. */
const useSlot = (lowering: Lowering, ring: Ring, names: readonly Buffer[], slot: RegisterRef): void => {
  const { bases } = lowering.rings.get(ring)!;
  for (const buffer of names) {
    const tile = lowering.sharedTile(buffer);
    tile.base = lowering.add(bases.get(buffer)!, lowering.asU32(lowering.multiply(slot, i32(tile.layout.bytes))));
  }
};

const describe = (s: TileOp): string =>
  `${s.name}(${s.operands.map((o) => (o.kind === "view" ? `${o.tensor.name}[${operandShape(o).join(", ")}]` : o.buffer.name + (o.transposed ? " transposed" : ""))).join(", ")})`;

const lowerWork = (lowering: Lowering, s: Work): void => {
  let rest: Operand = lowering.special("blockX");
  s.indices.forEach((variable, n) => {
    const last = n === s.indices.length - 1;
    let index = rest;
    const extent = last && s.reversed !== n ? i32(0) : lowering.expression(s.extents[n]!);
    if (!last) {
      const quotient = lowering.emit("divideInteger", "i32", [rest, extent]);
      index = lowering.subtract(rest, lowering.multiply(quotient, extent));
      rest = quotient;
    }
    if (s.reversed === n) index = lowering.subtract(lowering.subtract(extent, i32(1)), index);
    lowering.bindings.set(variable, lowering.kept(index, variable.name));
  });
  lowering.statements(s.body);
};

const statement = (lowering: Lowering, s: Statement): void => {
  lowering.position = s.position;
  switch (s.kind) {
    case "let": {
      const value = lowering.kept(lowering.expression(s.value), s.variable.name);
      if (!s.variable.mutable) {
        lowering.bindings.set(s.variable, value);
        return;
      }
      const register = lowering.fresh(s.variable.name, registerTypeOf(s.variable.dtype));
      lowering.emitTo([register], "move", [value]);
      lowering.bindings.set(s.variable, register);
      return;
    }
    case "assign":
      return lowering.emitTo([lowering.bindings.get(s.variable) as RegisterRef], "move", [lowering.expression(s.value)]);
    case "store": {
      if (s.target.kind === "element" && s.target.buffer.space === "local") return storeLocal(lowering, s);
      if (s.target.kind === "element" && s.target.buffer.space === "fragment")
        throw new LoweringError(s.position, `fragment ${s.target.buffer.name} can be written only inside \`parallel\``);
      if (lowering.threads) return storeElement(lowering, s);
      return lowering.when(lowering.firstThread, false, () => storeElement(lowering, s));
    }
    case "for": {
      const [first, last] = [lowering.expression(s.first), lowering.expression(s.last)];
      if (s.mode === "unrolled") {
        if (first.kind !== "immediate" || last.kind !== "immediate")
          throw new LoweringError(s.position, "an unrolled loop needs bounds known at compile time");
        for (let at = first.value; at < last.value; at += s.step) {
          lowering.bindings.set(s.variable, i32(at));
          lowering.statements(s.body);
        }
        return;
      }
      if (!isConverged(lowering, s)) return lowerOwnFor(lowering, s);
      const variable = lowering.fresh(s.variable.name, "i32");
      lowering.bindings.set(s.variable, variable);
      lowering.nodes.push({
        kind: "for",
        variable,
        first,
        last,
        step: i32(s.step),
        body: lowering.capture(() => lowering.statements(s.body)),
        position: s.position,
      });
      return;
    }
    case "if":
      return lowering.when(
        lowering.expression(s.condition),
        isConverged(lowering, s),
        () => lowering.statements(s.then),
        () => lowering.statements(s.otherwise),
      );
    case "while":
      return lowerWhile(lowering, s);
    case "threads":
      return lowerThreads(lowering, s);
    case "effect":
      return lowerEffect(lowering, s);
    case "parallel":
      return lowerParallel(lowering, s);
    case "work":
      return lowerWork(lowering, s);
    case "tile":
      lowering.remark(describe(s));
      return tileOperation(lowering.operations, s).lower(s, lowering);
    case "ringBegin": {
      const { produceSlot, waitSlot } = lowering.rings.get(s.ring)!;
      if (s.drain) {
        lowering.emitTo([], "copyWait", [], { pending: 0 });
        lowering.barrier();
      }
      if (s.ring.handover) beginHandover(lowering, s.ring);
      for (const slot of [produceSlot, waitSlot]) lowering.emitTo([slot], "move", [i32(0)]);
      return;
    }
    case "ringProduce": {
      const { produceSlot } = lowering.rings.get(s.ring)!;
      const used = s.ring.fills.map((b) => lowering.sharedTile(b).base);
      const { prefetch } = s;
      const outer = prefetch && lowering.bindings.get(prefetch.variable);
      if (s.acquire) lowering.barrier();
      if (s.ring.handover) acquireSlot(lowering, s.ring);
      lowering.when(prefetch && lowering.expression(prefetch.guard), true, () => {
        useSlot(lowering, s.ring, s.ring.fills, produceSlot);
        if (prefetch) lowering.bindings.set(prefetch.variable, lowering.expression(prefetch.iteration));
        lowering.producing = true;
        lowering.statements(s.body);
        lowering.producing = false;
      });
      lowering.emitTo([], "copyCommit", []);
      if (s.ring.handover) handOver(lowering, s.ring);
      stepSlot(lowering, s.ring, produceSlot);
      if (outer) lowering.bindings.set(prefetch.variable, outer);
      s.ring.fills.forEach((b, n) => {
        lowering.sharedTile(b).base = used[n]!;
      });
      return;
    }
    case "ringWait": {
      const { waitSlot } = lowering.rings.get(s.ring)!;
      if (s.ring.handover) {
        takeOver(lowering, s.ring);
        return useSlot(lowering, s.ring, s.ring.buffers, waitSlot);
      }
      lowering.emitTo([], "copyWait", [], { pending: s.pending });
      lowering.barrier();
      useSlot(lowering, s.ring, s.ring.buffers, waitSlot);
      stepSlot(lowering, s.ring, waitSlot);
      return;
    }
    case "ringRelease": {
      if (!s.ring.handover) return;
      giveBack(lowering, s.ring);
      return stepSlot(lowering, s.ring, lowering.rings.get(s.ring)!.waitSlot);
    }
    case "roles":
      return lowerRoles(lowering, s);
    case "barrier":
      // Copies of a fill are in no group until the fill commits: close one, so that the wait covers them.
      if (s.drain && lowering.producing) lowering.emitTo([], "copyCommit", []);
      if (s.drain) lowering.emitTo([], "copyWait", [], { pending: 0 });
      return lowering.barrier();
    default:
      return s satisfies never;
  }
};

/** Lowers a program whose rings are made and hazards closed. */
export const lowerProgram = (
  program: TileProgram,
  body: readonly Statement[],
  classes: Readonly<Record<string, TensorClass>>,
  operations: Readonly<Record<string, OperationRecord>>,
  target: Target,
): LoweredProgram => {
  const layouts = solveLayouts(program, body, operations);
  const lowering = new Lowering(program, layouts, new Facts(body), operations, target);
  lowering.expression = (e) => lowerExpression(lowering, e);
  lowering.statements = (statements) => {
    for (const s of statements) statement(lowering, s);
  };
  declareParameters(lowering, body, classes);
  allocateShared(lowering, body);
  lowering.statements(body);
  return {
    name: program.name.replace(/\W/g, "_"),
    threads: program.warps * 32,
    blocksPerMultiprocessor: program.blocksPerMultiprocessor,
    maxRegisters: program.maxRegisters,
    parameters: lowering.parameters,
    reports: lowering.reports.table,
    shared: lowering.shared,
    sharedBytes: lowering.shared.reduce((n, r) => Math.max(n, r.offset + r.bytes), 0),
    registers: lowering.registers,
    body: withoutDeadCode([...lowering.prologue, ...lowering.nodes]),
  };
};
