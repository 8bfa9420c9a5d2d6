/**
 * The variables of the process, where the runtime has processes. Undefined in pages and in
 * Workers, whose variables come with each request.
 *
 * The object is handed on as it is: one runtime asks for permission per variable, at the read.
 */
export function environment(): object | undefined {
  const { process } = globalThis as { process?: { env?: object } };
  return process?.env;
}
