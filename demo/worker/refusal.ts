/** Why a request is not answered, in words for whoever sent it. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: HeadersInit;

  constructor(status: number, message: string, headers: HeadersInit = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}
