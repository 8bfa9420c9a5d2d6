/** Every form that the service's model allows, as its documentation writes them. */
export const modelIds: readonly (readonly [form: string, modelId: string, label: string])[] = [
  ["a foundation model", "anthropic.claude-v2", "anthropic.claude-v2"],
  ["one with a version", "anthropic.claude-v2:1", "anthropic.claude-v2%3A1"],
  ["one with a context length", "amazon.nova-lite-v1:0:24k", "amazon.nova-lite-v1%3A0%3A24k"],
  [
    "a cross-region profile",
    "us.anthropic.claude-3-5-sonnet-20240620-v1:0",
    "us.anthropic.claude-3-5-sonnet-20240620-v1%3A0",
  ],
  [
    "a foundation model's ARN",
    "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-tg1-large",
    "arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Famazon.titan-tg1-large",
  ],
  [
    "a custom model's ARN",
    "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.titan-text-lite-v1/abcdefghijkl",
    "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Acustom-model%2Famazon.titan-text-lite-v1%2Fabcdefghijkl",
  ],
  [
    "an imported model's ARN",
    "arn:aws:bedrock:us-west-2:123456789012:imported-model/abcdefghijkl",
    "arn%3Aaws%3Abedrock%3Aus-west-2%3A123456789012%3Aimported-model%2Fabcdefghijkl",
  ],
  [
    "a provisioned model's ARN",
    "arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:provisioned-model/abcdefghijkl",
    "arn%3Aaws-us-gov%3Abedrock%3Aus-gov-west-1%3A123456789012%3Aprovisioned-model%2Fabcdefghijkl",
  ],
  [
    "a deployment's ARN",
    "arn:aws:bedrock:us-east-1:123456789012:custom-model-deployment/abcdefghijkl",
    "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Acustom-model-deployment%2Fabcdefghijkl",
  ],
  [
    "an inference profile's ARN",
    "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-3-haiku-20240307-v1:0",
    "arn%3Aaws%3Abedrock%3Aeu-west-1%3A123456789012%3Ainference-profile%2Feu.anthropic.claude-3-haiku-20240307-v1%3A0",
  ],
  [
    "an application's inference profile's ARN",
    "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1B2c3",
    "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fa1B2c3",
  ],
  [
    "a prompt's ARN",
    "arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDE12345:7",
    "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aprompt%2FABCDE12345%3A7",
  ],
  [
    "a prompt router's ARN",
    "arn:aws:bedrock:us-east-1:123456789012:default-prompt-router/anthropic.claude:1",
    "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Adefault-prompt-router%2Fanthropic.claude%3A1",
  ],
  [
    "a SageMaker endpoint's ARN",
    "arn:aws:sagemaker:us-east-1:123456789012:endpoint/my-endpoint",
    "arn%3Aaws%3Asagemaker%3Aus-east-1%3A123456789012%3Aendpoint%2Fmy-endpoint",
  ],
  // Not of the pattern; a later form may be anything.
  [
    "anything else",
    "a b/ü!'()*~%2F?#&+=;,@",
    "a%20b%2F%C3%BC%21%27%28%29%2A~%252F%3F%23%26%2B%3D%3B%2C%40",
  ],
];

/** The alternatives on the outermost level of a pattern, without their anchors. */
export function alternatives(pattern: string): RegExp[] {
  const parts = [""];
  let depth = 0;
  let inClass = false;
  for (const character of pattern) {
    if (character === "[") inClass = true;
    if (character === "]") inClass = false;
    if (!inClass && character === "(") depth++;
    if (!inClass && character === ")") depth--;
    if (depth === 0 && character === "|") parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.map(
    (part) =>
      new RegExp(
        `^(?:${part.replace(/[$^](?!\])/g, (anchor, at: number) => (part[at - 1] === "[" ? anchor : ""))})$`,
      ),
  );
}
