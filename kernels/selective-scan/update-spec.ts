// The contract of the scan's single token, for every execution: it is what the scan of one token makes of the slot's state, and no other
// slot changes.
import fc from "fast-check";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import { besideModule, type Constants, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { HostTensor, randomTensor } from "../../proptests/lib/tensors.ts";
import { makeInputs, optionsOf, type ScanCase, type ScanProblemChoice, scanCase } from "./cases.ts";
import { type ScanUpdateTuning, scanUpdateTuning, selectiveScanUpdate } from "./operator.ts";
import { expectScan } from "./expect.ts";

export interface ScanUpdateCase {
  /** Its batch is the rows, with one token each. */
  readonly scan: ScanCase;
  /** Slot of each row, -1 for none; null: row n's own slot n. */
  readonly slots: readonly number[] | null;
}
const poolSize = 5;
export const scanUpdateCase = (problem?: ScanProblemChoice & { readonly hasSlots?: boolean }): fc.Arbitrary<ScanUpdateCase> =>
  fc
    .record({
      scan: scanCase(8, 1e6, problem),
      hasSlots: problem ? fc.constant(problem.hasSlots ?? false) : fc.boolean(),
      chosen: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 1, maxLength: 3 }),
      padding: fc.nat(1),
    })
    .map(({ scan, hasSlots, chosen, padding }) => {
      const slots = hasSlots ? [...chosen, ...Array.from({ length: padding }, () => -1)] : null;
      const lengths = Array.from({ length: slots?.length ?? chosen.length }, () => 1);
      return { scan: { ...scan, packed: false, hasInitialState: false, reverse: false, lengths }, slots };
    });

/** Elements at one index of the first axis, without or with that axis. */
const rowOf = (tensor: HostTensor, row: number, keep: boolean): HostTensor =>
  new HostTensor(
    tensor.dtype,
    keep ? tensor.shape.with(0, 1) : tensor.shape.slice(1),
    tensor.data,
    keep ? tensor.strides : tensor.strides.slice(1),
    tensor.offset + row * tensor.strides[0]!,
  );
/** [row, 1 token, ...] as [row, ...]. */
const withoutTokens = (tensor: HostTensor): HostTensor =>
  new HostTensor(tensor.dtype, tensor.shape.toSpliced(1, 1), tensor.data, tensor.strides.toSpliced(1, 1), tensor.offset);

export const checkScanUpdate = async ({ scan, slots }: ScanUpdateCase, tuning: ScanUpdateTuning, execute: Execution): Promise<void> => {
  const { dtype, states, groupChannels, hasD, hasGate, hasBias, hasSoftplus, channels, lengths } = scan;
  const inputs = makeInputs(scan);
  const state = randomTensor(new Random(scan.seed + 1), "f32", [slots ? poolSize : lengths.length, channels, states]);
  const before = new HostTensor("f32", state.shape, state.data.slice(), state.strides, state.offset);
  const plan = selectiveScanUpdate({ dtype, states, groupChannels, hasD, hasGate, hasBias, hasSoftplus, hasSlots: slots !== null }, tuning);
  const { u, delta, A, B, C, D, z, deltaBias } = inputs;
  const tensors = {
    ...{ u: withoutTokens(u), delta: withoutTokens(delta), A, B: withoutTokens(B), C: withoutTokens(C), state },
    ...(D && { D }),
    ...(z && { z: withoutTokens(z) }),
    ...(deltaBias && { deltaBias }),
    ...(slots && { slots: HostTensor.fromNumbers("i32", [slots.length], slots) }),
  };
  const { outputs } = await runPlan(plan, { tensors, scalars: {} }, execute, 1);
  const used = new Set<number>();
  for (const row of lengths.keys()) {
    const slot = slots ? slots[row]! : row;
    const y = rowOf(outputs["y"]!, row, false).toNumbers();
    if (slot < 0) {
      if (y.some((value) => value !== 0)) throw new Error(`row ${row} has no slot, and its y is not 0`);
      continue;
    }
    used.add(slot);
    const part = (tensor: HostTensor): HostTensor => rowOf(tensor, row, true);
    const alone = {
      ...inputs,
      u: part(u),
      delta: part(delta),
      B: part(B),
      C: part(C),
      z: z && part(z),
      initialState: rowOf(before, slot, true),
    };
    expectScan(` of row ${row}`, alone, optionsOf(scan), { y, lastState: rowOf(state, slot, false).toNumbers() });
  }
  for (let slot = 0; slot < state.shape[0]!; slot += 1) {
    const [old, now] = [before, state].map((tensor) => rowOf(tensor, slot, false).toNumbers());
    if (!used.has(slot) && now!.some((value, n) => !Object.is(value, old![n])))
      throw new Error(`slot ${slot} belongs to no row of the call, and changed`);
  }
};

const completeProblem = (given: Constants): ScanProblemChoice & { readonly hasSlots?: boolean } =>
  ({ groupChannels: 0, hasD: false, hasGate: false, hasBias: false, hasSoftplus: false, ...given }) as unknown as ScanProblemChoice;
export const scanUpdateSpec: Spec<ScanUpdateCase> = {
  name: "selectiveScanUpdate",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings: [{ blockC: 8, warps: 2 }, { ...scanUpdateTuning(16) }],
  cases: ({ problem }) => scanUpdateCase(problem && completeProblem(problem)),
  check: (one, tuning, execute) => checkScanUpdate(one, tuning as unknown as ScanUpdateTuning, execute),
};
