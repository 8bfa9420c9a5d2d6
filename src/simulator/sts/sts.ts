import { jwtClaims } from "../auth/jwt-claims.ts";
import type { OpenIdTokens } from "../auth/open-id-tokens.ts";
import { isTokenGood, type TokenCheck } from "../auth/token-check.ts";
import { checkConstraints, constraintError } from "../constraints.ts";
import type { Service } from "../service.ts";
import { ServiceError } from "../service-error.ts";

/** A role, and whom it trusts. What it may do is not simulated: it may invoke any model. */
export interface SimulatorRole {
  /** Such as `"arn:aws:iam::123456789012:role/chat"`. */
  readonly roleArn: string;
  /** The identity pools of this simulator whose tokens it trusts. Default: none. */
  readonly identityPoolIds?: readonly string[] | undefined;
  /**
   * The tokens of other identity providers that it trusts. Those that are JWTs end at `exp`.
   * Default: none.
   */
  readonly webIdentityTokens?: TokenCheck | undefined;
  /** How long credentials last, in ms. Default: what the request asks for, else an hour. */
  readonly credentialsLifetimeMs?: number | undefined;
}

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
const VERSION = "2011-06-15";
const OPERATION = "AssumeRoleWithWebIdentity";
const HOUR_SECONDS = 3600;
/** STS's name for what other services call a ValidationException. */
const VALIDATION_ERROR = "ValidationError";

/** AssumeRoleWithWebIdentity. */
export function createSts(roles: readonly SimulatorRole[], openIdTokens: OpenIdTokens): Service {
  return async (request, { now, issued, requestId }) => {
    try {
      const input = new URLSearchParams(await request.text());
      const version = input.get("Version");
      if (input.get("Action") !== OPERATION || version !== VERSION) {
        throw new ServiceError(
          "InvalidAction",
          `Could not find operation ${input.get("Action")} for version ${version}`,
        );
      }
      const { roleArn, sessionName, token, durationSeconds } = readInput(input);
      const role = roles.find((it) => it.roleArn === roleArn);
      const subject = verifyToken(role, token, openIdTokens, now());
      const arn = `${roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/${sessionName}`;
      const lifetimeMs = role?.credentialsLifetimeMs ?? durationSeconds * 1000;
      const credentials = issued.issue(arn, lifetimeMs);
      return xml(
        200,
        element(`${OPERATION}Response`, [
          element(`${OPERATION}Result`, [
            element("SubjectFromWebIdentityToken", subject),
            element("AssumedRoleUser", [
              element("Arn", arn),
              element("AssumedRoleId", `AROASIMULATOREXAMPLE0:${sessionName}`),
            ]),
            element("Credentials", [
              element("AccessKeyId", credentials.accessKeyId),
              element("SecretAccessKey", credentials.secretAccessKey),
              element("SessionToken", credentials.sessionToken),
              element("Expiration", isoSeconds(credentials.expiration)),
            ]),
          ]),
          metadata(requestId),
        ]),
      );
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return xml(
        error.status,
        element("ErrorResponse", [
          element("Error", [
            element("Type", "Sender"),
            element("Code", error.name),
            element("Message", error.message),
          ]),
          element("RequestId", requestId),
        ]),
      );
    }
  };
}

interface Input {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly token: string;
  readonly durationSeconds: number;
}

/** Bounds and patterns of the service model of STS, 2011-06-15. */
function readInput(input: URLSearchParams): Input {
  const [roleArn, sessionName, token] = ["RoleArn", "RoleSessionName", "WebIdentityToken"].map(
    (name) => input.get(name),
  ) as [string, string, string];
  checkConstraints(
    [
      ["roleArn", roleArn, { min: 20, max: 2048 }],
      ["roleSessionName", sessionName, { min: 2, max: 64, pattern: "[\\w+=,.@-]*" }],
      ["webIdentityToken", token, { min: 4, max: 20_000, sensitive: true }],
    ],
    VALIDATION_ERROR,
  );
  const duration = input.get("DurationSeconds");
  const durationSeconds = duration === null ? HOUR_SECONDS : Number(duration);
  if (!(durationSeconds >= 900 && durationSeconds <= 43_200)) {
    const bound =
      durationSeconds > 43_200 ? "less than or equal to 43200" : "greater than or equal to 900";
    throw constraintError(
      [
        `Value '${duration}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${bound}`,
      ],
      VALIDATION_ERROR,
    );
  }
  return { roleArn, sessionName, token, durationSeconds };
}

/** The subject that a trusted token names. A role that does not exist trusts none. */
function verifyToken(
  role: SimulatorRole | undefined,
  token: string,
  openIdTokens: OpenIdTokens,
  now: Date,
): string {
  const claims = jwtClaims(token);
  const seconds = Math.floor(now.getTime() / 1000);
  if (typeof claims?.exp === "number" && claims.exp <= seconds) {
    throw new ServiceError(
      "ExpiredTokenException",
      `Token expired: current date/time ${seconds} must be before the expiration date/time ${claims.exp}`,
      400,
    );
  }
  const ours = openIdTokens.lookup(token);
  if (ours) {
    if (role?.identityPoolIds?.includes(ours.identityPoolId)) return ours.identityId;
  } else if (role?.webIdentityTokens && isTokenGood(role.webIdentityTokens, token)) {
    return typeof claims?.sub === "string" ? claims.sub : "simulated-subject";
  } else if (!claims) {
    throw new ServiceError("InvalidIdentityToken", "The ID Token provided is not a valid JWT.");
  }
  throw new ServiceError("AccessDenied", `Not authorized to perform sts:${OPERATION}`, 403);
}

const isoSeconds = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, "Z");

const metadata = (requestId: string): string =>
  element("ResponseMetadata", [element("RequestId", requestId)]);

/** An element with text, which is escaped, or with elements. */
function element(name: string, content: string | readonly string[]): string {
  const namespace = /Response$/.test(name) ? ` xmlns="${NAMESPACE}"` : "";
  const inner = typeof content === "string" ? escaped(content) : content.join("");
  return `<${name}${namespace}>${inner}</${name}>`;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const xml = (status: number, body: string): Response =>
  new Response(body, { status, headers: { "Content-Type": "text/xml" } });
