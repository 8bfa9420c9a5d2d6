/** The identity pool that the demos' simulator has, and the role that its guests get. */
export const guestPool = {
  identityPoolId: "us-east-1:00000000-5151-0000-0000-000000000000",
  roleArn: "arn:aws:iam::123456789012:role/bedrock-fetch-guest",
} as const;
