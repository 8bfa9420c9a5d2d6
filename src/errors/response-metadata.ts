/** What is known of the HTTP exchange that led to an answer or an error. */
export interface ResponseMetadata {
  /** The status of the last response; unset when none came. */
  readonly httpStatusCode?: number | undefined;
  /** AWS's id of the request, for its support; unset when the header is missing or hidden by CORS. */
  readonly requestId?: string | undefined;
  /** How many requests were made, the first included. */
  readonly attempts: number;
  /** How long the client waited between them, in ms. */
  readonly totalRetryDelay: number;
}
