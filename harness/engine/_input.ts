import type { InputShape, Json, World } from "../model/index.ts";
import { readJson } from "./_json.ts";
import type { Review } from "./_ops.ts";

/** A policy's `input`: the JSON text of it, and the value, which is read when it is asked for. */
export interface Input {
  readonly text: string;
  value(): Json;
}

/** The input in each shape, made when it is first asked for; `undefined` where the request has nothing to show in it. */
export type Inputs = (shape: InputShape) => Input | undefined;

/** `review` is the text of an AdmissionReview: most policies read that, so it is not taken apart for them. */
export function inputsOf(review: string, params: World["params"]): Inputs {
  const made = new Map<InputShape, Input | undefined>();
  return (shape) => {
    if (!made.has(shape)) made.set(shape, inputOf(textOf(shape, review, params)));
    return made.get(shape);
  };
}

function inputOf(text: string | undefined): Input | undefined {
  return text === undefined ? undefined : { text, value: () => readJson(text) as Json };
}

function textOf(shape: InputShape, review: string, params: World["params"]): string | undefined {
  switch (shape) {
    case "admission":
      return params === undefined
        ? review
        : `${review.slice(0, review.lastIndexOf("}"))},"parameters":${JSON.stringify(params)}}`;
    case "gatekeeper":
      return JSON.stringify({ review: reviewOf(review).request, parameters: params ?? {} });
    case "object": {
      const { object } = reviewOf(review).request;
      return object === undefined || object === null ? undefined : JSON.stringify(object);
    }
  }
}

function reviewOf(text: string): Review {
  return readJson(text) as Review;
}
