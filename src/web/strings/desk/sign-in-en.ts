import type { SignInStrings } from "./sign-in-sv.ts";

export const signInEn: SignInStrings = {
  title: "Sign in",
};
