/** Somebody's browser without a window: it keeps cookies by host and follows what a browser follows, step by step. */
export interface CookieBrowser {
  /** By host and name. */
  readonly cookies: Map<string, Map<string, string>>;
  /** Every `set-cookie` it was sent, as it was sent. */
  readonly told: string[];
  get(url: string): Promise<Visit>;
  post(
    url: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Visit>;
}

export interface Visit {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** Where it leads by itself: a redirect, or a refresh. */
  readonly onward: string | null;
}

/** `send` answers for hosts of the test's own; anything else goes over the network. */
export function createCookieBrowser(
  send: (request: Request) => Promise<Response> | Response | null = () => null,
): CookieBrowser {
  const cookies: CookieBrowser["cookies"] = new Map();
  const told: string[] = [];
  async function visit(url: string, init: RequestInit): Promise<Visit> {
    const { host } = new URL(url);
    const held = [...(cookies.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = new Headers(init.headers);
    if (held !== "") headers.set("cookie", held);
    const request = new Request(url, { ...init, headers, redirect: "manual" });
    const response = (await send(request)) ?? (await fetch(request));
    for (const line of response.headers.getSetCookie()) keep(host, line);
    return {
      url,
      status: response.status,
      text: await response.text(),
      headers: response.headers,
      onward: findOnward(url, response),
    };
  }
  function keep(host: string, line: string): void {
    told.push(line);
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const [name = "", ...value] = pair.split("=");
    const own = cookies.get(host) ?? new Map<string, string>();
    cookies.set(host, own);
    const isOver = attributes.some((attribute) => /^max-age=0$|^expires=Thu, 01 Jan 1970/i.test(attribute));
    if (isOver) own.delete(name);
    else own.set(name, value.join("="));
  }
  return {
    cookies,
    told,
    get: (url) => visit(url, {}),
    post: (url, fields, headers = {}) => visit(url, { method: "POST", headers, body: new URLSearchParams(fields) }),
  };
}

function findOnward(url: string, response: Response): string | null {
  const refresh = /^0; url=(.+)$/.exec(response.headers.get("refresh") ?? "")?.[1];
  const location = response.headers.get("location") ?? refresh ?? null;
  return location === null ? null : new URL(location, url).href;
}

/** The value of a hidden field of a page. */
export function findField(text: string, name: string): string {
  const found = new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(text)?.[1];
  if (found === undefined) throw new Error(`test: unable to find the field ${name}`);
  return found.replaceAll("&amp;", "&");
}
