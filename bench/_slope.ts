/** A point of a measurement: how many judgements so far, and a value then. */
export interface Point {
  readonly judged: number;
  readonly value: number;
}

/** By how much the value grows with each judgement: the line with the least squares through the points. 0 where there is no line. */
export function slope(points: readonly Point[]): number {
  const mean = (key: keyof Point): number => points.reduce((sum, point) => sum + point[key], 0) / points.length;
  const [middleX, middleY] = [mean("judged"), mean("value")];
  const covariance = points.reduce((sum, { judged, value }) => sum + (judged - middleX) * (value - middleY), 0);
  const variance = points.reduce((sum, { judged }) => sum + (judged - middleX) ** 2, 0);
  return variance === 0 ? 0 : covariance / variance;
}
