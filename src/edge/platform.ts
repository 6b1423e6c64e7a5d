/** The part of Workers KV that the edge uses: https://developers.cloudflare.com/kv/api/ */
export interface KvNamespace {
  getWithMetadata(
    key: string,
    type: "arrayBuffer",
  ): Promise<{ readonly value: ArrayBuffer | null; readonly metadata: unknown }>;
  /** Keys hold at most 512 bytes, metadata at most 1,024 bytes as JSON. */
  put(key: string, value: ArrayBuffer, options: { readonly metadata: object }): Promise<void>;
}

/** The part of the Cache API that the edge uses: https://developers.cloudflare.com/workers/runtime-apis/cache/ */
export interface EdgeCache {
  match(key: string): Promise<Response | undefined>;
  /** Lives as long as the response's own Cache-Control says, `s-maxage` first. */
  put(key: string, response: Response): Promise<void>;
}
