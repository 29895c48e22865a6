/** A break that changes nothing that a case could notice, with the reason. A test holds each to be so still. */
export interface Unnoticed {
  readonly control: string;
  readonly how: string;
  readonly reason: string;
}

export const unnoticed: readonly Unnoticed[] = [
  {
    control: "mutate.pss-labels",
    how: "match condition 2 of 2 always true in mutate.pss-labels",
    reason: "the policy that validates denies a request with such params, whatever the object became",
  },
];
