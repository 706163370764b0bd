// Kernels as values: where their source is (the compiler reads it), their default constants, and their JS run.
import { commonTuning } from "../codegen/ir/tile.ts";
import { argumentsOf, complete, constantsOf } from "./arguments.ts";
import { withWarps } from "./control.ts";
import type { HostTensor } from "./host-tensor.ts";
import { place } from "./place.ts";
import { dtypes } from "./types/scalars.ts";
import type { ConstantsOf, Global } from "./types/shapes.ts";

/** Device parameter to host argument: a tensor the problem leaves out may be null. */
// biome-ignore lint/suspicious/noExplicitAny: tensors of every type and shape
type HostArgument<A> = A extends Global<any, any> ? HostTensor | null : number;
export type HostArguments<A extends readonly unknown[]> = { [K in keyof A]: HostArgument<A[K]> };

export interface KernelDefaults<Problem, Tuning> {
  readonly problem: ConstantsOf<Problem>;
  readonly tuning: ConstantsOf<Tuning>;
  /** The kernel says that its last bits may differ from run to run: it may add floats in the order in which threads come. */
  readonly nondeterministic?: true;
}
export interface Kernel<Problem, Tuning, Parameters extends readonly unknown[]> {
  readonly url: string;
  readonly name: string;
  readonly defaults: KernelDefaults<Problem, Tuning> | undefined;
  readonly program: (problem: Problem, tuning: Tuning) => (...parameters: Parameters) => void;
  /**
   * Executes the kernel's own body as JavaScript, for the debugger and for small sizes. Constants left out take their defaults. Throws a
   * RuntimeError (CUI3007) for a call that is wrong as far as it shows without the kernel's types; `prepareKernel("js", …)` checks those too.
   */
  run(problem: Partial<ConstantsOf<Problem>>, tuning: Partial<ConstantsOf<Tuning>>, ...parameters: HostArguments<Parameters>): void;
}

const withTokens = (constants: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(constants).map(([name, value]) => [
      name,
      typeof value === "string" && Object.hasOwn(dtypes, value) ? dtypes[value as keyof typeof dtypes] : value,
    ]),
  );

// biome-ignore lint/suspicious/noExplicitAny: programs of every signature; a type parameter for each part would not take generic programs
type Program = (problem: any, tuning: any) => (...parameters: any[]) => void;
type KernelOf<P extends Program> = Kernel<Parameters<P>[0], Parameters<P>[1], Parameters<ReturnType<P>>>;

/** Declares a kernel: constants first, then the device program. `name` is its identity; `defaults` are plain literals. */
export const kernel = <P extends Program>(
  url: string,
  name: string,
  program: P,
  defaults?: KernelDefaults<Parameters<P>[0], Parameters<P>[1]>,
): KernelOf<P> => ({
  url,
  name,
  defaults,
  program,
  run: (problem, tuning, ...parameters) => {
    const [constants, choices] = [
      constantsOf(name, problem, defaults?.problem, []),
      constantsOf(name, tuning, defaults?.tuning, commonTuning),
    ].map(withTokens) as [Record<string, unknown>, Record<string, unknown>];
    const device = program(complete(name, constants), complete(name, choices));
    const values = argumentsOf(name, device, parameters);
    const { warps } = choices;
    Object.assign(place, { kernel: name, block: 0, thread: 0, element: null });
    withWarps(typeof warps === "number" ? warps : 4, () => device(...values));
  },
});
