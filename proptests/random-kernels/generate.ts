// Random tile programs: tiles of every kind are loaded, then worked on by random statements, then all of them are stored. Each statement is kept
// only if the program still has bounds (bounds.ts). A program is a seed and a number of statements: fewer of them give the same program cut
// short, so that a failing one shrinks.
import fc from "fast-check";
import type { Buffer, Expr, Statement, Tensor, TileProgram, Variable, View } from "../../codegen/ir/tile.ts";
import { wholeBlock } from "../../codegen/ir/tile.ts";
import { byteSize, type DType, nowhere } from "../../codegen/ir/types.ts";
import { type Bound, Bounds, Unbounded } from "./bounds.ts";
import { binary, call, constant, Expressions, operation, position, type Scope, tile, use, variable } from "./expressions.ts";

export interface RandomKernel {
  readonly seed: number;
  readonly steps: number;
  readonly rows: number;
  readonly program: TileProgram;
  readonly inputs: readonly Tensor[];
  /** Outputs with the bounds of what is stored in them. */
  readonly outputs: readonly { readonly tensor: Tensor; readonly bound: Bound }[];
}

const inputMagnitudes = { f32: 4, bf16: 4, f16: 4, f8e4m3: 4, f8e5m2: 4, i8: 127, i32: 1000, u32: 2 ** 32 - 1, i64: 1e6, bool: 1 } as const;
export const inputMagnitude = (dtype: DType): number => inputMagnitudes[dtype];

class Generator extends Expressions {
  private readonly rowsOfTile: number;
  private readonly columns: number;
  private readonly warps: number;
  private readonly matrices: Buffer[];
  private readonly sharedTiles: Buffer[];
  private readonly rowVectors: Buffer[];
  private readonly columnVectors: Buffer[];
  private readonly product: Buffer;
  private readonly inputs: Tensor[];
  private names = 0;
  private bounds: Bounds;

  constructor(seed: number) {
    super(seed);
    // At most 16 elements of a tile a thread: programs print as straight lines, and stay quick to compile.
    [this.rowsOfTile, this.columns, this.warps] = this.pick([
      [16, 16, 1],
      [16, 32, 1],
      [32, 16, 1],
      [32, 16, 2],
      [32, 32, 2],
      [64, 16, 4],
      [64, 32, 4],
      [48, 16, 1],
      [16, 48, 1],
      [32, 48, 4],
      [48, 48, 3],
    ] as const);
    const shape = [this.rowsOfTile, this.columns];
    const make = (name: string, space: Buffer["space"], dtype: DType, extents: readonly number[]): Buffer => ({
      kind: "buffer",
      name,
      space,
      dtype,
      shape: extents,
      executor: wholeBlock,
      position,
    });
    this.matrices = (["f32", "f32", this.half, "i32", "u32", this.byte] as const)
      .map((dtype, n) => make(`matrix${n}`, "fragment", dtype, shape))
      .filter((_, n) => n === 0 || this.chance(0.6));
    this.sharedTiles = ([this.half, this.half, "f32", "i32", this.byte] as const)
      .map((dtype, n) => make(`shared${n}`, "shared", dtype, shape))
      .filter(() => this.chance(0.6));
    this.rowVectors = [0, 1].map((n) => make(`rows${n}`, "fragment", "f32", [this.rowsOfTile]));
    this.columnVectors = [make("columns0", "fragment", "f32", [this.columns])];
    this.product = make("product", "fragment", "f32", [this.rowsOfTile, this.rowsOfTile]);
    const input = (name: string, dtype: DType): Tensor => ({ kind: "tensor", name, dtype, extents: [null, this.columns], position });
    this.inputs = [
      input("floats", this.pick(["f32", this.half])),
      input("integers", "i32"),
      input("words", "u32"),
      input("halves", this.half),
      input("bytes", this.byte),
    ];
    this.bounds = new Bounds(
      new Map<Tensor | Variable, Bound>([
        ...this.inputs.map((t): [Tensor, Bound] => [t, { magnitude: inputMagnitude(t.dtype), error: 0 }]),
        [this.item, { magnitude: 8, error: 0 }],
      ]),
    );
  }
  private name(prefix: string): string {
    return `${prefix}${this.names++}`;
  }
  private get all(): Buffer[] {
    return [...this.matrices, ...this.sharedTiles, ...this.rowVectors, ...this.columnVectors, this.product];
  }
  /** Rows of a tensor that belong to this block, or to another one. */
  private rows(tensor: Tensor, first: Expr = binary("multiply", use(this.item), constant(this.rowsOfTile))): View {
    const axis = (start: Expr, size: number) => ({ start, size, begin: null, length: null });
    const columns = axis(constant(0), tensor.extents[1] ?? this.columns);
    return {
      kind: "view",
      tensor,
      axes: tensor.extents.length === 1 ? [axis(first, this.rowsOfTile)] : [axis(first, this.rowsOfTile), columns],
    };
  }

  // ---- statements

  private lanes(count: number): Variable[] {
    return Array.from({ length: count }, (_, axis) => variable("ij"[axis]!, "i32", "lane"));
  }
  private elementwise(): Statement {
    const overRows = this.chance(0.2);
    const target = this.pick(overRows ? this.rowVectors : [...this.matrices, ...this.sharedTiles]);
    const lanes = this.lanes(overRows ? 1 : 2);
    const [i, j] = lanes.map(use) as [Expr, Expr];
    // Elements of another thread may be read from shared memory, unless this loop writes it.
    const turned = overRows
      ? []
      : this.sharedTiles
          .filter((b) => b !== target && this.chance(0.4))
          .map((buffer) => ({ buffer, index: [i, call("remainder", "i32", binary("add", j, constant(5)), constant(this.columns))] }));
    const own = overRows
      ? this.rowVectors.map((buffer) => ({ buffer, index: [i] }))
      : [
          ...[...this.matrices, ...this.sharedTiles].map((buffer) => ({ buffer, index: [i, j] })),
          ...this.rowVectors.map((buffer) => ({ buffer, index: [i] })),
          ...this.columnVectors.map((buffer) => ({ buffer, index: [j] })),
        ];
    // Few tiles in one loop: each ties its layout to the others'.
    const chosen = own.filter(({ buffer }) => buffer.space === "shared" || this.chance(0.5));
    const scope: Scope = { lanes, tiles: [...chosen, ...turned] };
    const store = (): Statement => ({
      kind: "store",
      target: { kind: "element", buffer: target, index: overRows ? [i] : [i, j] },
      value: this.build(target.dtype, scope, 3),
      position,
    });
    const inner: Statement[] = [];
    const form = this.random.uniform();
    if (form < 0.3) {
      const local = variable(this.name("local"), this.pick<DType>(["f32", "i32"]), "local");
      inner.push({ kind: "let", variable: local, value: this.build(local.dtype, scope, 2), position });
      this.scalars.push(local);
      inner.push(store());
      this.scalars.pop();
    } else if (form < 0.5)
      inner.push({
        kind: "if",
        condition: this.build("bool", scope, 2),
        then: [store()],
        otherwise: this.chance(0.5) ? [store()] : [],
        position,
      });
    else inner.push(store());
    return {
      kind: "parallel",
      indices: lanes,
      extents: overRows ? [this.rowsOfTile] : [this.rowsOfTile, this.columns],
      executor: wholeBlock,
      body: inner,
      position,
    };
  }
  private transfer(): Statement {
    const [from, to] = [this.pick([...this.matrices, ...this.sharedTiles]), this.pick([...this.matrices, ...this.sharedTiles])];
    return operation(from.dtype === to.dtype ? "copy" : "convert", [tile(from), tile(to)]);
  }
  private reduction(): Statement {
    const name = this.pick(["Max", "Min", "Sum"]);
    const fromProduct = this.chance(0.2);
    const axis = fromProduct || this.chance(0.6) ? 1 : 0;
    const from = fromProduct ? this.product : this.pick(this.matrices.filter(({ dtype }) => dtype === "f32"));
    return operation(`reduce${name}`, [tile(from), tile(this.pick(axis === 1 ? this.rowVectors : this.columnVectors))], {
      axis,
      operation: name.toLowerCase(),
    });
  }
  private cumulation(): Statement {
    const name = this.pick(["Sum", "Max"]);
    // An inexact sum may round to another 8-bit float.
    const matrices = this.matrices.filter(({ dtype }) => dtype === "i8" || byteSize[dtype] > 1);
    const [from, to] = [this.pick(matrices), this.pick(matrices)];
    const options = { axis: this.random.integer(0, 1), operation: name.toLowerCase(), reverse: this.chance(0.5) };
    return operation(`cumulative${name}`, [tile(from), tile(from.dtype === to.dtype ? to : from)], options);
  }
  private gemm(): Statement {
    const accumulate = this.chance(0.5);
    const single = this.sharedTiles.find(({ dtype }) => dtype === "f32");
    if (single && this.chance(0.3)) {
      const left = this.chance(0.3) ? this.matrices[0]! : single;
      return operation("gemm", [tile(left), tile(single, true), tile(this.product)], {
        accumulate,
        precision: this.pick(["tf32", "3xtf32"]),
      });
    }
    const halves = this.sharedTiles.filter(({ dtype }) => dtype === this.half);
    if (halves.length === 0) return this.elementwise();
    const fragment = this.matrices.find(({ dtype }) => dtype === this.half);
    const left = fragment && this.chance(0.3) ? fragment : this.pick(halves);
    return operation("gemm", [tile(left), tile(this.pick(halves), true), tile(this.product)], { accumulate, precision: "ieee" });
  }
  private load(first?: Expr): Statement {
    const tensor = this.pick(this.inputs);
    const target = this.pick([...this.matrices, ...this.sharedTiles]);
    return operation(tensor.dtype === target.dtype ? "copy" : "convert", [this.rows(tensor, first), tile(target)]);
  }
  private scalarStatement(): Statement {
    const scope: Scope = { lanes: [], tiles: [] };
    const mutable = this.scalars.filter((scalar) => scalar.mutable);
    if (mutable.length > 0 && this.chance(0.6)) {
      const target = this.pick(mutable);
      return { kind: "assign", variable: target, value: this.build(target.dtype, scope, 2), position };
    }
    const declared = variable(this.name("scalar"), this.pick<DType>(["i32", "f32", "u32"]), "local", true);
    return { kind: "let", variable: declared, value: this.build(declared.dtype, scope, 2), position };
  }
  private pipelined(): Statement {
    const step = variable(this.name("tile"), "i32", "loop");
    const tensor = this.pick(this.inputs);
    const slot: Buffer = {
      kind: "buffer",
      name: this.name("ring"),
      space: "shared",
      dtype: tensor.dtype,
      shape: [this.rowsOfTile, this.columns],
      executor: wholeBlock,
      position,
    };
    const target = this.pick(this.matrices);
    const lanes = this.lanes(2);
    const index = lanes.map(use);
    const scope: Scope = {
      lanes: [...lanes, step],
      tiles: [
        { buffer: slot, index },
        { buffer: target, index },
      ],
    };
    const stages = this.random.integer(2, 3);
    const store: Statement = {
      kind: "store",
      target: { kind: "element", buffer: target, index },
      value: this.build(target.dtype, scope, 3),
      position,
    };
    return {
      kind: "for",
      mode: "pipelined",
      variable: step,
      first: constant(0),
      last: constant(this.random.integer(0, 4)),
      step: 1,
      stages,
      position,
      body: [
        operation("copy", [this.rows(tensor, binary("multiply", use(step), constant(this.rowsOfTile))), tile(slot)]),
        { kind: "parallel", indices: lanes, extents: slot.shape, executor: wholeBlock, body: [store], position },
      ],
    };
  }
  private statement(depth: number): Statement {
    const kind = this.random.integer(0, depth > 0 ? 15 : 11);
    if (kind <= 4) return this.elementwise();
    if (kind <= 6) return this.transfer();
    if (kind <= 8) return this.chance(0.3) ? this.cumulation() : this.reduction();
    if (kind === 9) return this.gemm();
    if (kind === 10) return this.load();
    if (kind === 11) return depth > 0 ? this.scalarStatement() : this.elementwise();
    if (kind === 12) return this.pipelined();
    if (kind === 13)
      return {
        kind: "if",
        condition: this.build("bool", { lanes: [], tiles: [] }, 2),
        then: this.block(),
        otherwise: this.chance(0.5) ? this.block() : [],
        position,
      };
    const loop = variable(this.name("step"), "i32", "loop");
    this.scalars.push(loop);
    const body = this.block();
    this.scalars.splice(this.scalars.indexOf(loop), 1);
    return {
      kind: "for",
      mode: this.pick(["serial", "serial", "unrolled"]),
      variable: loop,
      first: constant(this.random.integer(0, 1)),
      last: constant(this.random.integer(1, 4)),
      step: 1,
      stages: 1,
      body,
      position,
    };
  }
  private block(): Statement[] {
    return Array.from({ length: this.random.integer(1, 3) }, () => this.statement(0));
  }

  generate(seed: number, steps: number): RandomKernel {
    const body: Statement[] = [];
    const keep = (s: Statement): boolean => {
      const next = this.bounds.copy();
      try {
        next.statements([s]);
      } catch (error) {
        if (error instanceof Unbounded) return false;
        throw error;
      }
      this.bounds = next;
      body.push(s);
      if (s.kind === "let") this.scalars.push(s.variable);
      return true;
    };
    const sourceOf = (dtype: DType): Tensor => this.inputs.find((t) => t.dtype === dtype) ?? this.inputs[0]!;
    for (const buffer of [...this.matrices, ...this.sharedTiles]) {
      const source = sourceOf(buffer.dtype);
      keep(operation(source.dtype === buffer.dtype ? "copy" : "convert", [this.rows(source), tile(buffer)]));
    }
    for (const buffer of [...this.rowVectors, ...this.columnVectors, this.product])
      keep(operation("fill", [tile(buffer)], {}, [this.literal("f32")]));
    for (let step = 0; step < steps; step++) for (let attempt = 0; attempt < 12 && !keep(this.statement(1)); attempt++);

    const outputs = this.all.map((buffer): { tensor: Tensor; bound: Bound } => {
      const isColumns = this.columnVectors.includes(buffer);
      const extents = isColumns || buffer.shape.length === 2 ? [null, buffer.shape.at(-1)!] : [null];
      return {
        tensor: { kind: "tensor", name: `out_${buffer.name}`, dtype: buffer.dtype, extents, position },
        bound: this.bounds.of(buffer),
      };
    });
    this.all.forEach((buffer, n) => {
      const { tensor } = outputs[n]!;
      const view = this.rows(tensor);
      const isColumns = this.columnVectors.includes(buffer);
      body.push(
        operation("copy", [
          tile(buffer),
          isColumns ? { ...view, axes: [{ ...view.axes[0]!, start: use(this.item), size: null }, view.axes[1]!] } : view,
        ]),
      );
    });
    const rows = this.random.integer(1, 2 * this.rowsOfTile + 5);
    const extent = call("ceilDiv", "i32", { kind: "extent", dtype: "i32", tensor: this.inputs[0]!, axis: 0 }, constant(this.rowsOfTile));
    const program: TileProgram = {
      name: `random_${seed >>> 0}_${steps}`,
      file: nowhere.file,
      sources: [],
      parameters: [...this.inputs, ...outputs.map(({ tensor }) => tensor)].map((tensor) => ({ kind: "tensor", tensor })),
      warps: this.warps,
      maxRegisters: null,
      blocksPerMultiprocessor: null,
      body: [{ kind: "work", indices: [this.item], extents: [extent], reversed: null, body, position }],
    };
    return { seed, steps, rows, program, inputs: this.inputs, outputs };
  }
}

export const randomKernel = (seed: number, steps: number): RandomKernel => new Generator(seed).generate(seed, steps);
export const randomKernelArbitrary = fc.record({ seed: fc.integer(), steps: fc.integer({ min: 0, max: 14 }) });
