/** Texts of one format that the API server checks. */
export interface Format {
  readonly fits: RegExp;
  readonly texts: readonly string[];
}

/** Nothing for a format that the API server lets be. */
export function formatNamed(name: string | undefined): Format | undefined {
  return name === undefined || !Object.hasOwn(formats, name) ? undefined : formats[name];
}

// --- internal ---

const octet = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

/** What fits may be less than what the server takes, never more. */
const formats: Readonly<Record<string, Format>> = {
  ipv4: { fits: new RegExp(`^${octet}(\\.${octet}){3}$`), texts: ["10.0.0.1", "127.0.0.1"] },
  ipv6: { fits: /^([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$|^::[0-9a-f]{0,4}$/, texts: ["::1"] },
  cidr: { fits: new RegExp(`^${octet}(\\.${octet}){3}/([12]?\\d|3[0-2])$`), texts: ["10.0.0.0/8", "0.0.0.0/0"] },
  mac: { fits: /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/, texts: ["02:00:00:00:00:01"] },
  uri: { fits: /^https?:\/\/[a-z0-9.-]+(\/[a-z0-9./-]*)?$/, texts: ["https://example.com"] },
  hostname: {
    fits: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z]([-a-z0-9]{0,61}[a-z0-9])?)*$/,
    texts: ["example.com"],
  },
  email: { fits: /^[a-z0-9.]+@[a-z0-9-]+(\.[a-z]+)+$/, texts: ["dev@example.com"] },
  uuid: {
    fits: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    texts: ["00000000-0000-4000-8000-000000000001"],
  },
  byte: { fits: /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{3}=)?$/, texts: ["", "YWFh"] },
  date: { fits: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/, texts: ["2026-01-01"] },
  "date-time": {
    fits: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/,
    texts: ["2026-01-01T00:00:00Z"],
  },
  duration: { fits: /^\d{1,6}(ms|s|m|h)$/, texts: ["1s", "10m"] },
};
