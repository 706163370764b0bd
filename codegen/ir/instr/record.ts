// Builds the records of instructions that compute one value per lane from registers alone, so that such an instruction is stated by its
// types, its value as a function, and its text. Guarantees: masked lanes are not touched, and a failed check ends the simulation.
import type { Attributes, Immediate, Instruction, RegisterRef, RegisterType } from "../lowered.ts";
import { operandType } from "../lowered.ts";
import type { ConformanceSample, InstructionRecord, SimulatedBlock, SimulatedStep, SimulatedWarp, Unit } from "../instruction.ts";

/** One overload of an instruction. */
export interface Form {
  readonly operands: readonly RegisterType[];
  readonly result: RegisterType;
  /** Value of one lane; storing it into the result's register rounds or wraps it. */
  readonly evaluate: (a: number, b: number, c: number) => number;
  /** A C expression, or the text of a PTX instruction with the result as %0. */
  readonly text: string | ((a: string, b: string, c: string) => string);
  /** What is wrong with these operands and this value, or null: a failure of the simulation. */
  readonly check?: ((value: number, a: number, b: number) => string | null) | undefined;
  /** `evaluate` takes and gives the bits of a 32-bit type, as u32: a NaN keeps its payload. */
  readonly raw?: true | undefined;
}

export interface PureInstruction {
  readonly name: string;
  readonly doc: string;
  readonly unit: Unit;
  /** Cycles a warp keeps the unit of a multiprocessor quarter busy. */
  readonly cycles: number;
  /** Allowed values of each attribute; `undefined` among them makes it optional. */
  readonly attributes?: Readonly<Record<string, readonly (string | number | boolean | undefined)[]>>;
  /** Overloads under these attributes: the same objects at every call. */
  forms(attributes: Attributes): readonly Form[];
  /** One random operand of a conformance sample, where any number of the type will not do. */
  sample?(random: () => number, operand: number, type: RegisterType): number;
  readonly tolerance?: number;
  /** Device functions that the text calls, by name. */
  readonly helpers?: Readonly<Record<string, string>>;
}

/** Why an attribute's value is refused, or null. */
export const attributeProblem = (instruction: Instruction, allowed: NonNullable<PureInstruction["attributes"]>): string | null => {
  for (const [name, values] of Object.entries(allowed))
    if (!values.includes(instruction.attributes[name]))
      return `attribute ${name} is ${instruction.attributes[name]}; it must be one of ${values.join(", ")}`;
  const unknown = Object.keys(instruction.attributes).find((name) => !(name in allowed));
  return unknown === undefined ? null : `there is no attribute ${unknown}`;
};

/** Why the operands and results do not have these types (alternatives joined by `|`), or null. */
export const typeProblem = (instruction: Instruction, results: readonly string[], operands: readonly string[]): string | null => {
  const fits = (types: readonly RegisterType[], wanted: readonly string[]): boolean =>
    types.length === wanted.length && types.every((type, n) => wanted[n]!.split("|").includes(type));
  const given = [instruction.results.map((r) => r.register.type), instruction.operands.map(operandType)] as const;
  if (fits(given[0], results) && fits(given[1], operands)) return null;
  const signature = (from: readonly string[], to: readonly string[]): string => `(${from.join(", ")}) -> (${to.join(", ")})`;
  return `has the types ${signature(given[1], given[0])}; it takes ${signature(operands, results)}`;
};

/** Any 32-bit register. */
export const word = "f32|i32|u32";

/** Constraint letter of inline PTX for a register type. */
export const constraint = (type: RegisterType): "f" | "l" | "r" => (type === "f32" ? "f" : type === "i64" ? "l" : "r");

/** Text of inline PTX; with `memory` it is kept, in order with other accesses to memory. */
export const ptx = (text: string, outputs: readonly string[], inputs: readonly string[], memory = false): string => {
  const lists = [outputs.join(", "), inputs.join(", "), ...(memory ? ['"memory"'] : [])].map((list) => (list === "" ? ":" : `: ${list}`));
  return `${memory ? "asm volatile" : "asm"}("${text}" ${lists.join(" ")});`;
};

/** Ends the simulation of an instruction that its whole warp must execute but does not. */
export const requireWholeWarp = (warp: SimulatedWarp, name: string): void => {
  if (warp.active !== -1)
    warp.block.fail({
      code: "divergence",
      message: `${name} needs all 32 lanes of the warp; move it out of the condition that some lanes do not take`,
    });
};

type Prepared = (result: number, a: number, b: number, c: number) => SimulatedStep;
const prepared = new WeakMap<Form, Prepared>();
const fail = (block: SimulatedBlock, name: string, message: string): never =>
  block.fail({ code: "arithmetic", message: `${name}: ${message}` });

/**
 * The loop over lanes, compiled apart for every form: shared between forms, its reads would meet every kind of typed array and its call
 * every function, and run ten times slower.
 */
const prepare = (name: string, form: Form): Prepared => {
  const known = prepared.get(form);
  if (known) return known;
  const file = (type: RegisterType): RegisterType => (form.raw && type !== "i64" && type !== "predicate" ? "u32" : type);
  const [a, b = a, c = a] = form.operands.map(file);
  const lane = `const value = evaluate(x[a + lane], y[b + lane], z[c + lane]);
    ${form.check ? "const problem = check(value, x[a + lane], y[b + lane]); if (problem !== null) fail(warp.block, name, problem);" : ""}
    out[result + lane] = value;`;
  const body = `return (result, a, b, c) => (warp) => { // ${name} ${form.operands.join()} -> ${form.result} ${serial++}
    const out = warp.${file(form.result)}, x = warp.${a}, y = warp.${b}, z = warp.${c}, active = warp.active;
    if (active === -1) for (let lane = 0; lane < 32; lane++) { ${lane} }
    else for (let lane = 0; lane < 32; lane++) if ((active >>> lane) & 1) { ${lane} }
  };`;
  const make = new Function("evaluate", "check", "fail", "name", body) as (...values: readonly unknown[]) => Prepared;
  const result = make(form.evaluate, form.check, fail, name);
  prepared.set(form, result);
  return result;
};
let serial = 0;

const sampleValue = (random: () => number, type: RegisterType): number => {
  switch (type) {
    case "f32":
      return Math.fround((random() - 0.5) * 2 ** Math.floor(random() * 12 - 4));
    case "i32":
      return Math.floor((random() - 0.5) * 2 ** 16);
    case "u32":
      return Math.floor(random() * 2 ** 16);
    case "i64":
      return Math.floor((random() - 0.5) * 2 ** 26);
    case "predicate":
      return random() < 0.5 ? 0 : 1;
    default:
      return type satisfies never;
  }
};

export const resultRegister = (type: RegisterType, name = "result"): RegisterRef => ({
  kind: "register",
  register: { name, type, length: null },
  index: 0,
});

export const pure = (spec: PureInstruction): InstructionRecord => {
  const allowed = spec.attributes ?? {};
  const formOf = (instruction: Instruction): Form | undefined => {
    const types = instruction.operands.map(operandType);
    return spec
      .forms(instruction.attributes)
      .find((form) => form.result === instruction.results[0]?.register.type && form.operands.join() === types.join());
  };
  const need = (instruction: Instruction): Form => {
    const form = formOf(instruction);
    if (!form) throw new Error(`${spec.name} is malformed: ${record.verify(instruction)}`);
    return form;
  };
  const choices: Attributes[] = Object.entries(allowed).reduce<Attributes[]>(
    (list, [name, values]) => list.flatMap((rest) => values.map((value) => (value === undefined ? rest : { ...rest, [name]: value }))),
    [{}],
  );
  const record: InstructionRecord = {
    name: spec.name,
    doc: spec.doc,
    verify: (instruction) => {
      const problem = attributeProblem(instruction, allowed);
      if (problem) return problem;
      if (instruction.results.length === 1 && formOf(instruction)) return null;
      const given = `(${instruction.operands.map(operandType).join(", ")}) -> ${instruction.results.map((r) => r.register.type).join(", ") || "nothing"}`;
      return `has the types ${given}; it takes ${spec
        .forms(instruction.attributes)
        .map((f) => `(${f.operands.join(", ")}) -> ${f.result}`)
        .join(" or ")}`;
    },
    simulate: (instruction, linker) => {
      const [a, b = a, c = a] = instruction.operands.map((operand) => linker.operand(operand));
      return prepare(spec.name, need(instruction))(linker.result(instruction.results[0]!), a!, b!, c!);
    },
    print: (instruction, printer) => {
      const form = need(instruction);
      const operands = instruction.operands.map((operand) => printer.operand(operand));
      const result = printer.result(instruction.results[0]!);
      if (typeof form.text === "function") return `${result} = ${form.text(operands[0]!, operands[1]!, operands[2]!)};`;
      return ptx(
        form.text,
        [`"=${constraint(form.result)}"(${result})`],
        operands.map((text, n) => `"${constraint(form.operands[n]!)}"(${text})`),
      );
    },
    helpers: spec.helpers ?? {},
    requires: { capability: 80, specific: false },
    cost: { unit: spec.unit, cycles: () => spec.cycles },
    proxy: "none",
    completion: "immediate",
    uniformity: "lane",
    effects: false,
    samples: (random) =>
      choices.flatMap((attributes) =>
        spec.forms(attributes).map((form): ConformanceSample => {
          const draw = (): Immediate[] =>
            form.operands.map((type, n) => ({
              kind: "immediate",
              type,
              value: spec.sample ? spec.sample(random, n, type) : sampleValue(random, type),
            }));
          const fails = ([a, b, c]: readonly Immediate[]): boolean =>
            form.check !== undefined && form.check(form.evaluate(a!.value, b?.value ?? 0, c?.value ?? 0), a!.value, b?.value ?? 0) !== null;
          let operands = draw();
          while (fails(operands)) operands = draw();
          return { results: [resultRegister(form.result)], operands, attributes, tolerance: spec.tolerance ?? 0 };
        }),
      ),
  };
  return record;
};
