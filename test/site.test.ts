import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkSite } from "../scripts/site/index.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-site-"));

afterAll(() => rmSync(folder, { recursive: true }));

/** A site of the pages, each the inside of a body. */
function site(name: string, pages: Readonly<Record<string, string>>): string {
  for (const [path, body] of Object.entries(pages)) {
    const file = join(folder, name, path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, `<!doctype html><html><body>${body}</body></html>`);
  }
  return join(folder, name);
}

describe("docs/index.md", () => {
  it("leads to every document", () => {
    const docs = join(import.meta.dirname, "..", "docs");
    const listed = [...readFileSync(join(docs, "index.md"), "utf8").matchAll(/^- \[[^\]]+\]\(([^)]+)\): \S/gm)];
    const documents = readdirSync(docs).filter((name) => name.endsWith(".md") && name !== "index.md");
    expect(listed.map(([, path]) => path).sort()).toEqual([...documents, "controls/index.md"].sort());
  });
});

describe("a built site", () => {
  it("is sound where every link leads somewhere, to other hosts too", () => {
    const sound = site("sound", {
      "index.html": '<a href="/a/">a</a> <a href="./a/b.html#x">b</a> <a href="https://example.org/">c</a>',
      "a/index.html": '<h1 id="top">a</h1> <a href="#top">top</a> <a href="/a/b">b</a> <script src="/app.js"></script>',
      "a/b.html": '<h2 id="x">x</h2> <a class="up" href="../index.html">up</a>',
      "app.js": "",
    });
    expect(checkSite(sound)).toEqual({ pages: 3, links: 7, broken: [] });
  });

  it("is broken where a page, a place in a page or a script is not there, or comes from another host", () => {
    const broken = site("broken", {
      "index.html":
        '<a href="/b.html">b</a> <a href="#down">down</a> <a href="a.html#y">y</a> <link href="/style.css">',
      "a.html": '<p id="x">x</p> <script src="https://cdn.example/app.js"></script> <img src="//cdn.example/a.png">',
    });
    expect(checkSite(broken).broken.toSorted()).toEqual([
      "a.html: `//cdn.example/a.png` is fetched from another host",
      "a.html: `https://cdn.example/app.js` is fetched from another host",
      "index.html: `#down` names a place that is not in that page",
      "index.html: `/b.html` leads nowhere",
      "index.html: `/style.css` leads nowhere",
      "index.html: `a.html#y` names a place that is not in that page",
    ]);
  });

  it("has no page where nothing was built", () => {
    expect(checkSite(site("empty", { "style.css": "" })).pages).toBe(0);
  });
});
