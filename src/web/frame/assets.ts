import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const SOURCES = {
  theme: { extension: "css", address: import.meta.resolve("@digdir/designsystemet-css/theme.css") },
  components: { extension: "css", address: import.meta.resolve("@digdir/designsystemet-css") },
  site: { extension: "css", address: import.meta.resolve("./assets/site.css") },
  desk: { extension: "css", address: import.meta.resolve("./assets/desk.css") },
  favicon: { extension: "svg", address: import.meta.resolve("./assets/favicon.svg") },
} as const;
type AssetName = keyof typeof SOURCES;

const CONTENT_TYPES = { css: "text/css; charset=utf-8", svg: "image/svg+xml" } as const;

export interface Asset {
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer>;
}

export interface Assets {
  /** Where each lies; the name holds a hash of the content, so that it may be kept for ever. */
  readonly paths: Readonly<Record<AssetName, string>>;
  readonly byPath: ReadonlyMap<string, Asset>;
}

/** Reads and packs the style sheets and the favicon, about 200 KB. */
export function readAssets(): Assets {
  const assets = {
    theme: readAsset("theme"),
    components: readAsset("components"),
    site: readAsset("site"),
    desk: readAsset("desk"),
    favicon: readAsset("favicon"),
  };
  const { theme, components, site, desk, favicon } = assets;
  return {
    paths: {
      theme: theme.path,
      components: components.path,
      site: site.path,
      desk: desk.path,
      favicon: favicon.path,
    },
    byPath: new Map(Object.values(assets).map(({ path, asset }) => [path, asset])),
  };
}

function readAsset(name: AssetName): { path: string; asset: Asset } {
  const { extension, address } = SOURCES[name];
  const body = new Uint8Array(readFileSync(new URL(address)));
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 12);
  return {
    path: `/assets/${name}.${hash}.${extension}`,
    asset: { contentType: CONTENT_TYPES[extension], body, gzip: new Uint8Array(gzipSync(body)) },
  };
}
