// A layer's parameters, read from named tensors and brought to the place: converted, joined and permuted once, when a model is loaded.
import { HostTensor } from "../../host-tensor.ts";
import type { FloatName, Place, Tensor } from "../place.ts";
import { asFloat, joinRows } from "../weights/convert.ts";
import type { NamedTensors } from "../weights/named-tensors.ts";
import type { LayerParameters } from "./layer.ts";

/** Those whose names begin with `path`. */
export const layerParameters = (place: Place, dtype: FloatName, source: NamedTensors, path: string): LayerParameters => {
  const get = (name: string): HostTensor => source.get(`${path}.${name}`);
  const has = (name: string): boolean => source.names().includes(`${path}.${name}`);
  return {
    linear: (names, order) => {
      const joined = (part: string): HostTensor =>
        joinRows(
          names.map((name) => get(`${name}.${part}`)),
          order,
        );
      const bias = has(`${names[0]}.bias`) ? place.upload(joined("bias"), "f32") : null;
      return { weight: place.upload(joined("weight"), dtype), bias };
    },
    f32: (names, { shape, order, change } = {}) => {
      const given = asFloat(joinRows(names.map(get), order), "f32");
      const data = change ? (given.data as Float32Array).map(change) : given.data;
      return place.upload(new HostTensor("f32", shape ?? given.shape, data), "f32");
    },
    constant: (values): Tensor =>
      values instanceof HostTensor
        ? place.upload(values, null)
        : place.upload(HostTensor.fromNumbers("f32", [values.length], values), "f32"),
  };
};
