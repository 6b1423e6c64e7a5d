import { Hono } from "hono";
import { createChannels } from "../../src/channels/index.ts";
import type { CaseNotice } from "../../src/domain/case.ts";
import type { Language, MessageView } from "../../src/domain/message.ts";
import { readAssets } from "../../src/web/frame/assets.ts";
import { allowOwnFrames, setSecurityHeaders } from "../../src/web/frame/security-headers.ts";
import { createPage, parseLanguage, renderDocument, type Page } from "../../src/web/frame/page.ts";
import { PackageTimeline } from "../../src/web/desk/case/package-timeline.tsx";
import { PreviewsSection } from "../../src/web/desk-parts/drawings/previews-section.tsx";
import { servePages, type PageServer } from "../support/page-server.ts";
import { Layout } from "../../src/web/frame/layout.tsx";
import { emailPreviewResponse, findEmailHtml, renderPreviews } from "../../src/web/desk-parts/previews.ts";
import { createAssetRoute } from "../../src/web/frame/asset.ts";

const PUBLIC_URL = "https://restsignal.example.se";
const NOW = new Date("2026-08-21T07:15:00Z");
export const AS_OF = "2026-08-21";

/** The real channels without anything to send through. */
export const previewChannels = createChannels({
  slack: { token: null },
  teams: { http: { request: () => Promise.reject(new Error("test: nothing is sent from a preview")) } },
  email: { smtpUrl: null, from: "Restsignal <utskick@restsignal.example.se>" },
});

export async function previewMessage(view: MessageView, language: Language = "sv") {
  return renderPreviews({ channels: previewChannels, view, language, publicUrl: PUBLIC_URL, now: NOW });
}

/** A page of somebody signed in, which is what loads the desk's style sheet. */
export function createDeskPage(url = `${PUBLIC_URL}/cases/7`): Page {
  const about = { source: "none", version: "0.0.0-test", mode: "live" } as const;
  const page = createPage({ url: new URL(url), assets: readAssets().paths, ...about });
  const account = { id: 1, email: "anna@skane.example", name: "Anna", state: "active", grants: [] } as const;
  return { ...page, visitor: { account, csrf: "x", sessionHash: "x" } };
}

/** Pages with previews and a time line, behind the headers of the real site: `/<name of a view>`, and `/timeline` of the notices. */
export async function startPreviewSite(input: {
  readonly views: Readonly<Record<string, MessageView>>;
  readonly notices: readonly CaseNotice[];
}): Promise<PageServer> {
  const app = new Hono();
  app.use(setSecurityHeaders("http://127.0.0.1"));
  app.route("/", createAssetRoute(readAssets()));
  app.get("/cases/:case/preview/email", async (c) => {
    const view = Object.values(input.views).find(({ message }) => String(message.caseId) === c.req.param("case"));
    const html =
      view === undefined ? null : findEmailHtml(await previewMessage(view, parseLanguage(c.req.query("text"))));
    return html === null ? c.notFound() : emailPreviewResponse(html);
  });
  app.get("/timeline", (c) => {
    const page = createDeskPage(c.req.url);
    const body = <PackageTimeline page={page} notices={input.notices} asOf={AS_OF} />;
    return c.html(
      renderDocument(
        <Layout page={page} title="Tidslinje">
          <h1>Ärende</h1>
          {body}
        </Layout>,
      ),
    );
  });
  app.get("/:view", async (c) => {
    const view = input.views[c.req.param("view")];
    if (view === undefined) return c.notFound();
    const page = createDeskPage(c.req.url);
    const previews = [await previewMessage(view, "sv"), await previewMessage(view, "en")];
    allowOwnFrames(c);
    return c.html(
      renderDocument(
        <Layout page={page} title="Ärende">
          <h1>Ärende</h1>
          <PreviewsSection page={page} previews={previews} />
        </Layout>,
      ),
    );
  });
  return servePages(app.fetch);
}
