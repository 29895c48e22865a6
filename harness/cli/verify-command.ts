import { Command, Option } from "commander";
import type { Done } from "./_done.ts";
import { filled } from "./_option-values.ts";
import type { VerifyOptions } from "./verify/index.ts";

/** `assay verify`. */
export function verifyCommand(done: Done): Command {
  return new Command("verify")
    .description("verify signatures and checksums of release files, offline")
    .argument("<files...>", "the files; their signatures lie beside them as FILE.sig and FILE.cert, or are named")
    .option("--signature <file>", "the signature, base64 or as it is", filled)
    .option("--certificate <file>", "the signer's certificate: PEM, or base64 of it", filled)
    .option("--bundle <file>", "a Sigstore bundle instead of both", filled)
    .option("--certificate-identity <name>", "whom the certificate must name", filled)
    .option("--certificate-oidc-issuer <url>", "who must have known that identity", filled)
    .option("--key <file>", "a public key in PEM, instead of a certificate", filled)
    .option("--trusted-root <file>", "a trusted root of Sigstore: authorities and logs", filled)
    .option("--ca <file>", "authorities in PEM up to the root, instead of a trusted root", filled)
    .option("--checksums <file>", "checksums as of sha256sum or sha512sum; each file must be in it", filled)
    .option("--insecure-ignore-chain", "take a certificate of any authority: anybody can make one")
    .option(
      "--insecure-ignore-expiry",
      "take a certificate that has expired, without proof that the signature is older",
    )
    .option("--insecure-ignore-tlog", "take a bundle without proof that a transparency log has it")
    .option("--insecure-ignore-sct", "take a certificate that no log of certificates has")
    .option(
      "--write-verified <file>",
      "write the digests whose signatures are verified, as images.verified-digest takes them",
    )
    .addOption(new Option("--format <format>", "how to say it").choices(["pretty", "json"]).default("pretty"))
    .addHelpText("after", examples)
    .action(async (files: readonly string[], options: VerifyOptions) => {
      const { runVerify } = await import("./verify/index.ts");
      done(await runVerify(files, options));
    });
}

// --- internal ---

const examples = `
Nothing is looked up: what is not given is not checked, and is said not to be.

Examples:
  assay verify kubectl --checksums kubectl.sha256
  assay verify kubectl --bundle kubectl.sigstore.json --trusted-root trusted_root.json \\
    --certificate-identity krel-staging@k8s-releng-prod.iam.gserviceaccount.com \\
    --certificate-oidc-issuer https://accounts.google.com
  assay verify kubectl kubelet --trusted-root trusted_root.json --insecure-ignore-expiry \\
    --certificate-identity krel-staging@k8s-releng-prod.iam.gserviceaccount.com \\
    --certificate-oidc-issuer https://accounts.google.com      by kubectl.sig, kubectl.cert and so on
  assay verify app.tar.gz --signature app.sig --key cosign.pub

Exit codes: 0 all verified, 1 something is not, 2 the input is broken.`;
