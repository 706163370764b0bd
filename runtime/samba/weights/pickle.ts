// Reads Python's pickles (protocols 2 to 5) without running anything: a machine of the opcodes that dictionaries of tensors need, and a list of
// the callables that may be named. Whatever else a pickle asks for is refused with CUI3021, its name and its byte; a pickle that is damaged,
// with CUI3020. Nothing recurs into what is read, so that nesting takes no stack; time and memory are linear in the pickle's length, which is
// bounded.
import { RuntimeError } from "../../cuda/errors.ts";
import { fileProblem } from "./file.ts";
import { opcodeNames } from "./pickle-opcodes.ts";

/** A callable or class that a pickle may name. `call` is null for what is only passed on, as storage types are. */
export interface Global {
  readonly kind: "global";
  /** As in Python, with its module. */
  readonly name: string;
  readonly call: ((args: readonly Value[]) => Value) | null;
}
export interface Sequence {
  readonly kind: "tuple" | "list";
  readonly items: Value[];
}
export interface Dictionary {
  readonly kind: "dictionary";
  /** Keys are compared as JavaScript compares them: true and 1 are two. */
  readonly entries: Map<Value, Value>;
}
/** Something that a persistent identifier or a call stands for. */
export interface Foreign {
  readonly kind: "foreign";
  readonly value: object;
}
export type Value = null | boolean | number | bigint | string | Sequence | Dictionary | Global | Foreign;

export const dictionary = (): Dictionary => ({ kind: "dictionary", entries: new Map() });
/** What a value is, for messages. */
export const described = (value: Value | undefined): string => {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 100));
  if (typeof value !== "object" || value === null) return String(value);
  return value.kind === "global" ? value.name : `a ${value.kind}`;
};

export interface PickleOptions {
  /** Name of the file, for messages. */
  readonly path: string;
  /** By name. */
  readonly globals: ReadonlyMap<string, Global>;
  /** What a persistent identifier stands for. */
  persistent(id: Value): Value;
}

/** Why a call or an identifier does not fit; the machine adds where. */
export class PickleRefusal extends Error {}

const LAST_PROTOCOL = 5;
/** In bytes, of which one can make a dictionary: a state dictionary has about 200 for each tensor. */
export const LONGEST_PICKLE = 2 ** 22;

/** The one value of a pickle. */
export const unpickle = (bytes: Uint8Array, { path, globals, persistent }: PickleOptions): Value => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  if (bytes.length > LONGEST_PICKLE)
    throw fileProblem(
      path,
      `has a pickle of ${bytes.length} bytes, and ${LONGEST_PICKLE} are read at most`,
      "it holds much else than tensors: load it in Python and save the model's state_dict() alone",
    );
  let at = 0;
  /** Where the current opcode is. */
  let opcodeAt = 0;
  const damaged = (what: string): RuntimeError => fileProblem(path, `has a pickle that is damaged at byte ${opcodeAt}: ${what}`);
  const refused = (what: string): RuntimeError =>
    new RuntimeError(
      "CUI3021",
      `${path} has a pickle that asks for ${what} at byte ${opcodeAt}`,
      "only tensors in dictionaries are read, for a pickle can run any program: where you trust it, load it in Python and save the " +
        "model's state_dict() alone",
    );

  const take = (count: number): number => {
    if (count > bytes.length - at) throw damaged("it ends too early");
    at += count;
    return at - count;
  };
  const u8 = (): number => bytes[take(1)]!;
  const u16 = (): number => view.getUint16(take(2), true);
  const u32 = (): number => view.getUint32(take(4), true);
  const u64 = (): number => Number(view.getBigUint64(take(8), true));
  const string = (length: number): string => {
    const start = take(length);
    try {
      return text.decode(bytes.subarray(start, start + length));
    } catch {
      throw damaged("a text is not UTF-8");
    }
  };
  const line = (): string => {
    const end = bytes.indexOf(0x0a, at);
    if (end < 0) throw damaged("a line does not end");
    const words = string(end - at);
    at++;
    return words;
  };
  /** A little-endian two's complement number of any length. */
  const long = (length: number): Value => {
    const start = take(length);
    if (length === 0) return 0;
    let hex = "";
    for (let i = length - 1; i >= 0; i--) hex += bytes[start + i]!.toString(16).padStart(2, "0");
    const value = BigInt.asIntN(8 * length, BigInt(`0x${hex}`));
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  };

  // Marks keep the height of the stack at which they were set.
  const stack: Value[] = [];
  const marks: number[] = [];
  const memo = new Map<number, Value>();
  const floor = (): number => marks.at(-1) ?? 0;
  const pop = (): Value => {
    if (stack.length <= floor()) throw damaged("the stack is empty");
    return stack.pop()!;
  };
  const top = (): Value => {
    if (stack.length <= floor()) throw damaged("the stack is empty");
    return stack.at(-1)!;
  };
  const popMark = (): Value[] => {
    const mark = marks.pop();
    if (mark === undefined) throw damaged("there is no mark");
    return stack.splice(mark);
  };
  const popMany = (count: number): Value[] => {
    if (stack.length - count < floor()) throw damaged("the stack is empty");
    return stack.splice(stack.length - count);
  };
  const recall = (index: number): Value => {
    const value = memo.get(index);
    if (value === undefined) throw damaged(`memo ${index} is empty`);
    return value;
  };
  const sequence = (kind: Sequence["kind"], items: Value[]): Value => ({ kind, items });
  const append = (items: readonly Value[]): void => {
    const list = top();
    if (typeof list !== "object" || list?.kind !== "list") throw damaged(`${described(list)} is no list`);
    for (const item of items) list.items.push(item);
  };
  const setItems = (pairs: readonly Value[]): void => {
    const target = top();
    if (typeof target !== "object" || target?.kind !== "dictionary") throw damaged(`${described(target)} is no dictionary`);
    if (pairs.length % 2 !== 0) throw damaged("a key has no value");
    for (let i = 0; i < pairs.length; i += 2) target.entries.set(pairs[i]!, pairs[i + 1]!);
  };
  const global = (name: string): Global => {
    const found = globals.get(name);
    if (!found) throw refused(name);
    return found;
  };
  const checked = (what: () => Value): Value => {
    try {
      return what();
    } catch (error) {
      if (error instanceof PickleRefusal) throw damaged(error.message);
      throw error;
    }
  };
  const reduce = (): Value => {
    const [callable, args] = popMany(2);
    if (typeof callable !== "object" || callable?.kind !== "global" || callable.call === null)
      throw refused(`a call of ${described(callable)}`);
    if (typeof args !== "object" || args?.kind !== "tuple") throw damaged(`${described(args)} is no tuple of arguments`);
    const { call } = callable;
    return checked(() => call(args.items));
  };

  for (;;) {
    opcodeAt = at;
    const code = u8();
    const name = opcodeNames.get(code);
    switch (name) {
      case "PROTO": {
        const protocol = u8();
        if (protocol > LAST_PROTOCOL) throw refused(`protocol ${protocol}`);
        break;
      }
      case "FRAME":
        if (u64() > bytes.length - at) throw damaged("a frame runs past the end");
        break;
      case "STOP": {
        const value = pop();
        if (stack.length > 0 || marks.length > 0) throw damaged("it stops with more than one value");
        if (at !== bytes.length) throw damaged("it goes on behind its end");
        return value;
      }
      case "MARK":
        marks.push(stack.length);
        break;
      case "POP":
        pop();
        break;
      case "POP_MARK":
        popMark();
        break;
      case "DUP":
        stack.push(top());
        break;
      case "NONE":
        stack.push(null);
        break;
      case "NEWTRUE":
        stack.push(true);
        break;
      case "NEWFALSE":
        stack.push(false);
        break;
      case "BININT":
        stack.push(view.getInt32(take(4), true));
        break;
      case "BININT1":
        stack.push(u8());
        break;
      case "BININT2":
        stack.push(u16());
        break;
      case "LONG1":
        stack.push(long(u8()));
        break;
      case "BINFLOAT":
        stack.push(view.getFloat64(take(8), false));
        break;
      case "SHORT_BINUNICODE":
        stack.push(string(u8()));
        break;
      case "BINUNICODE":
        stack.push(string(u32()));
        break;
      case "BINUNICODE8":
        stack.push(string(u64()));
        break;
      case "EMPTY_TUPLE":
        stack.push(sequence("tuple", []));
        break;
      case "TUPLE1":
        stack.push(sequence("tuple", popMany(1)));
        break;
      case "TUPLE2":
        stack.push(sequence("tuple", popMany(2)));
        break;
      case "TUPLE3":
        stack.push(sequence("tuple", popMany(3)));
        break;
      case "TUPLE":
        stack.push(sequence("tuple", popMark()));
        break;
      case "EMPTY_LIST":
        stack.push(sequence("list", []));
        break;
      case "APPEND":
        append([pop()]);
        break;
      case "APPENDS":
        append(popMark());
        break;
      case "EMPTY_DICT":
        stack.push(dictionary());
        break;
      case "SETITEM":
        setItems(popMany(2));
        break;
      case "SETITEMS":
        setItems(popMark());
        break;
      case "GLOBAL": {
        const module = line();
        stack.push(global(`${module}.${line()}`));
        break;
      }
      case "STACK_GLOBAL": {
        const [module, word] = popMany(2);
        if (typeof module !== "string" || typeof word !== "string")
          throw damaged(`${described(module)} and ${described(word)} name nothing`);
        stack.push(global(`${module}.${word}`));
        break;
      }
      case "REDUCE":
        stack.push(reduce());
        break;
      case "BUILD": {
        // Attributes of a dictionary, as a module's versions in a state dictionary: of no use to a tensor.
        const state = pop();
        const target = top();
        if (typeof target !== "object" || target?.kind !== "dictionary") throw refused(`attributes of ${described(target)}`);
        if (typeof state !== "object" || state?.kind !== "dictionary") throw refused(`attributes from ${described(state)}`);
        break;
      }
      case "BINPERSID": {
        const id = pop();
        stack.push(checked(() => persistent(id)));
        break;
      }
      case "BINPUT":
        memo.set(u8(), top());
        break;
      case "LONG_BINPUT":
        memo.set(u32(), top());
        break;
      case "MEMOIZE":
        memo.set(memo.size, top());
        break;
      case "BINGET":
        stack.push(recall(u8()));
        break;
      case "LONG_BINGET":
        stack.push(recall(u32()));
        break;
      case undefined:
        throw damaged(`there is no opcode 0x${code.toString(16).padStart(2, "0")}`);
      default:
        throw refused(`the opcode ${name}`);
    }
  }
};
