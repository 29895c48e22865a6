/** A Go program of this repository. */
export interface Program {
  readonly name: string;
  /** Of its Go module. */
  readonly folder: string;
  /** Of the module, such as `./etcd`. */
  readonly package: string;
  /** Other folders that it is built from. */
  readonly beside: readonly string[];
  /** Where the built program is put, below .assay/. */
  readonly kept: string;
}
