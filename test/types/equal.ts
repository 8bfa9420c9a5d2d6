/** Whether two types are the same. */
export type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles where a type holds. */
export const holds = <_ extends true>(): void => {};
