/** Shares time out: each of `count` callers has an equal part of what the ones before it left, and a deadline by `performance.now()`. */
export function timeSlices(seconds: number | undefined, count: number): () => { readonly deadline?: number } {
  if (seconds === undefined) return () => ({});
  const end = performance.now() + seconds * 1000;
  let waiting = count;
  return () => {
    const now = performance.now();
    return { deadline: now + (end - now) / waiting-- };
  };
}
