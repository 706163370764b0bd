// Prints a lowered program as CUDA C++ for NVRTC without headers. Guarantees: the same program gives the same text byte for byte; names are the
// TypeScript source's where C allows; straight-line code of one shape is printed as loops that the compiler unrolls fully; with line
// directives, messages about a statement name its TypeScript line.
import { relative } from "node:path";
import type { KernelParameter, LoweredFor, LoweredProgram, LoweredRoles, Operand, Register } from "../ir/lowered.ts";
import type { DType, Position } from "../ir/types.ts";
import { launchRegisters } from "../ir/lowered.ts";
import { nowhere } from "../ir/types.ts";
import type { Target } from "../targets.ts";
import { Inliner } from "./cuda/inline.ts";
import { cType, literal, Names } from "./cuda/literals.ts";
import { reroll } from "./cuda/reroll.ts";
import { type Declarations, declarations } from "./cuda/scopes.ts";
import { blocksOf, buildTree, type InstructionItem, type Item, recordOf, Shapes, type Slot } from "./cuda/tree.ts";

export interface CudaOptions {
  readonly target: Target;
  readonly lineDirectives: boolean;
  /** Folder that line directives name files relative to; left out, they name them as positions do. */
  readonly folder?: string | undefined;
}

const elementTypes: Readonly<Record<DType, string>> = {
  f32: "float",
  f16: "unsigned short",
  bf16: "unsigned short",
  f8e4m3: "unsigned char",
  f8e5m2: "unsigned char",
  i8: "signed char",
  i32: "int",
  u32: "u32",
  i64: "i64",
  bool: "bool",
};

const parameterText = (parameter: KernelParameter, name: string): string => {
  switch (parameter.type) {
    case "pointer": {
      const element = elementTypes[parameter.dtype ?? "u32"];
      return parameter.readOnly ? `const ${element}* __restrict__ ${name}` : `${element}* ${name}`;
    }
    case "tensorMap":
      return `const __grid_constant__ TensorMap ${name}`;
    case "i32":
    case "u32":
    case "i64":
    case "f32":
      return `${cType[parameter.type]} ${name}`;
    default:
      return parameter.type satisfies never;
  }
};

const affine = ({ base, steps }: Slot): string => {
  const terms = steps.map(({ loop, by }) => (by === 1 ? loop.name : `${by} * ${loop.name}`));
  return [...terms, ...(base !== 0 || terms.length === 0 ? [String(base)] : [])].join(" + ").replaceAll("+ -", "- ");
};

class Writer {
  readonly lines: string[] = [];
  private readonly program: LoweredProgram;
  private readonly names: Names;
  private readonly declared: Declarations;
  private readonly directives: boolean;
  private readonly folder: string | undefined;
  private readonly written: (node: LoweredFor) => ReadonlySet<Register>;
  private indent = 1;
  private depth = 0;
  /** Position that the C compiler would give the next line. */
  private file = "";
  private next = 0;

  constructor(
    program: LoweredProgram,
    names: Names,
    declared: Declarations,
    { lineDirectives, folder }: CudaOptions,
    written: (node: LoweredFor) => ReadonlySet<Register>,
  ) {
    this.program = program;
    this.names = names;
    this.declared = declared;
    this.directives = lineDirectives;
    this.folder = folder;
    this.written = written;
  }

  line(text: string, position: Position | null = null): void {
    if (this.directives && position && position.file !== nowhere.file && (position.file !== this.file || position.line !== this.next)) {
      this.lines.push(
        `#line ${position.line} ${JSON.stringify(this.folder === undefined ? position.file : relative(this.folder, position.file))}`,
      );
      this.file = position.file;
      this.next = position.line;
    }
    this.lines.push(text.startsWith("#") ? text : "  ".repeat(this.indent) + text);
    this.next += 1;
  }
  private nested(body: readonly Item[]): void {
    this.indent += 1;
    this.block(body);
    this.indent -= 1;
  }
  register(register: Register): string {
    return this.names.of(register, register.name);
  }
  private slot(slot: Slot): string {
    const { kind, register, type, base, steps } = slot;
    switch (kind) {
      case "register":
        return register!.length === null ? this.register(register!) : `${this.register(register!)}[${affine(slot)}]`;
      case "number": {
        if (steps.length === 0) return literal(type, base);
        return type === "i32" ? `(${affine(slot)})` : `(${cType[type]})(${affine(slot)})`;
      }
      case "offset":
        if (steps.length > 0) return ` + (${affine(slot)})`;
        return base === 0 ? "" : base > 0 ? ` + ${base}` : ` - ${-base}`;
      default:
        return kind satisfies never;
    }
  }
  private fill(template: string, slots: readonly Slot[]): string {
    return template
      .replace(/\u0001(\d+)\u0001/g, (_, n: string) => this.slot(slots[Number(n)]!))
      .replace(/\u0002([^\u0002]*)\u0002/g, (_, name: string) =>
        this.names.of(
          this.program.parameters.find((p) => p.name === name),
          name,
        ),
      );
  }
  private operand(operand: Operand): string {
    switch (operand.kind) {
      case "register":
        return operand.register.length === null ? this.register(operand.register) : `${this.register(operand.register)}[${operand.index}]`;
      case "immediate":
        return literal(operand.type, operand.value);
      case "parameter":
        return this.names.of(operand.parameter, operand.parameter.name);
      default:
        return operand satisfies never;
    }
  }

  /** Declares what begins to live here. Returns the register, if any, that the item itself can declare by its assignment. */
  private declare(item: Item): Register | null {
    let inline: Register | null = null;
    const lists = new Map<string, string[]>();
    for (const register of this.declared.before.get(item) ?? []) {
      const name = this.register(register);
      if (item.kind === "instruction" && register.length === null && this.assigns(item, register)) inline = register;
      else
        lists.set(cType[register.type], [
          ...(lists.get(cType[register.type]) ?? []),
          register.length === null ? name : `${name}[${register.length}]`,
        ]);
    }
    for (const [type, list] of lists) this.line(`${type} ${list.join(", ")};`, item.position);
    return inline;
  }
  private assigns(item: InstructionItem, register: Register): boolean {
    const at = item.slots.findIndex((slot) => slot.register === register);
    const start = `\u0001${at}\u0001 = `;
    return at >= 0 && item.template.startsWith(start) && !item.template.slice(start.length).includes(`\u0001${at}\u0001`);
  }

  block(items: readonly Item[]): void {
    for (const item of items) {
      const inline = this.declare(item);
      const { position } = item;
      switch (item.kind) {
        case "instruction":
          this.line(`${inline ? `${cType[inline.type]} ` : ""}${this.fill(item.template, item.slots)}`, position);
          break;
        case "remark":
          for (const text of item.source.text.split("\n")) this.line(`// ${text}`, position);
          break;
        case "if":
          this.line(`if (${this.fill(item.template, item.slots)}) {`, position);
          this.nested(item.then);
          if (item.otherwise.length > 0) {
            this.line("} else {");
            this.nested(item.otherwise);
          }
          this.line("}");
          break;
        case "repeat":
          item.loop.name = `r${this.depth++}`;
          this.line("#pragma unroll", position);
          this.line(`for (int ${item.loop.name} = 0; ${item.loop.name} < ${item.loop.count}; ++${item.loop.name}) {`, position);
          this.nested(item.body);
          this.line("}");
          this.depth -= 1;
          break;
        case "for":
          this.loop(item.source, item.body);
          break;
        case "while":
          this.line(`while (${this.fill(item.template, item.slots)}) {`, position);
          this.nested(item.body);
          this.line("}");
          break;
        case "roles":
          this.roles(item.source, item.bodies);
          break;
        default:
          item satisfies never;
      }
    }
  }
  private loop(node: LoweredFor, body: readonly Item[]): void {
    const { register } = node.variable;
    const name = this.operand(node.variable);
    // Bounds are evaluated once: one that the body changes is kept apart.
    const written = this.written(node);
    const kept = (operand: Operand, suffix: string): string => {
      if (operand.kind !== "register" || !written.has(operand.register)) return this.operand(operand);
      const copy = this.names.of({}, `${register.name}_${suffix}`);
      this.line(`const int ${copy} = ${this.operand(operand)};`, node.position);
      return copy;
    };
    const last = kept(node.last, "last");
    const step = kept(node.step, "step");
    this.line("#pragma unroll 1", node.position);
    const type = this.declared.inHeader.has(register) ? "int " : "";
    this.line(`for (${type}${name} = ${this.operand(node.first)}; ${name} < ${last}; ${name} += ${step}) {`, node.position);
    this.nested(body);
    this.line("}");
  }
  private roles(node: LoweredRoles, bodies: readonly (readonly Item[])[]): void {
    const { threads } = this.program;
    const budget = launchRegisters(this.program);
    this.line("const int warp_index = __shfl_sync(0xffffffffu, (int)(threadIdx.x / 32), 0);", node.position);
    node.branches.forEach(({ name, firstWarp, lastWarp, registers }, n) => {
      const bounds = [
        ...(firstWarp > 0 ? [`warp_index >= ${firstWarp}`] : []),
        ...(lastWarp * 32 < threads ? [`warp_index < ${lastWarp}`] : []),
      ];
      const test = n === node.branches.length - 1 ? "{" : `if (${bounds.join(" && ") || "true"}) {`;
      this.line(`${n === 0 ? "" : "} else "}${test} // ${name}: warps ${firstWarp} to ${lastWarp - 1}`, node.position);
      if (registers !== null && registers !== budget)
        this.line(`  asm volatile("setmaxnreg.${registers > budget ? "inc" : "dec"}.sync.aligned.u32 ${registers};");`, node.position);
      this.nested(bodies[n]!);
    });
    this.line("}");
  }
}

/**
 * Where the hardware can, a launch begins when the blocks of the work that it follows have ended, not when that work has: it waits here, before it
 * touches memory, until all its writes are seen (PTX, griddepcontrol). Launched otherwise this does nothing. Blocks do not let the next launch begin
 * earlier than that: its waiting blocks would take places unevenly, which costs more than it saves.
 */
const entry = ["#if __CUDA_ARCH__ >= 900", '  asm volatile("griddepcontrol.wait;" : : : "memory");', "#endif"];

const instructionsOf = (items: readonly Item[]): InstructionItem[] =>
  items.flatMap((item) => (item.kind === "instruction" ? [item] : blocksOf(item).flatMap(instructionsOf)));

export const emitCuda = (program: LoweredProgram, options: CudaOptions): string => {
  const shapes = new Shapes();
  const offsets = new Map(program.shared.map(({ name, offset }) => [name, offset]));
  const sharedAddress = (name: string): string => {
    const offset = offsets.get(name);
    if (offset === undefined) throw new Error(`the program has no range of shared memory named '${name}'`);
    return offset === 0 ? "shared_base" : `shared_base + ${offset}u`;
  };
  const tree = buildTree(program.body, shapes, sharedAddress);

  const written = new Map<LoweredFor, ReadonlySet<Register>>();
  const noteLoops = (items: readonly Item[]): void => {
    for (const item of items) {
      if (item.kind === "for")
        written.set(item.source, new Set(instructionsOf(item.body).flatMap(({ source }) => source.results.map((r) => r.register))));
      blocksOf(item).forEach(noteLoops);
    }
  };
  noteLoops(tree);

  const helpers = new Map<string, string>();
  const usesRegisterBudgets = (items: readonly Item[]): boolean =>
    items.some(
      (item) =>
        (item.kind === "roles" && item.source.branches.some((b) => b.registers !== null)) || blocksOf(item).some(usesRegisterBudgets),
    );
  if (options.target === "sm_80" && usesRegisterBudgets(tree))
    throw new Error("register budgets of roles need the target sm_90a; leave `registers` null");
  for (const { source } of instructionsOf(tree)) {
    const { name, requires, helpers: own } = recordOf(source);
    if (requires.capability > 80 && options.target === "sm_80")
      throw new Error(`instruction '${name}' needs the target sm_90a; this program is compiled for ${options.target}`);
    for (const [helper, text] of Object.entries(own)) helpers.set(helper, text);
  }

  const rolled = reroll(new Inliner(tree, shapes).block(tree), shapes);
  const names = new Names([program.name, ...helpers.keys()]);
  const parameters = program.parameters.map((parameter) => parameterText(parameter, names.of(parameter, parameter.name)));
  const writer = new Writer(program, names, declarations(rolled), options, (node) => written.get(node)!);
  writer.block(rolled);

  const body = writer.lines.join("\n");
  // CUDA takes one of the two: a limit of registers says all that bounds would. Budgets of roles need to know what threads start with: without
  // a number of blocks ptxas ignores them.
  const blocks = program.blocksPerMultiprocessor ?? (usesRegisterBudgets(tree) ? 1 : null);
  const bounds =
    (program.maxRegisters ?? null) !== null
      ? `__maxnreg__(${launchRegisters(program)})`
      : `__launch_bounds__(${program.threads}${blocks === null ? "" : `, ${blocks}`})`;
  const usesShared = program.sharedBytes > 0;
  // A record's helpers serve all of its forms: those of forms that do not occur are left out.
  const texts = [...helpers.values(), body];
  for (const [name, own] of helpers)
    if (!texts.some((text) => text !== own && new RegExp(`\\b${name}\\b`).test(text))) helpers.delete(name);
  const all = [...helpers.values(), ...parameters, body].join("\n");
  const typedefs = { u32: "unsigned int", u64: "unsigned long long", i64: "long long" };
  const head = [
    ...Object.entries(typedefs).flatMap(([name, type]) =>
      new RegExp(`\\b${name}\\b`).test(all) || (name === "u32" && usesShared) ? [`typedef ${type} ${name};`] : [],
    ),
    ...(program.parameters.some((p) => p.type === "tensorMap") ? ["struct __align__(64) TensorMap { unsigned char bytes[128]; };"] : []),
    ...[...helpers.values()].map((text) => text.trimEnd()),
    "",
    `extern "C" __global__ void ${bounds} ${program.name}(${parameters.length > 0 ? `\n    ${parameters.join(",\n    ")}` : ""}) {`,
    ...(usesShared ? ["  extern __shared__ __align__(1024) unsigned char shared_memory[];"] : []),
    ...entry,
    ...(/\bshared_base\b/.test(body) ? ["  const u32 shared_base = (u32)__cvta_generic_to_shared(shared_memory);"] : []),
  ];
  return `${[...head, body, "}"].join("\n")}\n`;
};
