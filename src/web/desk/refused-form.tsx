import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { receiveForm, type FormLimits, type FormRefusal } from "../frame/form-body.ts";
import { renderDocument, type Page, type WebEnv } from "../frame/page.ts";
import { RefusedPage } from "./refused-page.tsx";

/** The context of any page, public or of the desk. */
type PageContext = Pick<Context, "html"> & { readonly var: { readonly page: Page } };

/** Says why a form was not taken, and what would mend it. */
export function answerRefusedForm(
  c: PageContext,
  { refusal, limits }: { refusal: FormRefusal; limits: FormLimits },
): Response | Promise<Response> {
  const { page } = c.var;
  const { tooLarge, unreadable } = page.t.desk;
  const told =
    refusal.kind === "too-large"
      ? { title: tooLarge.title, reason: tooLarge.text(describeSize(limits.maxBytes), limits.maxFields) }
      : { title: unreadable.title, reason: unreadable.text };
  return c.html(renderDocument(<RefusedPage page={page} {...told} />), refusal.status);
}

function describeSize(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.floor(bytes / 1_000)} kB` : `${Math.floor(bytes / 1_000_000)} MB`;
}

/** Takes in the form of a route that is open to all, or answers why not. */
export function acceptForm(limits: FormLimits) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const refusal = await receiveForm(c, limits);
    if (refusal !== null) return answerRefusedForm(c, { refusal, limits });
    await next();
  });
}
