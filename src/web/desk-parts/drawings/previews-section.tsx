import type { Page } from "../../frame/page.ts";
import { emailPreviewPath, listRefusals, type ChannelPreview, type Previews } from "../previews.ts";
import { CutLines, describeCut, describeLimit, isLoss, SizeLines } from "./preview-sizes.tsx";
import { DrawingFrame, FeedDrawing, Payload, PreviewDrawing } from "./preview-drawing.tsx";
import { previewsWords } from "./words.ts";
import { nameChannel } from "../../frame/channel-name.ts";

interface PreviewsProps {
  readonly page: Page;
  /** One for each language it is written in, the first of them shown unfolded. */
  readonly previews: readonly Previews[];
}

/** A message as every receiver would get it, how much of each limit it takes, and what stops it. */
export function PreviewsSection({ page, previews }: PreviewsProps) {
  const t = previewsWords[page.language];
  return (
    <section class="previews" aria-labelledby="previews">
      <h2 id="previews">{t.title}</h2>
      <p>{t.lead}</p>
      <Refusals page={page} previews={previews} />
      <Warnings page={page} previews={previews} />
      {previews.map((one, index) => (
        <>
          <h3>{t.languages[one.language]}</h3>
          {index === 0 ? (
            <PreviewList page={page} previews={one} />
          ) : (
            <details class="previews-folded">
              <summary>
                {t.show} <span class="quiet">{t.languages[one.language].toLocaleLowerCase(page.language)}</span>
              </summary>
              <PreviewList page={page} previews={one} />
            </details>
          )}
        </>
      ))}
    </section>
  );
}

function Refusals({ page, previews }: PreviewsProps) {
  const t = previewsWords[page.language];
  const refusals = listRefusals(previews);
  if (refusals.length === 0) return null;
  return (
    <div class="ds-alert" data-color="danger">
      <h3 class="preview-alert">{t.refusedTitle}</h3>
      <ul>
        {refusals.map(({ channel, language, reason }) => (
          <li>
            {t.refused(nameChannel(page, channel), t.languages[language])} {t.reason} <span lang="en">{reason}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Every limit that is near and all that does not fit, in whatever language, above what is folded. */
function Warnings({ page, previews }: PreviewsProps) {
  const t = previewsWords[page.language];
  const lines = previews.flatMap(({ language, channels }) =>
    channels.flatMap((preview) => {
      const where = `${nameChannel(page, preview.channel)}, ${t.languages[language].toLocaleLowerCase(page.language)}`;
      return listWarnings(page, preview).map((text) => `${where}: ${text}`);
    }),
  );
  if (lines.length === 0) return null;
  return (
    <div class="ds-alert" data-color="warning">
      <h3 class="preview-alert">{t.warningsTitle}</h3>
      <ul>
        {lines.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </div>
  );
}

function listWarnings(page: Page, preview: ChannelPreview): string[] {
  if (preview.kind === "rejected") return [];
  const t = previewsWords[page.language];
  const near = preview.sizes.filter((size) => size.near);
  return [
    ...preview.cuts.filter(isLoss).map((cut) => describeCut(page, cut)),
    ...near.map((size) => `${describeLimit(page, size)}. ${t.over[size.over]}`),
  ];
}

interface PreviewListProps {
  readonly page: Page;
  readonly previews: Previews;
}

function PreviewList({ page, previews }: PreviewListProps) {
  return (
    <div class="preview-list">
      {previews.channels.map((preview) => (
        <OneChannel page={page} previews={previews} preview={preview} />
      ))}
      <OneFeed page={page} previews={previews} />
    </div>
  );
}

function OneChannel({ page, previews, preview }: PreviewListProps & { readonly preview: ChannelPreview }) {
  const t = previewsWords[page.language];
  const name = nameChannel(page, preview.channel);
  const id = `preview-${previews.language}-${preview.channel}`;
  return (
    <article class="preview" aria-labelledby={id}>
      <h4 id={id}>{name}</h4>
      {preview.kind === "rejected" ? (
        <p class="ds-alert" data-color="danger">
          {t.refused(name, t.languages[previews.language])} {t.reason} <span lang="en">{preview.reason}</span>
        </p>
      ) : (
        <>
          <SizeLines page={page} sizes={preview.sizes} />
          <CutLines page={page} cuts={preview.cuts} />
          {[preview, ...preview.further].map(({ drawing, payload }, index, { length }) => (
            <>
              {length === 1 ? null : <h5>{t.part(index + 1, length)}</h5>}
              {drawing === null ? null : (
                <PreviewDrawing
                  page={page}
                  name={name}
                  drawing={drawing}
                  language={previews.language}
                  now={previews.now}
                  mailPath={
                    previews.caseId === null
                      ? null
                      : emailPreviewPath(previews.caseId, { language: previews.language, part: index + 1 })
                  }
                />
              )}
              <Payload page={page} what="JSON" name={name} text={JSON.stringify(payload, null, 2)} />
            </>
          ))}
        </>
      )}
    </article>
  );
}

function OneFeed({ page, previews }: PreviewListProps) {
  const t = previewsWords[page.language];
  const id = `preview-${previews.language}-feed`;
  return (
    <article class="preview" aria-labelledby={id}>
      <h4 id={id}>{t.feed}</h4>
      <p class="quiet">{t.noLimit}</p>
      <DrawingFrame page={page} name={t.feed} language={previews.language}>
        <FeedDrawing feed={previews.feed} />
      </DrawingFrame>
      {previews.feed.payloads.map(({ format, payload }) => (
        <Payload
          page={page}
          what={format === "json" ? "JSON Feed" : format === "rss" ? "RSS" : "Atom"}
          name={t.feed}
          text={payload}
        />
      ))}
    </article>
  );
}
