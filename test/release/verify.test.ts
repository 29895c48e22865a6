import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { run } from "../../harness/cli/run.ts";
import { openEngines } from "../../harness/engine/index.ts";
import type { JsonObject } from "../../harness/model/index.ts";
import { assay, type Ended } from "../cli/_assay.ts";
import { type As, identity, issuer, keyPair, makeSigstore, type Signed, signed } from "./_sigstore.ts";

const artifact = Buffer.from("made up, and released\n");
const sigstore = await makeSigstore();
const genuine = await sigstore.sign(artifact);
const by = ["--certificate-identity", identity, "--certificate-oidc-issuer", issuer];
const rooted = ["--trusted-root", "root.json"];
const bundled = ["--bundle", "app.sigstore.json", ...rooted];

describe("release.verify-blob", () => {
  test("verifies a genuine file, signature and certificate, and says what is not checked", async () => {
    expect(await assay(["verify", "app", ...by, ...rooted], { cwd: folder({}) })).toEqual({
      code: 0,
      stderr: "",
      stdout: expect.stringMatching(
        /^✓ app {2}sha256:[0-9a-f]{64}\n {2}release\.verify-blob\n {4}✓ signature: made over this file by the certificate's key\n {4}✓ identity: release@example\.com\n {4}✓ issuer: https:\/\/issuer\.example\n {4}✓ time: the certificate is valid until \S+Z\n {4}✓ chain: up to the authority of --trusted-root\n {4}✓ certificate log: a log has signed that it has the certificate\n {4}- transparency log: not checked: a signature that is no bundle has no proof with it\n\n1 verified \(not checked: transparency log\)\n$/,
      ),
    });
  });

  test.for<[string, Change, string]>([
    ["one byte of the file flipped", { app: flipped(artifact, 3) }, "✗ signature: not made over this file by"],
    ["one byte of the signature flipped", { sig: flippedSignature(genuine) }, "✗ signature: not made over"],
    ["an empty signature", { sig: "" }, "✗ signature: it is empty"],
    ["another file's signature", { sig: signed(Buffer.from("x"), keyPair()) }, "✗ signature: not made over"],
    [
      "another identity",
      { as: { identity: "other@example.com" } },
      `✗ identity: "other@example.com", not "${identity}"`,
    ],
    [
      "an identity that has the wanted one in it",
      { as: { identity: `x${identity}` } },
      `✗ identity: "x${identity}", not`,
    ],
    ["an identity that only a pattern would match", { as: { identity: "release@exampleXcom" } }, "✗ identity: "],
    ["another issuer", { as: { issuer: "https://other.example" } }, '✗ issuer: "https://other.example", not'],
    ["another issuer in the older form", { as: { issuer: "https://other.example", olderForm: true } }, "✗ issuer: "],
    ["an expired certificate", { as: { at: hoursAgo(1) } }, "✗ time: the certificate was valid until"],
    ["a certificate that is not valid yet", { as: { at: hoursAgo(-1) } }, "✗ time: the certificate is valid from"],
  ])("refuses %s", async ([, change, words]) => {
    const { code, stdout } = await verify([...by, ...rooted], change);
    expect(stdout).toContain(words);
    expect(stdout.match(/✗/g)).toHaveLength(2);
    expect(stdout).toMatch(/^✗ app /);
    expect(stdout).toMatch(/\n0 verified, 1 not verified\n$/);
    expect(code).toBe(1);
  });

  test("refuses the certificate of another key", async () => {
    const { certificate } = await sigstore.sign(artifact);
    const { code, stdout } = await verify([...by, ...rooted], { cert: certificate });
    expect([code, stdout.match(/✗/g)?.length]).toEqual([1, 2]);
    expect(stdout).toContain("✗ signature: not made over this file by the certificate's key");
  });

  test("refuses a certificate of an authority that is not trusted", async () => {
    const { signature, certificate } = await (await makeSigstore()).sign(artifact);
    const { code, stdout } = await verify([...by, ...rooted], { sig: signature, cert: certificate });
    expect(code).toBe(1);
    expect(stdout).toContain("✗ chain: Failed to verify certificate chain");
    expect(stdout).toContain("✓ signature");
  });

  test.for<[string, string]>([
    ["PEM", genuine.certificate],
    ["PEM with the line ends of Windows", genuine.certificate.replaceAll("\n", "\r\n")],
    ["base64 of PEM", Buffer.from(genuine.certificate).toString("base64")],
    ["base64 of PEM in lines", `${Buffer.from(genuine.certificate).toString("base64").replaceAll(/.{76}/g, "$&\n")}\n`],
    ["PEM with its chain behind it", genuine.certificate + sigstore.ca],
  ])("takes a certificate as %s", async ([, cert]) => {
    expect((await verify([...by, ...rooted], { cert })).code).toBe(0);
  });

  test("takes a signature as its bytes, and in lines", async () => {
    const raw = Buffer.from(genuine.signature, "base64");
    expect((await verify([...by, ...rooted], { sig: raw })).code).toBe(0);
    expect(
      (await verify([...by, ...rooted], { sig: `${genuine.signature.replaceAll(/.{20}/g, "$&\n")}\n` })).code,
    ).toBe(0);
  });

  test("takes the issuer in the older form", async () => {
    expect((await verify([...by, ...rooted], { as: { olderForm: true } })).code).toBe(0);
  });

  test("takes authorities in PEM, and says that they have no keys of logs", async () => {
    const { code, stdout } = await verify([...by, "--ca", "ca.pem"]);
    expect(code).toBe(0);
    expect(stdout).toContain("✓ chain: up to the authority of --ca");
    expect(stdout).toContain("1 verified (not checked: certificate log, transparency log)");
    const other = await verify([...by, "--ca", "ca.pem"], { ca: (await makeSigstore()).ca });
    expect([other.code, other.stdout.includes("✗ chain: ")]).toEqual([1, true]);
  });

  test("takes an expired certificate, or any authority's, only where it is told to, and says so", async () => {
    const old = await verify([...by, ...rooted, "--insecure-ignore-expiry"], { as: { at: hoursAgo(1) } });
    expect(old.code).toBe(0);
    expect(old.stdout).toContain("- time: not checked: the certificate was valid until");
    expect(old.stdout).toContain("✓ chain");
    expect(old.stdout).toContain("1 verified (not checked: time, transparency log)");
    const any = await verify([...by, "--insecure-ignore-chain"]);
    expect(any.code).toBe(0);
    expect(any.stdout).toContain("- chain: not checked: anybody can make a certificate with this identity");
    expect(any.stdout).toContain("1 verified (not checked: chain, certificate log, transparency log)");
    const young = await verify([...by, ...rooted, "--insecure-ignore-expiry"], { as: { at: hoursAgo(-1) } });
    expect(young.code).toBe(1);
  });

  test("asks that a log has the certificate, unless it is told not to", async () => {
    const without = await makeSigstore({ certificateLog: false });
    const change = { ...sidecars(await without.sign(artifact)), root: without.trustedRoot };
    const { code, stdout } = await verify([...by, ...rooted], change);
    expect([code, stdout.includes("✗ certificate log: no log has signed that it has the certificate")]).toEqual([
      1,
      true,
    ]);
    expect((await verify([...by, ...rooted, "--insecure-ignore-sct"], change)).code).toBe(0);
    const otherLog = {
      ...sidecars(genuine),
      root: withLogsOf(sigstore.trustedRoot, (await makeSigstore()).trustedRoot, "ctlogs"),
    };
    expect((await verify([...by, ...rooted], otherLog)).stdout).toContain("✗ certificate log: SCT verification failed");
  });

  test("verifies a bundle with the proof of its log, also when its certificate has expired since", async () => {
    for (const at of [new Date(), hoursAgo(1)]) {
      const { code, stdout } = await verify([...by, ...bundled], {
        bundle: (await sigstore.sign(artifact, { at })).bundle,
      });
      expect(stdout).toContain("✓ transparency log: a log has signed that it has the signature");
      expect(stdout).toMatch(/\n1 verified\n$/);
      expect(code).toBe(0);
    }
  });

  test.for<[string, (bundle: Json) => void, string]>([
    [
      "a signature of another file",
      (it) => (it.messageSignature.signature = signed(Buffer.from("x"), keyPair())),
      "✗ ",
    ],
    ["no entry of a log", (it) => (it.verificationMaterial.tlogEntries = []), "✗ "],
    ["a time that its log has not signed", (it) => (entryOf(it).integratedTime = "1"), "✗ "],
    [
      "an entry that its log has not signed",
      (it) => (entryOf(it).inclusionPromise.signedEntryTimestamp = "AAAA"),
      "✗ transparency log: ",
    ],
    [
      "a proof that is not of its log",
      (it) => (entryOf(it).inclusionProof.checkpoint.envelope = "x"),
      "✗ transparency log: ",
    ],
  ])("refuses a bundle with %s", async ([, change, words]) => {
    const bundle = JSON.parse(genuine.bundle) as Json;
    change(bundle);
    const { code, stdout } = await verify([...by, ...bundled], { bundle: JSON.stringify(bundle) });
    expect(stdout).toContain(words);
    expect([code, stdout.split("\n").at(-2)]).toEqual([1, "0 verified, 1 not verified"]);
  });

  test("refuses a bundle of another file, another signer, another authority or another log", async () => {
    expect((await verify([...by, ...bundled], { app: flipped(artifact, 0) })).stdout).toContain("✗ signature: ");
    const other = (await sigstore.sign(artifact, { identity: "other@example.com" })).bundle;
    expect(await verify([...by, ...bundled], { bundle: other })).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(`✗ identity: "other@example.com", not "${identity}"`),
    });
    const elsewhere = await makeSigstore();
    expect((await verify([...by, ...bundled], { root: elsewhere.trustedRoot })).code).toBe(1);
    const otherLog = withLogsOf(sigstore.trustedRoot, elsewhere.trustedRoot, "tlogs");
    expect((await verify([...by, ...bundled], { root: otherLog })).stdout).toContain("✗ transparency log: ");
  });

  test("verifies by a key, and refuses another one", async () => {
    const keys = keyPair();
    const change = { sig: signed(artifact, keys), key: keys.publicKey.export({ format: "pem", type: "spki" }) };
    expect(await verify(["--key", "key.pub"], change)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("✓ signature: made over this file by the key"),
    });
    const other = keyPair().publicKey.export({ format: "pem", type: "spki" });
    expect((await verify(["--key", "key.pub"], { ...change, key: other })).code).toBe(1);
  });

  test("verifies a bundle by a key, with the proof of its log or, where it is told to, without", async () => {
    const keys = keyPair();
    const own = {
      bundle: await sigstore.signBy(artifact, keys),
      key: keys.publicKey.export({ format: "pem", type: "spki" }),
    };
    const both = await verify(["--key", "key.pub", ...bundled], own);
    expect([both.code, both.stdout.split("\n").at(-2)]).toEqual([0, "1 verified"]);
    const other = keyPair().publicKey.export({ format: "pem", type: "spki" });
    expect((await verify(["--key", "key.pub", ...bundled], { ...own, key: other })).stdout).toContain("✗ signature: ");
    const bundle = JSON.parse(own.bundle) as Json;
    bundle.verificationMaterial.tlogEntries = [];
    const bare = { ...own, bundle: JSON.stringify(bundle) };
    expect((await verify(["--key", "key.pub", ...bundled], bare)).stdout).toContain("✗ transparency log: ");
    for (const change of [own, bare]) {
      const alone = await verify(
        ["--key", "key.pub", "--bundle", "app.sigstore.json", "--insecure-ignore-tlog"],
        change,
      );
      expect([alone.code, alone.stdout.split("\n").at(-2)]).toEqual([0, "1 verified (not checked: transparency log)"]);
    }
  });

  test("does not take the time of a log that it is told to ignore", async () => {
    const { code, stdout } = await verify([...by, ...bundled, "--insecure-ignore-tlog"]);
    expect(stdout).toContain("✗ time: expected 1 timestamps, got 0");
    expect(code).toBe(1);
  });

  test("asks that a log has the certificate of a bundle, unless it is told not to", async () => {
    const without = await makeSigstore({ certificateLog: false });
    const change = { bundle: (await without.sign(artifact)).bundle, root: without.trustedRoot };
    expect((await verify([...by, ...bundled], change)).stdout).toContain("✗ certificate log: expected 1 SCTs, got 0");
    const { code, stdout } = await verify([...by, ...bundled, "--insecure-ignore-sct"], change);
    expect([code, stdout.split("\n").at(-2)]).toEqual([0, "1 verified (not checked: certificate log)"]);
  });

  test("says of a bundle that it is by something else than what is asked for, or an attestation, and exits 2", async () => {
    const keys = keyPair();
    const key = keys.publicKey.export({ format: "pem", type: "spki" });
    const byKey = await verify([...by, ...bundled], { bundle: await sigstore.signBy(artifact, keys) });
    expect([byKey.code, byKey.stdout]).toEqual([
      2,
      expect.stringContaining("was signed with a key: give it with --key"),
    ]);
    const byCertificate = await verify(["--key", "key.pub", ...bundled], { key });
    expect([byCertificate.code, byCertificate.stdout]).toEqual([2, expect.stringContaining("has a certificate, so")]);
    const { verificationMaterial, mediaType } = JSON.parse(genuine.bundle) as Json;
    const dsseEnvelope = {
      payload: "e30=",
      payloadType: "application/vnd.in-toto+json",
      signatures: [{ sig: "AAAA", keyid: "" }],
    };
    const attestation = JSON.stringify({ mediaType, verificationMaterial, dsseEnvelope });
    const { code, stdout } = await verify([...by, ...bundled], { bundle: attestation });
    expect([code, stdout]).toEqual([2, expect.stringContaining("holds an attestation, no signature over a file")]);
  });

  test("verifies each of several files by what lies beside it", async () => {
    const root = folder({});
    writeFileSync(join(root, "kubelet"), "another");
    const { signature, certificate } = await sigstore.sign(Buffer.from("another"));
    writeFileSync(join(root, "kubelet.sig"), signature);
    writeFileSync(join(root, "kubelet.cert"), certificate);
    const both = await assay(["verify", "app", "kubelet", ...by, ...rooted], { cwd: root });
    expect([both.code, both.stdout.split("\n").at(-2)]).toEqual([0, "2 verified (not checked: transparency log)"]);
    writeFileSync(join(root, "kubelet"), "changed");
    const one = await assay(["verify", "app", "kubelet", "gone", ...by, ...rooted], { cwd: root });
    expect(one.code).toBe(2);
    expect(one.stdout).toContain("✗ [bad-file] `gone` cannot be read: there is no such file");
    expect(one.stdout.split("\n").at(-2)).toBe("1 verified (not checked: transparency log), 1 not verified, 1 problem");
  });

  test.for<[string, Change, readonly string[], string]>([
    ["a certificate that is none", { cert: "x" }, rooted, "`app.cert` is no certificate in PEM, nor base64 of one"],
    [
      "a certificate that is broken",
      { cert: genuine.certificate.replace(/\nMI.{8}/, "\nMI========") },
      rooted,
      "`app.cert` has a certificate that cannot be read",
    ],
    [
      "a key that is called a certificate",
      {
        cert: String(keyPair().publicKey.export({ format: "pem", type: "spki" })).replaceAll(
          "PUBLIC KEY",
          "CERTIFICATE",
        ),
      },
      rooted,
      "`app.cert` has a certificate that cannot be read",
    ],
    ["a bundle that is none", { bundle: "{}" }, bundled, "`app.sigstore.json` is no Sigstore bundle"],
    ["a bundle that is not JSON", { bundle: "x" }, bundled, "`app.sigstore.json` is not JSON"],
    [
      "a bundle of cosign's older form",
      { bundle: '{"base64Signature":""}' },
      bundled,
      "is a bundle of cosign's older form",
    ],
  ])("says of %s that it cannot be read, and exits 2", async ([, change, options, words]) => {
    const { code, stdout } = await verify([...by, ...options], change);
    expect(stdout).toContain(words);
    expect([code, stdout.split("\n").at(-2)]).toEqual([2, "0 verified, 1 problem"]);
  });

  test.for<[string, readonly string[], string]>([
    ["nothing to check by", [], "nothing would be checked"],
    ["no issuer", ["--certificate-identity", identity, ...rooted], "whose signature must it be?"],
    ["no authority", by, "which authority may have made the certificate?"],
    [
      "a bundle without a trusted root",
      [...by, "--bundle", "app.sigstore.json", "--ca", "ca.pem"],
      "a bundle needs --trusted-root",
    ],
    ["a key and an identity", ["--key", "key.pub", ...by], "--key is instead of a certificate"],
    [
      "a certificate for two files",
      ["x", ...by, ...rooted, "--certificate", "app.cert"],
      "can only be of one file, but there are 2",
    ],
    ["a bundle and a signature", [...by, ...bundled, "--signature", "app.sig"], "give --bundle alone"],
    ["two kinds of authorities", [...by, ...rooted, "--ca", "ca.pem"], "give --ca or --trusted-root, not both"],
    [
      "to ignore a log where none is asked",
      [...by, ...rooted, "--insecure-ignore-tlog"],
      "--insecure-ignore-tlog is for bundles",
    ],
    [
      "a bundle by a key without its log",
      ["--key", "key.pub", "--bundle", "app.sigstore.json"],
      "a bundle needs --trusted-root for the proof",
    ],
    [
      "a list of what a key signed",
      ["--key", "key.pub", "--write-verified", "l.yaml"],
      "--write-verified needs a certificate",
    ],
    ["what is for signatures beside checksums alone", ["--checksums", "app", ...rooted], "are for signatures"],
    ["a trusted root that is none", [...by, "--trusted-root", "app"], "`app` is no trusted root of Sigstore"],
    ["a key that is none", ["--key", "app"], "`app` is no public key in PEM"],
    ["authorities that are none", [...by, "--ca", "app"], "`app` has no certificate in PEM"],
    ["authorities, and none", [...by, "--ca", "ca.pem", "--insecure-ignore-chain"], "leave one out"],
    [
      "a list of what anybody signed",
      [...by, "--insecure-ignore-chain", "--write-verified", "l.yaml"],
      "--write-verified needs a chain",
    ],
    [
      "a list of what has checksums",
      ["--checksums", "app", "--write-verified", "l.yaml"],
      "--write-verified needs signatures",
    ],
  ])("refuses %s, and exits 2", async ([, options, words]) => {
    const { code, stdout, stderr } = await verify(options);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(words);
  });

  test.for(["tlogs", "ctlogs", "certificateAuthorities"])(
    "refuses a trusted root whose %s have no beginning",
    async (name) => {
      const root = JSON.parse(sigstore.trustedRoot) as Json;
      const [one] = root[name];
      delete (one.publicKey ?? one).validFor.start;
      const { code, stderr } = await verify([...by, ...bundled], { root: JSON.stringify(root) });
      expect(code).toBe(2);
      expect(stderr).toBe("error: `root.json` has an authority or a log without the time since when it is valid\n");
    },
  );

  test("says all in JSON", async () => {
    const { stdout } = await verify([...by, ...rooted, "--format", "json"], {
      as: { issuer: "https://other.example" },
    });
    const { files, problems } = JSON.parse(stdout) as Json;
    expect(problems).toEqual([]);
    expect(files).toHaveLength(1);
    expect(files[0]).toMatchObject({ file: "app", verified: false, digest: `sha256:${sha("sha256", artifact)}` });
    expect(files[0].controls[0].control).toBe("release.verify-blob");
    expect(files[0].controls[0].checks).toContainEqual({
      name: "issuer",
      outcome: "failed",
      detail: `"https://other.example", not "${issuer}"`,
    });
  });
});

describe("the list that `--write-verified` writes", () => {
  const engines = openEngines();
  afterAll(() => engines.close());

  test("is a ConfigMap that the API server takes, with the digest, the signer and the day", async () => {
    const root = folder({});
    const { code, stdout } = await assay(["verify", "app", ...by, ...rooted, "--write-verified", "list.yaml"], {
      cwd: root,
    });
    const day = new Date().toISOString().slice(0, 10);
    expect([code, stdout.split("\n").at(-2)]).toEqual([
      0,
      "1 verified (not checked: transparency log), 1 written to list.yaml",
    ]);
    const { value, problems } = await engines.admit(
      { operation: "CREATE", object: { text: readFileSync(join(root, "list.yaml"), "utf8") } },
      {},
    );
    expect(problems).toBeUndefined();
    const key = `sha256.${sha("sha256", artifact)}`;
    expect((value as unknown as JsonObject)["data"]).toEqual({
      identity,
      issuer,
      today: day,
      [key]: `${identity} ${issuer} ${day}`,
    });
  });

  test("has the digest of the image where the file is what cosign signs of one", async () => {
    const image = `sha256:${"ab".repeat(32)}`;
    const payload = Buffer.from(
      JSON.stringify({
        critical: {
          identity: { "docker-reference": "registry.example/app" },
          image: { "docker-manifest-digest": image },
          type: "cosign container image signature",
        },
      }),
    );
    const root = folder({ app: payload, ...sidecars(await sigstore.sign(payload)) });
    expect((await assay(["verify", "app", ...by, ...rooted, "--write-verified", "l.yaml"], { cwd: root })).code).toBe(
      0,
    );
    expect(readFileSync(join(root, "l.yaml"), "utf8")).toContain(`\n  ${image.replace(":", ".")}: `);
  });

  test("has nothing that was not verified, and is not touched where nothing was", async () => {
    const root = folder({ app: flipped(artifact, 0) });
    writeFileSync(join(root, "good"), artifact);
    writeFileSync(join(root, "good.sig"), genuine.signature);
    writeFileSync(join(root, "good.cert"), genuine.certificate);
    const none = await assay(["verify", "app", ...by, ...rooted, "--write-verified", "l.yaml"], { cwd: root });
    expect([none.code, existsSync(join(root, "l.yaml"))]).toEqual([1, false]);
    expect(none.stdout).toContain("nothing written to l.yaml");
    const one = await assay(["verify", "app", "good", ...by, ...rooted, "--write-verified", "l.yaml"], { cwd: root });
    expect(one.code).toBe(1);
    expect(readFileSync(join(root, "l.yaml"), "utf8").match(/^ {2}sha256\.[0-9a-f]{64}: /gm)).toEqual([
      `  sha256.${sha("sha256", artifact)}: `,
    ]);
  });
});

describe("release.checksum", () => {
  const [sum, long] = [sha("sha256", artifact), sha("sha512", artifact)];

  test.for<[string, string]>([
    ["of sha256sum", `${sum}  app\n`],
    ["of sha256sum for a binary", `${sum} *app\n`],
    ["of sha512sum", `${long}  app\n`],
    ["of sha256sum --tag", `SHA256 (app) = ${sum}\n`],
    ["in upper case", `${sum.toUpperCase()}  app\n`],
    ["alone in its file", sum],
    ["among others", `# made up\n${long.replace(/^./, "0")}  other\n\n${sum}  ./app\r\n`],
    ["of a file in another folder", `${sum}  bin/app\n`],
  ])("verifies a file by a checksum %s", async ([, sums]) => {
    const { code, stdout } = await verify(["--checksums", "sums"], { sums });
    expect(stdout).toMatch(
      /\n {2}release\.checksum\n {4}✓ checksum: sha(256|512) as in line \d of `sums`\n\n1 verified\n$/,
    );
    expect(code).toBe(0);
  });

  test.for<[string, string, string]>([
    ["another checksum", `${sha("sha256", Buffer.from("x"))}  app\n`, "line 1 of `sums` has"],
    ["no entry", `${sum}  other\n`, "✗ checksum: `sums` has none of `app`"],
    ["only the entry of a file whose name ends alike", `${sum}  my-app\n`, "✗ checksum: `sums` has none of `app`"],
    [
      "two entries that differ",
      `${sum}  a/app\n${sum.replace(/^./, "z").replace("z", "0")}  b/app\n`,
      "line 2 of `sums` has",
    ],
    ["a sum without a name among others", `${sum}\n${sum}  other\n`, "✗ checksum: `sums` has none of `app`"],
  ])("refuses a file with %s", async ([, sums, words]) => {
    const { code, stdout } = await verify(["--checksums", "sums"], { sums });
    expect(stdout).toContain(words);
    expect([code, stdout.split("\n").at(-2)]).toEqual([1, "0 verified, 1 not verified"]);
  });

  test.for<[string, string | undefined, string]>([
    ["a file of checksums that is not there", undefined, "error: `sums` cannot be read: there is no such file\n"],
    ["one that is empty", "\n", "error: `sums` has no checksums\n"],
    [
      "one with a line that is none",
      `${sum}  app\nx\n`,
      "error: line 2 of `sums` is no checksum of SHA-256 or SHA-512 and the name of its file\n",
    ],
    ["one of another algorithm", `${sum.slice(0, 40)}  app\n`, "error: line 1 of `sums` is no checksum"],
    ["one whose tag is of another algorithm", `SHA512 (app) = ${sum}\n`, "error: line 1 of `sums` is no checksum"],
  ])("says what is wrong with %s, and exits 2", async ([, sums, words]) => {
    const { code, stdout, stderr } = await verify(["--checksums", "sums"], sums === undefined ? {} : { sums });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(words);
  });

  test("is checked beside the signature, and either may fail", async () => {
    const good = { sums: `${sum}  app\n` };
    expect((await verify([...by, ...rooted, "--checksums", "sums"], good)).code).toBe(0);
    expect((await verify([...by, ...rooted, "--checksums", "sums"], { ...good, sig: "" })).code).toBe(1);
    const bad = { sums: `${sum.replace(/^./, (digit) => (digit === "0" ? "1" : "0"))}  app\n` };
    expect((await verify([...by, ...rooted, "--checksums", "sums"], bad)).code).toBe(1);
  });
});

/** What differs from the genuine files. */
interface Change {
  readonly app?: Buffer;
  readonly sig?: string | Buffer;
  readonly cert?: string;
  readonly bundle?: string;
  readonly root?: string;
  readonly ca?: string;
  readonly key?: string | Buffer;
  readonly sums?: string;
  /** Signed so, instead of genuinely. */
  readonly as?: As;
}

// biome-ignore lint/suspicious/noExplicitAny: tests change bundles as they please
type Json = any;

/** Runs the command in this process, which is quicker, on files in a folder whose name is taken out of what is said. */
async function verify(options: readonly string[], change: Change = {}): Promise<Ended> {
  const as = change.as === undefined ? {} : sidecars(await sigstore.sign(artifact, change.as));
  const root = folder({ ...as, ...change });
  const said = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    vi.spyOn(process[stream], "write").mockImplementation((text) => {
      said[stream] += String(text).replaceAll(`${root}/`, "");
      return true;
    }),
  );
  try {
    const isFile = (index: number, all: readonly string[]): boolean =>
      index === 1 ||
      /^--(signature|certificate|bundle|key|trusted-root|ca|checksums|write-verified)$/.test(all[index - 1] ?? "");
    const args = ["verify", "app", ...options];
    const code = await run(args.map((word, index) => (isFile(index, args) ? join(root, word) : word)));
    return { code, ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

function folder(change: Change): string {
  const root = mkdtempSync(join(tmpdir(), "assay-verify-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, "app"), change.app ?? artifact);
  writeFileSync(join(root, "app.sig"), change.sig ?? genuine.signature);
  writeFileSync(join(root, "app.cert"), change.cert ?? genuine.certificate);
  writeFileSync(join(root, "app.sigstore.json"), change.bundle ?? genuine.bundle);
  writeFileSync(join(root, "root.json"), change.root ?? sigstore.trustedRoot);
  writeFileSync(join(root, "ca.pem"), change.ca ?? sigstore.ca);
  if (change.key !== undefined) writeFileSync(join(root, "key.pub"), change.key);
  if (change.sums !== undefined) writeFileSync(join(root, "sums"), change.sums);
  return root;
}

function sidecars({ signature, certificate }: Signed): Change {
  return { sig: signature, cert: certificate };
}

function flipped(bytes: Buffer, at: number): Buffer {
  return Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)));
}

function flippedSignature({ signature }: Signed): string {
  const bytes = Buffer.from(signature, "base64");
  return flipped(bytes, bytes.length - 1).toString("base64");
}

function withLogsOf(root: string, other: string, logs: "tlogs" | "ctlogs"): string {
  return JSON.stringify({ ...(JSON.parse(root) as Json), [logs]: (JSON.parse(other) as Json)[logs] });
}

function entryOf(bundle: Json): Json {
  return bundle.verificationMaterial.tlogEntries[0];
}

function hoursAgo(hours: number): Date {
  return new Date(Date.now() - hours * 3_600_000);
}

function sha(algorithm: string, bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest("hex");
}
