import type { JsonObject } from "../../json.ts";
import { ServiceError, validationException } from "../../service-error.ts";
import { type Family, families, modelByShape } from "./families.ts";
import { type ChatModel, type ConverseTraits, isChat, type Model } from "./model.ts";

/** Which models exist, and how they are served. */
export interface SimulatorModels {
  /**
   * Ids that are served only through inference profiles, so that the bare id is refused; one that ends
   * in `*` covers all ids with that beginning. CountTokens accepts them nevertheless. Default: those
   * that AWS serves only through profiles.
   */
  readonly profileOnly?: readonly string[] | undefined;
  /** Ids that have reached the end of their life, `*` as above. Default: none. */
  readonly ended?: readonly string[] | undefined;
  /**
   * The models that ARNs and ids of your own mean: application inference profiles, provisioned and
   * imported models, prompt routers. For any other, the body's shape shows the format. Default: none.
   */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
  /**
   * What the account may invoke, `*` as above, by the models' own ids or those of their profiles;
   * others are refused with an AccessDeniedException. Default: everything.
   */
  readonly allowed?: readonly string[] | undefined;
}

/** Served through profiles only, by "Supported Regions and models for inference profiles" (2026). */
const PROFILE_ONLY: readonly string[] = [
  "amazon.nova-2-lite-*",
  "amazon.nova-premier-*",
  "anthropic.claude-3-5-haiku-*",
  "anthropic.claude-3-5-sonnet-20241022-*",
  "anthropic.claude-3-7-sonnet-*",
  "anthropic.claude-fable-*",
  "anthropic.claude-haiku-*",
  "anthropic.claude-opus-*",
  "anthropic.claude-sonnet-*",
  "deepseek.r1-*",
  "meta.llama3-2-*",
  "meta.llama3-3-*",
  "meta.llama4-*",
  "mistral.pixtral-large-*",
  "twelvelabs.marengo-embed-2-7-*",
  "twelvelabs.pegasus-*",
  "writer.palmyra-*",
];

/** A family as Converse needs it. */
export interface ConversingModel {
  readonly traits: ConverseTraits;
  /** The format of the model itself, for what Converse takes from its answer. */
  readonly chat: ChatModel | undefined;
}

/** How a model is asked for: by what it is served by, or by any of its ids. */
interface Purpose {
  /** Ids that are served through profiles only are fine. Default `false`. */
  readonly byAnyId?: boolean;
}

export interface Catalog {
  /**
   * The model's own id: `anthropic.claude-v2` for an ARN, an alias or a cross-region profile of it.
   */
  bareId(modelId: string): string;
  /** The ARN of what a prompt router chose; undefined for any other id, and where that is not known. */
  routedTo(modelId: string, region: string): string | undefined;
  /**
   * The format that a model speaks. A provisioned, imported or otherwise renamed model does not show
   * its family in its ARN, so the body has to.
   *
   * @throws ServiceError for a model that does not exist, or that is not served by this id.
   */
  find(modelId: string, body: JsonObject, purpose?: Purpose): Model;
  /** @throws ServiceError as `find` does, and for a model that does not converse. */
  findConversing(modelId: string, purpose?: Purpose): ConversingModel;
  /** @throws ServiceError for a model that the account may not invoke. */
  checkAccess(modelId: string): void;
}

/** Prefixes of cross-region inference profiles. */
const GEOGRAPHY = /^(?:us|us-gov|eu|apac|au|ca|jp|sa|mx|in|kr|me|il|af|uk|global)\./;

/** ARNs whose last part is a model's id; the others name something the account has made. */
const NAMES_MODEL =
  /:(?:foundation-model|inference-profile|custom-model|default-prompt-router)\/([^/]+)/;

const isRouter = (modelId: string): boolean => /:(?:default-)?prompt-router\//.test(modelId);

/**
 * What AWS's own routers choose, always the same here.
 *
 * Source: "Understanding intelligent prompt routing in Amazon Bedrock" in its User Guide.
 */
const ROUTES: Readonly<Record<string, string>> = {
  "amazon.nova:1": "amazon.nova-lite-v1:0",
  "anthropic.claude:1": "anthropic.claude-3-5-sonnet-20240620-v1:0",
  "meta.llama:1": "meta.llama3-1-70b-instruct-v1:0",
};

/** Whether an id is that of an inference profile, and not of a model. */
export const isProfile = (modelId: string): boolean =>
  /:(?:application-)?inference-profile\//.test(modelId) || GEOGRAPHY.test(modelId);

/** Whether an id is a foundation model's own, by itself or as an ARN. */
const isFoundationModel = (modelId: string): boolean =>
  /:foundation-model\//.test(modelId) || !(modelId.startsWith("arn:") || isProfile(modelId));

export function createCatalog({
  profileOnly = PROFILE_ONLY,
  ended = [],
  aliases = {},
  allowed,
}: SimulatorModels = {}): Catalog {
  const unaliased = (modelId: string): string =>
    Object.hasOwn(aliases, modelId) ? aliases[modelId]! : modelId;

  const bareId = (modelId: string): string => {
    const id = unaliased(modelId);
    const bare = (NAMES_MODEL.exec(id)?.[1] ?? id).replace(GEOGRAPHY, "");
    return isRouter(id) && Object.hasOwn(ROUTES, bare) ? ROUTES[bare]! : bare;
  };

  /** Undefined for an ARN that does not name its model. */
  function familyOf(modelId: string, { byAnyId = false }: Purpose): Family | undefined {
    const bare = bareId(modelId);
    if (isListed(bare, ended)) throw hasEnded();
    const family = families.find(({ id }) => id.test(bare));
    const isAlias = Object.hasOwn(aliases, modelId);
    if (family) {
      if (!byAnyId && !isAlias && isFoundationModel(modelId) && isListed(bare, profileOnly)) {
        throw needsProfile(bare);
      }
      return family;
    }
    if (modelId.startsWith("arn:") && !NAMES_MODEL.test(modelId)) return undefined;
    throw validationException("The provided model identifier is invalid.");
  }

  return {
    bareId,
    routedTo(modelId, region) {
      const bare = bareId(modelId);
      if (!isRouter(modelId) || bare.startsWith("arn:")) return undefined;
      const prefix = region.startsWith("ap-") ? "apac" : region.slice(0, 2);
      return `arn:aws:bedrock:${region}:123456789012:inference-profile/${prefix}.${bare}`;
    },
    checkAccess(modelId) {
      const bare = bareId(modelId);
      if (!allowed || isListed(modelId, allowed) || isListed(bare, allowed.map(bareId))) return;
      throw new ServiceError(
        "AccessDeniedException",
        "You don't have access to the model with the specified model ID.",
      );
    },
    find: (modelId, body, purpose = {}) =>
      familyOf(modelId, purpose)?.model(body) ?? modelByShape(body),
    findConversing(modelId, purpose = {}) {
      const family = familyOf(modelId, purpose);
      if (!family) return { traits: {}, chat: undefined };
      if (!family.converse) throw cannotConverse();
      const model = family.model({ messages: [] });
      return { traits: family.converse, chat: isChat(model) ? model : undefined };
    },
  };
}

const isListed = (id: string, list: readonly string[]): boolean =>
  list.some((entry) => (entry.endsWith("*") ? id.startsWith(entry.slice(0, -1)) : id === entry));

const needsProfile = (modelId: string): ServiceError =>
  validationException(
    `Invocation of model ID ${modelId} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
  );

const hasEnded = (): ServiceError =>
  new ServiceError(
    "ResourceNotFoundException",
    "This model version has reached the end of its life. Please refer to the AWS documentation for more details.",
  );

const cannotConverse = (): ServiceError =>
  validationException(
    "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
  );
