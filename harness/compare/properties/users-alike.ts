import type { Property } from "../../model/index.ts";

const others = [
  { username: "someone-else", groups: ["system:authenticated"] },
  { username: "admin", groups: ["system:masters", "system:authenticated"] },
];

/** The request of somebody else. */
export const usersAlike: Property = {
  id: "users-alike",
  about: "Who asks does not matter; else somebody is excused whom nobody meant to excuse.",
  relation: "same",
  *changes(trial) {
    for (const user of others)
      yield { how: "somebody else asks", trial: { ...trial, request: { ...trial.request, user } } };
  },
};
