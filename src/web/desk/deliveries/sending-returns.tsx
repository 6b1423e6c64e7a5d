import type { SendingRecord } from "../../../db/sending-record.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { hideAddresses } from "../../../domain/delivery-reason.ts";
import type { Page } from "../../frame/page.ts";
import { deliveriesWords } from "./words.ts";

/** What came back after their server had taken it, in our words and as it was told, with no address in it. */
export function SendingReturns({ page, returns }: { readonly page: Page } & Pick<SendingRecord, "returns">) {
  const t = deliveriesWords[page.language].sending;
  return (
    <>
      {returns.map(({ verdict, behind, reason, receivedAt }) => (
        <p>
          {t.returned[behind && verdict !== "complaint" && verdict !== "delayed" ? "behind" : verdict](
            stockholmMinute(new Date(receivedAt)),
          )}
          <span class="quiet delivery-raw" lang="en">
            {hideAddresses(reason)}
          </span>
        </p>
      ))}
    </>
  );
}
