import type { MessageView } from "../domain/message.ts";
import type { RenderInput } from "./channel.ts";

/** The one message of a sending, for channels that do not batch. */
export function takeOnlyView({ views }: RenderInput): MessageView {
  const [view, ...others] = views;
  if (view === undefined || others.length > 0)
    throw new Error(`channels: unable to render a sending: ${views.length} messages where exactly one belongs`);
  return view;
}
