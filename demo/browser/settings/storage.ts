/** localStorage; undefined where the visitor has forbidden it, and even looking at it throws. */
export const storage: Storage | undefined = (() => {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
})();
