import { findPasswordFault, normalizePassword } from "../../domain/password.ts";
import type { FieldProblem, FormValues } from "../frame/form.ts";
import { isLeakedPassword } from "../../secrets/leaked-passwords.ts";
import { passwordOf } from "./sign-in-form.ts";
import type { SignInStrings } from "./words-sv.ts";

/** What is wrong with a password that somebody chooses, in the fields `password` and `again`. */
export async function findPasswordProblems(
  values: FormValues,
  of: { account: { readonly email: string; readonly name: string }; words: SignInStrings["link"] },
): Promise<FieldProblem[]> {
  const { account, words } = of;
  const password = normalizePassword(passwordOf(values, "password"));
  const fault = findPasswordFault(password, account.email, account.name);
  if (fault !== null) return [{ field: "password", problem: words.faults[fault] }];
  if (await isLeakedPassword(password)) return [{ field: "password", problem: words.faults.common }];
  if (normalizePassword(passwordOf(values, "again")) === password) return [];
  return [{ field: "again", problem: words.different }];
}
