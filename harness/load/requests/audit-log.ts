import { isJsonObject, type JsonObject, type Request } from "../../model/index.ts";
import { type Asked, askedBy } from "./_audit-asked.ts";
import { type AuditEvent, eventOf } from "./_audit-event.ts";
import { openStates } from "./_audit-states.ts";
import type { StreamDocument } from "./_document.ts";
import { requestName } from "./_name.ts";
import type { Reading, Recorded, RequestFormat } from "./_reading.ts";

/** Events of the API server's audit log, in the order in which they were written: what one answers is what the next one changes. */
export function auditLog(): RequestFormat {
  const states = openStates();
  return {
    takes: (apiVersion, kind) => kind === "Event" && /^audit\.k8s\.io\/v1(beta1|alpha1)?$/.test(apiVersion),
    read: (document) => {
      const event = eventOf(document);
      if (event.flaws.length > 0) {
        const message = `this audit event cannot be used: ${event.flaws.join("; ")}`;
        return { problem: { code: "bad-file", message, place: document.place } };
      }
      const asked = askedBy(event, states);
      states.note(event);
      return "aside" in asked ? asked : readingOf(document, event, asked);
    },
  };
}

// --- internal ---

function readingOf(document: StreamDocument, event: AuditEvent, asked: Asked): Reading {
  const { shape, about, query } = event;
  const user = shape.user("impersonatedUser") ?? shape.user("user");
  const manager = query.get("fieldManager");
  const request: Request = {
    ...asked,
    ...about,
    ...(user === undefined ? {} : { user }),
    ...(query.get("dryRun") === "All" ? { dryRun: true } : {}),
    ...(manager === null || !hasManager.test(asked.operation) ? {} : { options: { fieldManager: manager } }),
  };
  const id = shape.text("auditID");
  const object = shownIn(event, asked);
  const recorded = recordedOf(event);
  return {
    request: {
      name: requestName(request, object),
      place: document.place,
      from: "event",
      request,
      ...(recorded === undefined ? {} : { recorded }),
    },
    ...(id === undefined ? {} : { id }),
  };
}

const hasManager = /^(CREATE|UPDATE)$/;

/** The object that the request is named for. */
function shownIn({ document, verb }: AuditEvent, { operation, oldObject }: Asked): JsonObject | undefined {
  const { requestObject, responseObject } = document.value;
  if (operation === "DELETE" && oldObject !== undefined && "text" in oldObject) return JSON.parse(oldObject.text);
  const object = verb === "patch" ? responseObject : requestObject;
  return isJsonObject(object) ? object : undefined;
}

/** What admission answered: a request may be refused for other reasons, of which it says nothing. */
function recordedOf({ code, shape }: AuditEvent): Recorded | undefined {
  if (code === 0) return undefined;
  const message = shape.mapping("responseStatus")?.["message"];
  const words = typeof message === "string" ? { message } : {};
  if (code < 400) return { allowed: true };
  return typeof message === "string" && refusals.test(message) ? { allowed: false, ...words } : undefined;
}

/** How the server begins what webhooks, policies and PodSecurity refuse. */
const refusals =
  /admission webhook ".+" denied the request|ValidatingAdmissionPolicy '.+' with binding|violates PodSecurity "/s;
