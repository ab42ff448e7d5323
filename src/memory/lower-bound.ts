/** The lower end of Wilson's interval of a share at one standard error: 5 of 5 is 0.83, 10 of 10 is 0.91. */
export function lowerBound(obeying: number, total: number): number {
  const share = obeying / total;
  const spread = Math.sqrt((share * (1 - share)) / total + 1 / (4 * total * total));
  return (share + 1 / (2 * total) - spread) / (1 + 1 / total);
}
