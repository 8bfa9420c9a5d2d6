/** AWS credentials. The shape is the AWS SDK's `AwsCredentialIdentity`, so its values fit. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Set for temporary credentials. */
  readonly sessionToken?: string | undefined;
  /** When temporary credentials end. Unset: they are taken to last. */
  readonly expiration?: Date | undefined;
}

/** Gives credentials when asked. Every provider of the AWS SDK fits. */
export type CredentialsProvider = () => Promise<Credentials>;
