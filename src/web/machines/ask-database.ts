/** What was asked of the database; rejects when it does not answer in time: one that hangs is down, too. */
export async function askDatabase<T>(asked: Promise<T>, timeoutMs: number): Promise<T> {
  const tooLate = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => tooLate.reject(new Error(`web/machines: unable to ask the database: no answer in ${timeoutMs} ms`)),
    timeoutMs,
  );
  try {
    return await Promise.race([asked, tooLate.promise]);
  } finally {
    clearTimeout(timer);
  }
}
