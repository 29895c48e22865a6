/** A break that changes nothing that a case could notice, with the reason. A test holds each to be so still. */
export interface Unnoticed {
  readonly control: string;
  readonly how: string;
  readonly reason: string;
}

export const unnoticed: readonly Unnoticed[] = [];
