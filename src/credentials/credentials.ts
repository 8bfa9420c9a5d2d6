/** AWS credentials, in the shape of the AWS SDK's `AwsCredentialIdentity`: its values fit. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Set for temporary credentials. */
  readonly sessionToken?: string | undefined;
  /** When temporary credentials expire. Unset: they are taken not to expire. */
  readonly expiration?: Date | undefined;
}

/**
 * Returns credentials, or a promise of them. Every provider of the AWS SDK fits.
 *
 * The client keeps what it gets until shortly before `expiration`, so a provider need not cache.
 * After the service has refused credentials that had not expired, and after `forgetCredentials()`,
 * the provider is called with `{ forceRefresh: true }`, which makes the AWS SDK's providers bypass
 * their own caches; others can ignore it.
 */
export type CredentialsProvider = () => Credentials | Promise<Credentials>;
