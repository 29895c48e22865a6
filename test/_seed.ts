/** Every run of the tests draws the same objects; `ASSAY_SEED=n` draws others. What a new seed finds becomes a case. */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env["ASSAY_SEED"] ?? 20261122) });
