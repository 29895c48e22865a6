import type { Json } from "../model/index.ts";

/** The values that a leaf takes. */
export type Form = TextForm | NumberForm | EitherForm | ValuesForm;

export interface TextForm {
  readonly kind: "text";
  /** Those that are common. */
  readonly texts: readonly string[];
  /** Others that it takes; where it is absent there are none. */
  readonly fits?: RegExp;
}

export interface NumberForm {
  readonly kind: "number";
  readonly numbers: readonly number[];
  readonly least: number;
  readonly most: number;
}

/** A number or a text. */
export interface EitherForm {
  readonly kind: "either";
  readonly number: NumberForm;
  readonly text: TextForm;
}

/** Whole values, of any type. */
export interface ValuesForm {
  readonly kind: "values";
  readonly values: readonly Json[];
}

export function text(fits: RegExp, ...texts: readonly string[]): TextForm {
  return { kind: "text", texts, fits };
}

/** One of these and nothing else. */
export function oneOf(...texts: readonly string[]): TextForm {
  return { kind: "text", texts };
}

export function number(least: number, most: number, ...numbers: readonly number[]): NumberForm {
  const bounds = [least, least + 1, most].filter((bound) => Math.abs(bound) <= maxInt32 && bound <= most);
  return { kind: "number", numbers: [...new Set([...numbers, ...bounds])], least, most };
}

export function values(...all: readonly Json[]): ValuesForm {
  return { kind: "values", values: all };
}

export const maxInt32 = 2_147_483_647;
export const anyText: TextForm = text(/^[\s\S]{0,200}$/, "a", "example", "");
export const someText: TextForm = text(/^\S[\s\S]{0,200}$/, "a", "example");
export const label: TextForm = text(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, "a", "b", "app", "web");
export const subdomain: TextForm = text(
  /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?){0,4}$/,
  "a",
  "app",
  "a.example",
);
export const labelValue: TextForm = text(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/, "a", "web", "true", "");
export const labelKey: TextForm = text(
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
  "app",
  "tier",
  "example.com/role",
);
export const quantity: TextForm = text(/^\d{1,9}(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/, "1", "2", "100m", "1Gi", "64Mi", "0");
export const port: NumberForm = number(1, 65_535, 80, 443, 8080, 8443, 22, 1023, 1024, 65_535);
export const portName: TextForm = oneOf("http", "https", "metrics", "a");
export const portOrName: EitherForm = { kind: "either", number: port, text: oneOf("http", "metrics") };
export const amountOrPercent: EitherForm = {
  kind: "either",
  number: number(1, 100, 1, 2),
  text: text(/^(\d|[1-9]\d|100)%$/, "25%", "50%", "100%"),
};
export const image: TextForm = text(
  /^[a-z0-9][a-z0-9./:@_-]*[A-Za-z0-9._:-]{0,140}$/,
  "registry.example/app:1",
  "registry.example/app",
  "registry.example/app:latest",
  "docker.io/library/nginx:1.27",
  "nginx",
  "registry.example:5000/team/app:v1.2.3",
  "registry.example:5000/team/app",
  `registry.example/app@sha256:${"0123456789abcdef".repeat(4)}`,
  `registry.example/app:1@sha256:${"0123456789abcdef".repeat(4)}`,
);
export const absolutePath: TextForm = text(/^\/[^:]{0,100}$/, "/data", "/tmp", "/", "/var/run", "/proc");
export const relativePath: TextForm = text(
  /^(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./-]{0,100}$/,
  "a",
  "a/b",
  "profiles/a.json",
  "token",
);
export const ip: TextForm = oneOf("10.0.0.1", "127.0.0.1", "0.0.0.0", "192.168.1.10", "100.64.0.1", "::1", "fd00::1");
export const cidr: TextForm = oneOf(
  "10.0.0.0/8",
  "0.0.0.0/0",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "::/0",
  "10.1.2.3/32",
);
export const id: NumberForm = number(0, maxInt32, 0, 1, 1000, 65_534, maxInt32);
export const seconds: NumberForm = number(1, maxInt32, 1, 10, 30, 600, 3600);
export const fileMode: NumberForm = number(0, 511, 256, 420, 511);
