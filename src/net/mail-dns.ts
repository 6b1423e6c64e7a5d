import { Resolver } from "node:dns/promises";

/** What DNS says of mail; null where it could not be asked, and an empty list where there is nothing of that name. */
export interface MailDns {
  txt(name: string): Promise<readonly string[] | null>;
  /** The names that the addresses of a host are known by, backwards. */
  reverse(host: string): Promise<readonly string[] | null>;
}

/** Asks the machine's own name servers, each question for so long at most. */
export function createMailDns({ timeoutMs }: { readonly timeoutMs: number }): MailDns {
  const ask = async <T>(question: (resolver: Resolver) => Promise<T[]>): Promise<readonly T[] | null> => {
    const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
    const tooLate = Promise.withResolvers<null>();
    const timer = setTimeout(() => {
      tooLate.resolve(null);
      resolver.cancel();
    }, timeoutMs);
    try {
      return await Promise.race([question(resolver), tooLate.promise]);
    } catch (cause) {
      return isNothing(cause) ? [] : null;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    // A long text comes in pieces, which are one.
    txt: (name) => ask(async (resolver) => (await resolver.resolveTxt(name)).map((pieces) => pieces.join(""))),
    reverse: (host) =>
      ask(async (resolver) => {
        const addresses = await resolver.resolve4(host);
        return (await Promise.all(addresses.slice(0, 3).map((address) => resolver.reverse(address)))).flat();
      }),
  };
}

/** There is no such name, or nothing of that kind there; all else says nothing. */
function isNothing(cause: unknown): boolean {
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : null;
  return code === "ENOTFOUND" || code === "ENODATA";
}
