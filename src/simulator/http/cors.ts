const allowed =
  /^(?:accept|anthropic-beta|anthropic-version|authorization|content-type|traceparent|tracestate|(?:x-amz|x-amzn|amz-sdk|x-simulator)-[a-z0-9-]+)$/;

const PREFLIGHT_SECONDS = "600";

/** Whether a request is a CORS preflight. */
export const isPreflight = (request: Request): boolean =>
  request.method === "OPTIONS" && request.headers.has("access-control-request-method");

/** Allows the requested headers that AWS's clients send, and refuses a page's own. */
export function preflightResponse(request: Request): Response {
  const asked = (request.headers.get("access-control-request-headers") ?? "").toLowerCase();
  const headers = new Headers({
    "Access-Control-Allow-Methods": "POST, GET, OPTIONS",
    "Access-Control-Allow-Headers": asked
      .split(",")
      .map((name) => name.trim())
      .filter((name) => allowed.test(name))
      .join(", "),
    "Access-Control-Max-Age": PREFLIGHT_SECONDS,
    Vary: "Access-Control-Request-Headers",
  });
  return new Response(null, { status: 204, headers });
}

/**
 * Lets any page read the answer's body, and of its headers those in `expose` (`true`: all). The
 * headers that a browser always shows (Content-Type among them) need no mention.
 */
export function allowCrossOrigin(headers: Headers, expose: boolean | readonly string[]): void {
  const exposed = expose === true ? [...headers.keys()] : expose || [];
  headers.set("Access-Control-Allow-Origin", "*");
  if (exposed.length > 0) headers.set("Access-Control-Expose-Headers", exposed.join(", "));
}
