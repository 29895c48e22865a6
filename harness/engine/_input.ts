import type { InputShape, Json, World } from "../model/index.ts";
import type { Review } from "./_ops.ts";

/** A policy's `input`, as a value and as the JSON text of it. */
export interface Input {
  readonly value: Json;
  readonly text: string;
}

/** The input in each shape, made when it is first asked for; `undefined` where the request has nothing to show in it. */
export type Inputs = (shape: InputShape) => Input | undefined;

export function inputsOf(review: Review, params: World["params"]): Inputs {
  const made = new Map<InputShape, Input | undefined>();
  return (shape) => {
    if (!made.has(shape)) made.set(shape, inputOf(shaped(shape, review, params)));
    return made.get(shape);
  };
}

function inputOf(value: Json | undefined): Input | undefined {
  return value === undefined || value === null ? undefined : { value, text: JSON.stringify(value) };
}

function shaped(shape: InputShape, review: Review, params: World["params"]): Json | undefined {
  switch (shape) {
    case "admission":
      return params === undefined ? review : { ...review, parameters: params };
    case "gatekeeper":
      return { review: review.request, parameters: params ?? {} };
    case "object":
      return review.request.object;
  }
}
