/** The value below which `share` (0 to 1) of the values lie. Throws RangeError when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (found === undefined) throw new RangeError('no values to take a quantile of');
  return found;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
