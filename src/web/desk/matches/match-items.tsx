import { MAX_REASON_CHARS } from "../../../domain/reason.ts";
import type { Confirmation } from "../../frame/form.ts";
import { ConfirmBox } from "../../parts/confirm-box.tsx";
import { nameEntry } from "../../../../templates/entry-name.ts";
import type { DecidedMatch, PossibleMatch, ReviewEntry, ReviewNotice } from "../../../db/match-review.ts";
import { cleanLine } from "../../../domain/clean-text.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { describeWhy } from "../../../domain/why.ts";
import type { Region } from "../../../domain/region.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { Status } from "../../parts/status.tsx";
import { DeskForm, SubmitButton } from "../../parts/form-fields.tsx";
import { SourceWordsBlock } from "../../desk-parts/source-words-block.tsx";
import { matchesWords } from "./words.ts";

interface ItemProps<T extends ReviewNotice> {
  readonly page: Page;
  readonly region: Region;
  readonly canCurate: boolean;
  readonly item: T;
  /** Where a decision comes back to. */
  readonly returnTo: string;
  /** Of what is shown: a decision carries it. */
  readonly mark: string;
  /** What was written in a form that was refused. */
  readonly kept: KeptReason | null;
}

export interface KeptReason {
  readonly noticeId: number;
  readonly entryKey: string;
  readonly reason: string;
  readonly confirm?: Confirmation | undefined;
}

/** A match to confirm or to refuse, with why, and the source's own words beside. */
export function PossibleItem({ page, region, canCurate, item, returnTo, mark, kept }: ItemProps<PossibleMatch>) {
  const m = matchesWords[page.language];
  const own = kept?.noticeId === item.noticeId && kept.entryKey === item.entry.key;
  const place = `${item.noticeId}-${item.entry.key.replaceAll(/[^\w-]/g, "_")}`;
  const about = `match-${place}`;
  return (
    <li class="match">
      <div>
        <div id={about}>
          <Product page={page} item={item} />
          <p>
            <span class="quiet">{m.line}: </span>
            <strong>{nameLine(page, item.entry)}</strong>
          </p>
        </div>
        <p lang="sv">
          <span class="quiet">{m.why}: </span>
          {describeWhy(item.why)}
        </p>
        {canCurate ? (
          <DeskForm page={page} action={`/matches/${region.code}/decide`}>
            <input type="hidden" name="notice" value={item.noticeId} />
            <input type="hidden" name="entry" value={item.entry.key} />
            <input type="hidden" name="return" value={returnTo} />
            <input type="hidden" name="mark" value={mark} />
            <Reason
              page={page}
              id={own ? "reason" : `reason-${place}`}
              value={own ? kept.reason : ""}
              confirm={own ? kept.confirm : undefined}
            />
            <div class="buttons">
              <SubmitButton text={m.confirm} name="verdict" value="confirmed" describedBy={about} />
              <SubmitButton text={m.refuse} name="verdict" value="refused" variant="secondary" describedBy={about} />
            </div>
          </DeskForm>
        ) : null}
      </div>
      <SourceWordsBlock page={page} notice={item.notice} />
    </li>
  );
}

/** A notice that hits nothing, and the way to tie it by hand. */
export function UnmatchedItem({ page, region, canCurate, item }: ItemProps<ReviewNotice>) {
  const m = matchesWords[page.language];
  const query = new URLSearchParams({ notice: String(item.noticeId) });
  return (
    <li class="match">
      <div>
        <Product page={page} item={item} />
        {canCurate ? (
          <a
            href={linkTo(page.language, `/matches/${region.code}/tie`, query)}
            aria-label={m.tieProduct(nameProduct(page, item))}
          >
            {m.tie}
          </a>
        ) : null}
      </div>
      <SourceWordsBlock page={page} notice={item.notice} />
    </li>
  );
}

/** A curator's word, which can be taken back. */
export function DecidedItem({ page, region, canCurate, item, returnTo, mark }: ItemProps<DecidedMatch>) {
  const m = matchesWords[page.language];
  return (
    <li class="match">
      <div>
        <Product page={page} item={item} />
        <p>
          <span class="quiet">{m.line}: </span>
          {item.entry === null ? m.noEntry(item.entryKey) : <strong>{nameLine(page, item.entry)}</strong>}
        </p>
        <p>{m.decided(m.verdicts[item.verdict], item.decidedBy, stockholmMinute(item.decidedAt))}</p>
        {item.reason === null ? null : <p>{item.reason}</p>}
        {canCurate ? (
          <DeskForm page={page} action={`/matches/${region.code}/undo`}>
            <input type="hidden" name="notice" value={item.noticeId} />
            <input type="hidden" name="entry" value={item.entryKey} />
            <input type="hidden" name="return" value={returnTo} />
            <input type="hidden" name="mark" value={mark} />
            <button
              class="ds-button"
              type="submit"
              data-variant="secondary"
              aria-label={m.undoProduct(nameProduct(page, item))}
            >
              {m.undo}
            </button>
          </DeskForm>
        ) : null}
      </div>
      <SourceWordsBlock page={page} notice={item.notice} />
    </li>
  );
}

/** Why a curator decides as they do; may be left empty. */
export function Reason({
  page: { t, language },
  id,
  value = "",
  confirm,
}: {
  readonly page: Page;
  readonly id: string;
  readonly value?: string;
  readonly confirm?: Confirmation | undefined;
}) {
  return (
    <div class="ds-field">
      <label class="ds-label" for={id}>
        {matchesWords[language].reason} <span class="quiet">({t.desk.form.optional})</span>
      </label>
      <input
        class="ds-input"
        type="text"
        id={id}
        name="reason"
        maxlength={MAX_REASON_CHARS}
        autocomplete="off"
        value={value}
      />
      <ConfirmBox confirm={confirm} />
    </div>
  );
}

function Product({ page, item }: { readonly page: Page; readonly item: ReviewNotice }) {
  return (
    <p>
      <strong>{nameProduct(page, item)}</strong> <Status words={page.words} status={item.status} />
    </p>
  );
}

/** The product's name as the source writes it. */
export function nameProduct({ words }: Page, { notice }: ReviewNotice): string {
  return cleanLine(notice.productName) || words.unknownMedicine;
}

/** A line of the list: what it is, its code and its priority. */
export function nameLine({ language, words }: Page, entry: Omit<ReviewEntry, "key">): string {
  const { atc, priority } = entry;
  const parts = [atc, priority === null ? "" : matchesWords[language].priority(priority)].filter(Boolean).join(", ");
  return parts === "" ? nameEntry(entry, words) : `${nameEntry(entry, words)} (${parts})`;
}
