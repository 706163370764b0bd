// Row-major walk over the indices of a shape. The index array is reused: callers do not keep it.
export const forEachIndex = (shape: readonly number[], body: (index: readonly number[]) => void): void => {
  if (shape.includes(0)) return;
  const index = shape.map(() => 0);
  for (;;) {
    body(index);
    let axis = shape.length - 1;
    for (; axis >= 0; axis--) {
      index[axis] = index[axis]! + 1;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
};
