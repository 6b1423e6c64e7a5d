import type { Context } from "hono";
import { hashText } from "../../db/client.ts";
import { textOf, type FormValues } from "../frame/form.ts";
import { readSignInCookie, writeSignInCookie } from "../frame/session-cookie.ts";
import { createToken } from "../../secrets/token.ts";
import { isFromOtherSite, isSameSecret } from "../frame/own-form.ts";

/**
 * What a form of the sign-in carries so that no other site can send one and sign somebody in to an account that is not
 * theirs: it follows from a cookie that only this browser has, which is set here when it is not there yet.
 */
export function prepareSignInForm(c: Context, publicUrl: string): string {
  const held = readSignInCookie(c, publicUrl);
  const browser = held ?? createToken();
  if (held === undefined) writeSignInCookie(c, publicUrl, browser);
  return formTokenOf(browser);
}

/** The browser's secret when one of our own forms was sent from it; null for any other. */
export function readSignInBrowser(c: Context, publicUrl: string, values: FormValues): string | null {
  if (isFromOtherSite(c, publicUrl)) return null;
  const browser = readSignInCookie(c, publicUrl);
  if (browser === undefined) return null;
  return isSameSecret(textOf(values, "form"), formTokenOf(browser)) ? browser : null;
}

function formTokenOf(browser: string): string {
  return hashText(`sign-in form ${browser}`);
}

/** A password as it was typed: a space at its end is part of it. */
export function passwordOf(values: FormValues, field: string): string {
  const value = values[field];
  return typeof value === "string" ? value : "";
}
