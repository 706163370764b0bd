// What a tensor held after each of several launches, read while later ones run: the device never waits for the host.
import { Event } from "../cuda/event.ts";
import { Stream } from "../cuda/stream.ts";
import { DeviceTensor } from "../cuda/tensor.ts";
import type { HostTensor } from "../host-tensor.ts";
import type { Place, Tensor } from "./place.ts";

export interface ReadBehind extends Disposable {
  /** So many values may be taken and not read yet. */
  readonly ahead: number;
  /** Takes what the tensor holds behind the work so far. */
  take(): void;
  /** The oldest value that was taken and not read. */
  next(): HostTensor;
}

export const readBehind = (place: Place, tensor: Tensor, ahead = 2): ReadBehind => {
  if (!(tensor instanceof DeviceTensor)) {
    const taken: HostTensor[] = [];
    // Launches are done when they return: nothing is gained by going ahead.
    return { ahead: 1, take: () => void taken.push(place.read(tensor)), next: () => taken.shift()!, [Symbol.dispose]: () => {} };
  }
  const { device } = tensor;
  const reader = Stream.create(device);
  const slots = Array.from({ length: ahead }, () => ({ copy: place.allocate(tensor.dtype, tensor.shape), done: Event.create(device) }));
  let [taken, read] = [0, 0];
  return {
    ahead,
    take: () => {
      const { copy, done } = slots[taken++ % ahead]!;
      (copy as DeviceTensor).copyFrom(tensor);
      done.record(device.stream);
    },
    next: () => {
      const { copy, done } = slots[read++ % ahead]!;
      reader.wait(done);
      return (copy as DeviceTensor).toHost(reader);
    },
    [Symbol.dispose]: () => {
      device.stream.synchronize();
      place.free(slots.map(({ copy }) => copy));
      for (const { done } of slots) done.dispose();
      reader.dispose();
    },
  };
};
