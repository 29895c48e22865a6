/** A platform that engines are built for, in Node's words (`process.platform`, `process.arch`) and in Go's. */
export interface Platform {
  readonly name: string;
  readonly goos: string;
  readonly goarch: string;
  readonly suffix: "" | ".exe";
}

export const platforms: readonly Platform[] = [
  { name: "linux-x64", goos: "linux", goarch: "amd64", suffix: "" },
  { name: "linux-arm64", goos: "linux", goarch: "arm64", suffix: "" },
  { name: "darwin-x64", goos: "darwin", goarch: "amd64", suffix: "" },
  { name: "darwin-arm64", goos: "darwin", goarch: "arm64", suffix: "" },
  { name: "win32-x64", goos: "windows", goarch: "amd64", suffix: ".exe" },
  { name: "win32-arm64", goos: "windows", goarch: "arm64", suffix: ".exe" },
];

/** The platforms that `names` asks for: none is this machine's, `all` is every one. Throws on a name that is not known. */
export function choosePlatforms(names: readonly string[]): readonly Platform[] {
  if (names.includes("all")) return platforms;
  const wanted = names.length === 0 ? [`${process.platform}-${process.arch}`] : names;
  return wanted.map((name) => {
    const found = platforms.find((platform) => platform.name === name);
    if (found !== undefined) return found;
    const known = platforms.map((platform) => platform.name).join(", ");
    throw new Error(`\`${name}\` is not a platform that engines are built for. Use one of ${known}, or all.`);
  });
}
