import type { Confirmation } from "../frame/form.ts";

/** The box that says that a problem is none, under its problem; nothing where there is none to tick. */
export function ConfirmBox({ confirm }: { readonly confirm: Confirmation | undefined }) {
  if (confirm === undefined) return null;
  return (
    <label class="confirm-box">
      <input class="ds-input" type="checkbox" name={confirm.name} value={confirm.value} /> {confirm.label}
    </label>
  );
}
