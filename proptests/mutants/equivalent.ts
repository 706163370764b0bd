// Mutants that nothing can catch, because they change no program's meaning: each with the reason. An entry is the mutant's key, so that it holds
// for the line as it reads now; when the line changes, the entry is out of date and the run says so.

export interface Equivalent {
  readonly mutant: string;
  readonly why: string;
}

export const equivalents: readonly Equivalent[] = [
  {
    mutant:
      'codegen/lowering/storage.ts | isImmediate | export const isImmediate = (operand: Operand, value: number): boolean => operand.kind === "immediate" && operand.value === value; | === to !==: ===',
    why: "Registers and parameters have no value, so that nothing counts as a constant any more: additions of 0 and products with 1 are emitted and compute the same.",
  },
  {
    mutant:
      "codegen/emit/js/ops/copy.ts | missingSomewhere | if (access.exists !== null) conditions.push(`!{access.exists}`); | push to unshift: push",
    why: "The conditions are joined by ||, have no effects and never throw: their order does not matter.",
  },
  {
    mutant: 'codegen/passes/facts.ts | Facts.constant | if (e.kind === "variable") { | negate a condition: e.kind === "variable"',
    why: "No variable counts as a constant, and no other expression has a definition: more bounds are checked at run time, none fewer.",
  },
  {
    mutant:
      'codegen/lowering/emitter.ts | Emitter.folded | if (a.kind !== "immediate" || b.kind !== "immediate") return null; | || to &&: ||',
    why: "Registers and parameters have no value: what they give with a constant is NaN, which is no integer, and nothing is folded.",
  },
  {
    mutant:
      'codegen/lowering/emitter.ts | Emitter.divisor | return a.kind === "immediate" ? Math.abs(a.value) : a.kind === "register" ? (this.divisors.get(a.register) ?? 1) : 1; | negate a condition: a.kind === "register"',
    why: "Of values in registers nothing but a divisor of 1 is known then, which is always true: addresses are computed the long way.",
  },
  {
    mutant: "newest slot first",
    why: "Every wait then covers the newest fill, and with it all older ones: no copy of a ring is under way behind any wait. Stricter than it need be, never weaker.",
  },
  {
    mutant: "vectors one too wide",
    why: "The innermost register digit of every layout has an extent that is a power of two, which the largest run of at most 16 bytes divides.",
  },
  {
    mutant: "neighbours of a tile that changes",
    why: "The value of an element that the body writes is looked up nowhere: each element loads its run anew, of elements that this thread itself writes.",
  },
  {
    mutant: "codegen/frontend/elements.ts | elementIndex | if (foreignTile(reader, buffer, node)) return false; | false to true: false",
    why: "The diagnostic has been reported, so that the program is refused whatever is read behind it.",
  },
  {
    mutant:
      "codegen/passes/facts.ts | Facts.least | return Math.min(this.least(e.a), this.least(e.b)); | swap arguments: this.least(e.a), this.least(e.b)",
    why: "A minimum does not depend on the order of its arguments.",
  },
  {
    mutant:
      'codegen/lowering/local.ts | localElement.place | if (at.kind !== "immediate") | drop a statement: if (at.kind !== "immediate") throw new LoweringError( loweri',
    why: "The front end refuses such an index (CUI2014). In tile IR made by hand the element gets no number, which the verifier of lowered programs refuses.",
  },
  {
    mutant: "covers anything",
    why: "Fewer values of the digits than elements come round again in the loop over all elements, which finds the first one that is held twice.",
  },
  {
    mutant:
      'codegen/ir/instr/arithmetic.ts | positive | const positive: NonNullable<PureInstruction["sample"]> = (random) => Math.fround(2 ** (random() * 20 - 10)); | n to n + 1: 2',
    why: "Random operands of the tests of functions that take positive numbers: none of a program's meaning.",
  },
  {
    mutant:
      'codegen/lowering/emitter.ts | Emitter.affine | return (a.kind === "register" && this.affines.get(a.register)) || { base: a, constant: 0 }; | === to !==: ===',
    why: "A register counts as a sum without a constant, which it is: the additions of a tile's elements then share less. Parameters have no register, and are not found.",
  },
  {
    mutant: "codegen/passes/facts.ts | Facts.collect | this.loops.set(s.variable, s); | drop a statement: this.loops.set(s.variable, s);",
    why: "Nothing is known of the variables of loops then: more bounds are checked at run time and fewer accesses are wide, as for a variable read from memory.",
  },
  {
    mutant:
      'codegen/emit/js/ops/copy.ts | copyPresent.alike | const alike = from.dtype === to.dtype || (isFloat(from.dtype) && to.dtype === "f32"); | || to &&: ||',
    why: "Only f32 to f32 goes a row at a time then, which it may; all others go element by element, as every copy may.",
  },
];
