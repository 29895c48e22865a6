import type { Property } from "../../model/index.ts";
import { compliantBesideBad, compliantContainer } from "./compliant-container.ts";
import { containerListsAlike } from "./container-lists-alike.ts";
import { defaultsAlike } from "./defaults-alike.ts";
import { deterministic } from "./deterministic.ts";
import { dryRunAlike } from "./dry-run-alike.ts";
import { fewerContainers } from "./fewer-containers.ts";
import { annotationsAlike, labelsAlike } from "./labels-alike.ts";
import { locality } from "./locality.ts";
import { missingNullZeroAlike } from "./missing-null-zero-alike.ts";
import { mutationFixes } from "./mutation-fixes.ts";
import { mutationHidesNothing } from "./mutation-hides-nothing.ts";
import { mutationIdempotent } from "./mutation-idempotent.ts";
import { mutationKeepsAllowed } from "./mutation-keeps-allowed.ts";
import { mutationLocal } from "./mutation-local.ts";
import { mutationsCommute } from "./mutations-commute.ts";
import { namesAlike } from "./names-alike.ts";
import { orderAlike } from "./order-alike.ts";
import { updateAlike } from "./update-alike.ts";
import { usersAlike } from "./users-alike.ts";
import { versionPlateau } from "./version-plateau.ts";
import { workloadsAlike } from "./workloads-alike.ts";

/** Every property that `assay.yaml` can name, by its id. */
export const properties: Readonly<Record<string, Property>> = byId([
  containerListsAlike,
  workloadsAlike,
  missingNullZeroAlike,
  defaultsAlike,
  orderAlike,
  namesAlike,
  labelsAlike,
  annotationsAlike,
  compliantContainer,
  compliantBesideBad,
  fewerContainers,
  locality,
  updateAlike,
  dryRunAlike,
  usersAlike,
  versionPlateau,
  deterministic,
  mutationIdempotent,
  mutationLocal,
  mutationKeepsAllowed,
  mutationHidesNothing,
  mutationFixes,
  mutationsCommute,
]);

// --- internal ---

function byId(all: readonly Property[]): Readonly<Record<string, Property>> {
  return Object.fromEntries(all.map((property) => [property.id, property]));
}
