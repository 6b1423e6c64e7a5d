import type { Child } from "hono/jsx";
import { raw } from "hono/html";
import { groupBriefs } from "./digest-index.ts";
import { describeStale, type DocumentProps, type PieceContent } from "./email-content.ts";
import { EmailShell } from "./email-shell.tsx";
import { MessageBody } from "./message-body.tsx";
import { MarkSwedish } from "./swedish.tsx";
import type { Strings } from "./strings/sv.ts";

/** A mail as HTML that still needs `emailCss` inlined. */
export function EmailDocument(props: DocumentProps) {
  const { t, subject, lead, contents, shared, language, stale } = props;
  const only = contents.length === 1 && lead === null;
  return (
    <EmailShell language={language} subject={subject}>
      <Cell table="page" cell="page">
        {raw('<!--[if mso]><table role="presentation" width="640"><tr><td align="left"><![endif]-->')}
        <Cell table="column" cell="whole-width">
          {only ? null : <h1>{subject}</h1>}
          {lead === null ? null : <p class="muted edge">{lead}</p>}
          {stale === null ? null : (
            <Cell table="box" cell="warning">
              <p>{describeStale(stale, t)}</p>
            </Cell>
          )}
          {contents.length < 2 ? null : <Index t={t} contents={contents} />}
          <Shared t={t} shared={shared} />
          {contents.map((content) => (
            <Message content={content} only={only} />
          ))}
          <Foot {...props} />
        </Cell>
        {raw("<!--[if mso]></td></tr></table><![endif]-->")}
      </Cell>
    </EmailShell>
  );
}

interface CellProps {
  readonly table: string;
  readonly cell: string;
  readonly children?: Child;
}

/** A box: Word, which draws mails in Outlook, gives room and borders to the cells of tables alone. */
function Cell({ table, cell, children }: CellProps) {
  return (
    <table role="presentation" class={table} width="100%" cellpadding="0" cellspacing="0" align="center">
      <tr>
        <td class={cell}>{children}</td>
      </tr>
    </table>
  );
}

/** Why it came, and the way out. */
function Foot({ t, why, unsubscribeUrl }: DocumentProps) {
  return (
    <Cell table="box" cell="foot">
      <p class="muted">{why}</p>
      <p class="muted">
        <a href={unsubscribeUrl}>{t.digest.unsubscribe}</a>
      </p>
    </Cell>
  );
}

/** Each message in two lines: what it is about, and what to do and when it is back; what is urgent first. */
function Index({ t, contents }: Pick<DocumentProps, "t" | "contents">) {
  return (
    <table role="presentation" class="box" width="100%" cellpadding="0" cellspacing="0">
      <tr>
        <td class="paper contents">
          <p class="muted">{t.digest.contents}:</p>
          {groupBriefs(contents, t).map(({ heading, items }) => (
            <>
              {heading === null ? null : <p class={heading === t.urgent ? "kicker urgent" : "kicker"}>{heading}</p>}
              <ul class="index">
                {items.map((content) => (
                  <IndexItem t={t} content={content} />
                ))}
              </ul>
            </>
          ))}
        </td>
      </tr>
    </table>
  );
}

function IndexItem({ t, content }: { readonly t: Strings; readonly content: PieceContent }) {
  const { swedish, language, brief } = content;
  const { title, answer, back } = brief;
  return (
    <li>
      <a href={`#${content.anchor}`}>
        <MarkSwedish text={title} swedish={swedish} />
      </a>
      <br />
      <span class="brief">
        {answer === null ? null : (
          <span {...(answer.language === language ? {} : { lang: answer.language })}>{answer.text}</span>
        )}
        {[answer === null ? null : "", back, ""].filter((part) => part !== null).join(" · ")}
        <a href={content.link.url}>{t.digest.onTheWeb}</a>
      </span>
    </li>
  );
}

/** What holds of every message below. */
function Shared({ t, shared: { unreviewed, lines } }: Pick<DocumentProps, "t" | "shared">) {
  return (
    <>
      {unreviewed === null ? null : (
        <Cell table="box" cell="warning">
          <p>{unreviewed}</p>
        </Cell>
      )}
      {lines.length === 0 ? null : (
        <Cell table="box" cell="foot">
          <p class="muted">{t.digest.forAll}:</p>
          {lines.map((line) => (
            <p class="muted">{line}</p>
          ))}
        </Cell>
      )}
    </>
  );
}

interface MessageProps {
  readonly content: PieceContent;
  /** Alone in its mail, whose heading its own then is. */
  readonly only: boolean;
}

function Message({ content, only }: MessageProps) {
  const subject = <MarkSwedish text={content.subject} swedish={content.swedish} />;
  return (
    <>
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
        <tr>
          <td class="paper" id={content.anchor}>
            <a name={content.anchor} />
            <p class={content.urgent === null ? "kicker" : "kicker urgent"}>
              {/* What to do is to begin in the first screen: no line of its own. */}
              {[content.urgent, content.written, content.kicker].filter(Boolean).join(" · ")}
            </p>
            {only ? <h1 class="subject">{subject}</h1> : <h2 class="subject">{subject}</h2>}
            <MessageBody content={content} titled headingLevel={only ? 2 : 3} />
          </td>
        </tr>
      </table>
      <div class="gap">&nbsp;</div>
    </>
  );
}
