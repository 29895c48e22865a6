/** What has a name that was used before gets a number: `name`, `name#2`, … */
export function numbered<Named extends { readonly name: string }>(all: readonly Named[]): readonly Named[] {
  const times = new Map<string, number>();
  return all.map((one) => {
    const time = (times.get(one.name) ?? 0) + 1;
    times.set(one.name, time);
    return time === 1 ? one : { ...one, name: `${one.name}#${time}` };
  });
}
