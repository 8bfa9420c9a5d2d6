import { seededRandom } from "../../../random.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** The service's signatures begin so, too: field 2 of a message, with 164 bytes in it. */
const OURS = "EqQBCkYI";
const LENGTH = 224;

/** What Claude signs its thinking with, so that it knows it when a later turn brings it back. */
export function signatureOf(thinking: string): string {
  const random = seededRandom(`signed ${thinking}`);
  const rest = Array.from(
    { length: LENGTH - OURS.length },
    () => ALPHABET[Math.floor(random() * ALPHABET.length)],
  );
  return OURS + rest.join("");
}

/**
 * Whether a signature can be that of `thinking`. Of those that only the service can have made, the
 * form is all that can be checked.
 */
export function isSigned(thinking: string, signature: string): boolean {
  if (signature.startsWith(OURS)) return signature === signatureOf(thinking);
  return /^E[A-Za-z0-9+/]{30,}={0,2}$/.test(signature) && signature.length % 4 === 0;
}
