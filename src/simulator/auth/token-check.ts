/** Which tokens are valid: those listed, or those that a function accepts. */
export type TokenCheck = readonly string[] | ((token: string) => boolean);

export const isTokenGood = (check: TokenCheck, token: string): boolean =>
  typeof check === "function" ? check(token) : check.includes(token);
