import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import chromium, { inflate, setupLambdaEnvironment } from "@sparticuz/chromium";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Report } from "../../harness/model/index.ts";
import { formats } from "../../harness/report/index.ts";
import { compared } from "./_compared.ts";
import { covered } from "./_covered.ts";
import { everything } from "./_report.ts";

const hostile = '</script><img src="https://hostile.invalid/x.png" onerror="document.title=\'taken\'">';
const report: Report = {
  ...everything,
  ...(compared.comparisons === undefined ? {} : { comparisons: compared.comparisons }),
  ...(covered.coverage === undefined ? {} : { coverage: covered.coverage }),
  findings: [...everything.findings, ...compared.findings],
  problems: [...everything.problems, { code: "bad-file", message: hostile }],
};

let browser: Browser | undefined;

/** The registry has the browser for Linux alone, with the libraries that a bare machine may lack. */
describe.runIf(process.platform === "linux" && process.arch === "x64")("in a browser", () => {
  let own = "";

  beforeAll(async () => {
    own = mkdtempSync(join(tmpdir(), "assay-chromium-"));
    process.env["TMPDIR"] = own; // what another run has unpacked may not be whole
    const main = fileURLToPath(import.meta.resolve("@sparticuz/chromium"));
    await inflate(join(dirname(main), "../bin/al2023.tar.br"));
    setupLambdaEnvironment(join(tmpdir(), "al2023", "lib"));
    browser = await puppeteer.launch({
      args: chromium.args,
      executablePath: await chromium.executablePath(),
      headless: "shell",
    });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(own, { recursive: true, force: true });
  });

  test.for(["light", "dark"] as const)(
    "the page opens from disk in %s, asks for nothing else, and is not empty",
    async (scheme) => {
      const { page, requests, errors } = await opened(scheme);
      expect(await page.title()).toBe("assay test");
      expect(await page.$$eval("h2", (all) => all.map((one) => one.textContent))).toEqual([
        "Findings (8)",
        "Problems (3)",
        "Comparisons",
        "Coverage",
        "Counts",
        "Checks",
      ]);
      expect(await brightness(page)).toSatisfy((mean: number) => (scheme === "light" ? mean > 200 : mean < 60));
      expect(requests).toEqual([page.url()]);
      expect(errors).toEqual([]);
    },
  );

  test("the filter works with the keyboard alone, and says how much is shown", async () => {
    const { page } = await opened("light");
    const shown = () =>
      page.$$eval("details[data-row]:not([hidden])", (all) => all.map((one) => one.getAttribute("data-control")));
    expect(await shown()).toHaveLength(8);
    await page.keyboard.press("/");
    expect(await focused(page)).toBe("text");
    expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
    await page.keyboard.type("HOST-port");
    expect(await shown()).toEqual(["ports", "ports"]);
    expect(await page.$eval("output", (output) => output.textContent)).toMatch(/^\d+ of \d+ rows shown$/);
    await page.keyboard.press("Escape");
    await page.waitForFunction("document.querySelectorAll('details[data-row]:not([hidden])').length === 8");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("control");
    await page.keyboard.type("volumes");
    expect(await shown()).toEqual(["volumes", "volumes", "volumes"]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("status");
    await page.keyboard.type("passed");
    expect(await shown()).toEqual([]);
  });

  test("the parts of the page are reached with the keyboard, and tables and texts that are too wide are scrolled with it", async () => {
    const { page } = await opened("light");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.getAttribute('href')")).toBe("#findings");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("location.hash")).toBe("#problems");
    const links = await page.$$eval("nav a", (all) => all.map((one) => one.getAttribute("href") ?? ""));
    for (const link of links) expect(await page.$(link)).not.toBeNull();
    await page.setViewport({ width: 360, height: 800 });
    const unreached = `[...document.querySelectorAll("pre, table")].filter((one) => {
      const box = one.closest("[tabindex]");
      return one.scrollWidth > innerWidth && box === null;
    }).length`;
    expect(await page.evaluate(unreached)).toBe(0);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });

  test("a finding opens and closes with the keyboard", async () => {
    const { page } = await opened("light");
    const isOpen = () => page.$eval("details.finding", (one) => one.open);
    await page.focus("details.finding summary");
    await page.keyboard.press("Enter");
    expect(await isOpen()).toBe(false);
    await page.keyboard.press("Enter");
    expect(await isOpen()).toBe(true);
  });
});

/** The report's page, opened from disk, with all that the browser asked for and all that went wrong in it. */
async function opened(
  scheme: "light" | "dark",
): Promise<{ page: Page; requests: readonly string[]; errors: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "assay-html-"));
  const file = join(folder, "report.html");
  writeFileSync(file, formats.html(report, {}));
  const page = await newPage();
  onTestFinished(async () => {
    await page.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const [requests, errors]: [string[], string[]] = [[], []];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => errors.push(message.text()));
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(pathToFileURL(file).href);
  return { page, requests, errors };
}

function newPage(): Promise<Page> {
  if (browser === undefined) throw new Error("the browser did not start");
  return browser.newPage();
}

function focused(page: Page): Promise<unknown> {
  return page.evaluate("document.activeElement.getAttribute('name')");
}

/** Mean of what a screenshot shows, 0 black and 255 white; fails where it shows one colour alone. */
async function brightness(page: Page): Promise<number> {
  const image = await page.screenshot({ encoding: "base64" });
  const blank = await newPage();
  try {
    const { mean, colours } = (await blank.evaluate(`(${seen})("data:image/png;base64,${image}")`)) as Seen;
    expect(colours).toBeGreaterThan(20);
    return mean;
  } finally {
    await blank.close();
  }
}

interface Seen {
  readonly mean: number;
  readonly colours: number;
}

/** Runs in the browser, which knows how to read a picture. */
const seen = `async (source) => {
  const picture = new Image();
  picture.src = source;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const pixels = new Uint32Array(data.buffer);
  let sum = 0;
  for (const pixel of pixels) sum += (pixel & 255) + ((pixel >> 8) & 255) + ((pixel >> 16) & 255);
  return { mean: sum / pixels.length / 3, colours: new Set(pixels).size };
}`;
