/** AWS credentials. The shape is the AWS SDK's `AwsCredentialIdentity`, so its values fit. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Set for temporary credentials. */
  readonly sessionToken?: string | undefined;
  /** When temporary credentials end. Unset: they are taken to last. */
  readonly expiration?: Date | undefined;
}

/**
 * Gives credentials when asked. Every provider of the AWS SDK fits.
 *
 * The client keeps what it gets until shortly before `expiration`, so a provider need not. When the
 * service has refused credentials that were not due, the next call passes `{ forceRefresh: true }`,
 * as the AWS SDK does to have its own caches bypassed; other providers can ignore it.
 */
export type CredentialsProvider = () => Promise<Credentials>;
