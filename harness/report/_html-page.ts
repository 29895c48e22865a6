import { escapeHtml } from "./_html-text.ts";

/** The whole document around its parts. Nothing in it is fetched, and the browser is told to let nothing be. */
export function page(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
<script>${script}</script>
</body>
</html>
`;
}

// --- internal ---

const style = `
:root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --dim: #57606a; --line: #d0d7de; --edge: #818b98; --soft: #f6f8fa; --bad: #b3261e; --good: #176f2c; --mark: #8a5a00; --focus: #0550ae; --ins: #dafbe1; --del: #ffebe9; }
@media (prefers-color-scheme: dark) { :root { --back: #0d1117; --text: #e6edf3; --dim: #9da7b1; --line: #3d444d; --edge: #8b949e; --soft: #161b22; --bad: #ff8078; --good: #56d364; --mark: #e3b341; --focus: #79c0ff; --ins: #12361f; --del: #4a1b1b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 1rem; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; border-bottom: 1px solid var(--line); }
code, pre { font: .875rem/1.5 ui-monospace, monospace; }
pre { overflow: auto; margin: .25rem 0 1rem; padding: .5rem; background: var(--soft); border: 1px solid var(--line); }
ins, del { display: inline-block; min-width: 100%; text-decoration: none; } ins { background: var(--ins); } del { background: var(--del); }
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; padding: .5rem; background: var(--soft); border: 1px solid var(--line); }
label { display: grid; font-size: .875rem; color: var(--dim); }
input, select, button { font: inherit; padding: .25rem .5rem; color: var(--text); background: var(--back); border: 1px solid var(--edge); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0 0 1rem; padding: 0; list-style: none; } a { color: var(--focus); } section { scroll-margin-top: .5rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; color: var(--dim); } th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody th { font-weight: normal; } td code { white-space: pre-wrap; overflow-wrap: anywhere; }
@media (min-width: 48rem) { tbody th { white-space: nowrap; } }
details { border-left: 4px solid var(--line); margin: .5rem 0; padding: .25rem .75rem; }
details.error { border-color: var(--bad); } details.warning { border-color: var(--mark); }
summary { cursor: pointer; overflow-wrap: anywhere; } dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
dt, .label, .engine { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; } .label { margin: .5rem 0 0; }
.badge { font-weight: bold; } .error, .failed, .fails, .survived { color: var(--bad); } .passed, .holds, .killed { color: var(--good); } .warning, .skipped, .unchecked { color: var(--mark); }
details.error, details.warning { color: inherit; } [hidden] { display: none !important; }
`;

/** \`/\` goes to the filter and Escape clears it; the rest is the browser's own. */
const script = `
const form = document.querySelector("form");
const rows = [...document.querySelectorAll("[data-row]")];
const shown = document.querySelector("output");
function filter() {
  const { text, control, engine, status } = Object.fromEntries(new FormData(form));
  const words = text.toLowerCase();
  let count = 0;
  for (const row of rows) {
    const { dataset } = row;
    row.hidden = (control !== "" && dataset.control !== control) || (engine !== "" && dataset.engine !== engine)
      || (status !== "" && dataset.status !== status) || (words !== "" && !row.textContent.toLowerCase().includes(words));
    if (!row.hidden) count++;
  }
  shown.value = count + " of " + rows.length + " rows shown";
}
form.addEventListener("input", filter);
form.addEventListener("reset", () => setTimeout(filter));
form.addEventListener("submit", (event) => { event.preventDefault(); filter(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") form.reset();
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  form.elements.text.focus();
});
filter();
`;
