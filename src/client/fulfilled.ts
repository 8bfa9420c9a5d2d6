/** What a promise is fulfilled with, if it is already; undefined while it is pending or rejected. */
export async function fulfilled<T>(promise: Promise<T>): Promise<T | undefined> {
  let value: T | undefined;
  promise.then(
    (it) => {
      value = it;
    },
    () => {},
  );
  // What is settled is told before this goes on.
  await undefined;
  return value;
}
