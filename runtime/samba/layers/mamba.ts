// Mamba (Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023, section 3.4): a convolution and a selective scan
// between two projections, gated.
import { causalConv1d, causalConv1dUpdate } from "../../../kernels/causal-conv1d/operator.ts";
import { selectionSums } from "../../../kernels/entropy/operator.ts";
import { selectiveScan, selectiveScanUpdate } from "../../../kernels/selective-scan/operator.ts";
import { innerSize, type SambaConfig, stepRank } from "../config.ts";
import type { Normed, Pass } from "../pass.ts";
import type { FloatName, Tensor } from "../place.ts";
import type { BuiltLayer, LayerParameters, Sequences } from "./layer.ts";

export const mambaLayer = (config: SambaConfig, dtype: FloatName, parameters: LayerParameters): BuiltLayer => {
  const inner = innerSize(config);
  const rank = stepRank(config);
  const { mambaState: states, mambaConv: width } = config;
  const input = parameters.linear(["in_proj"]);
  const low = parameters.linear(["x_proj"]);
  // Its bias enters the scan, in f32.
  const step = { weight: parameters.linear(["dt_proj"]).weight, bias: null };
  const output = parameters.linear(["out_proj"]);
  const convolution = { weight: parameters.f32(["conv1d.weight"], { shape: [inner, width] }), bias: parameters.f32(["conv1d.bias"]) };
  const scan = {
    A: parameters.f32(["A_log"], { change: (value) => -Math.exp(value) }),
    D: parameters.f32(["D"]),
    deltaBias: parameters.f32(["dt_proj.bias"]),
  };
  const scanned = { dtype, states, hasD: true, hasGate: true, hasBias: true, hasSoftplus: true };
  const convolved = { dtype, width, hasBias: true, hasSilu: true };

  const build = async (pass: Pass, sequences: Sequences, x: Normed): Promise<void> => {
    const { rows, place } = pass;
    const [convolutionState, scanState] = [sequences.state("conv"), sequences.state("scan")];
    const both = pass.scratch("wide", [rows, 2 * inner]);
    const u = pass.scratch("inner", [rows, inner]);
    const delta = pass.scratch("inner2", [rows, inner]);
    const y = pass.scratch("inner3", [rows, inner]);
    const lowWidth = rank + 2 * states;
    const projected = pass.scratch("low", [rows, lowWidth]);
    /** Columns of a matrix as the operators of sequences take them: with an axis of sequences, and `middle` before the columns. */
    const part = (matrix: Tensor, first: number, count: number, middle: readonly number[] = []): Tensor => {
      const stride = matrix.shape[1]!;
      const shape = [rows, ...middle, count];
      const strides = [stride, ...middle.map(() => count), 1];
      return pass.mode === "prefill"
        ? place.view(matrix, [1, ...shape], [rows * stride, ...strides], first)
        : place.view(matrix, shape, strides, first);
    };
    const whole = (matrix: Tensor): Tensor => part(matrix, 0, matrix.shape[1]!);

    await pass.project(x, input, both);
    const convolve = { x: part(both, 0, inner), ...convolution };
    if (pass.mode === "prefill") {
      const lastState = pass.scratch("convState", [1, width - 1, inner]);
      const call = { tensors: { ...convolve, initialState: convolutionState }, scalars: {}, outputs: { y: whole(u), lastState } };
      await pass.call(causalConv1d({ ...convolved, hasInitialState: true }), call);
      pass.copy(lastState, convolutionState);
    } else {
      const call = { tensors: { ...convolve, state: convolutionState }, scalars: {}, outputs: { y: u } };
      await pass.call(causalConv1dUpdate(convolved), call);
    }
    await pass.project(u, low, projected);
    await pass.project(pass.columns(projected, 0, rank), step, delta);
    if (sequences.measured)
      await pass.call(selectionSums({ dtype }), {
        tensors: { delta, bias: scan.deltaBias },
        scalars: {},
        outputs: { sums: sequences.measured([2, inner]) },
      });
    const tensors = {
      u: whole(u),
      delta: whole(delta),
      z: part(both, inner, inner),
      B: part(projected, rank, states, [1]),
      C: part(projected, rank + states, states, [1]),
      ...scan,
    };
    if (pass.mode === "prefill") {
      const lastState = pass.scratch("scanState", [1, inner, states], "f32");
      const call = { tensors: { ...tensors, initialState: scanState }, scalars: {}, outputs: { y: whole(y), lastState } };
      await pass.call(selectiveScan({ ...scanned, hasInitialState: true }), call);
      pass.copy(lastState, scanState);
    } else await pass.call(selectiveScanUpdate(scanned), { tensors: { ...tensors, state: scanState }, scalars: {}, outputs: { y } });
    await pass.projectOnto(x.residual, y, output);
  };
  return {
    states: () => ({ conv: { dtype, shape: [width - 1, inner] }, scan: { dtype: "f32", shape: [inner, states] } }),
    build,
  };
};
