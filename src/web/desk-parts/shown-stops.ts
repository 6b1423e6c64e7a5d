import type { Channel } from "../../channels/channel.ts";
import type { HoldingStop } from "../../db/delivery-stops.ts";
import { hideAddresses } from "../../domain/delivery-reason.ts";
import type { StopScope } from "../../domain/delivery-stop.ts";
import { OPERATIONS } from "../../domain/region.ts";
import { mayDo, type ServiceContext } from "../../services/context.ts";
import { mayStop } from "../../services/delivery-stops.ts";

/** A stop as somebody may see it. */
export interface ShownStop {
  readonly scope: StopScope;
  /** No address of a receiver stands in it. */
  readonly reason: string;
  readonly stoppedAt: Date;
  /** Null when it stopped by itself. */
  readonly stoppedBy: string | null;
  readonly waiting: number;
  /** Of a stopped subscription: whose it is, by what it is reached, and a name of its target that tells no secret. */
  readonly receiver: { readonly regionCode: string; readonly channel: string; readonly name: string } | null;
  /** Whether whoever looks may let it go on. */
  readonly mayResume: boolean;
}

/** What everybody is told, and of single receivers only those of regions whose desk they may read. */
export function listShownStops(
  ctx: ServiceContext,
  { stops, channels }: { stops: readonly HoldingStop[]; channels: ReadonlyMap<string, Channel> },
): ShownStop[] {
  const isOperator = mayDo(ctx, "operate", OPERATIONS.code);
  return stops.flatMap(({ scope, reason, stoppedAt, stoppedBy, waiting, subscription }) => {
    const regionCode = subscription?.regionCode ?? null;
    if (scope.kind === "subscription" && !isOperator && (regionCode === null || !mayDo(ctx, "read", regionCode)))
      return [];
    const receiver =
      subscription === null
        ? null
        : {
            regionCode: subscription.regionCode,
            channel: subscription.channel,
            name: describeReceiver(channels, subscription),
          };
    const mayResume = mayStop(ctx, scope, regionCode);
    return [{ scope, reason: hideAddresses(reason), stoppedAt, stoppedBy, waiting, receiver, mayResume }];
  });
}

/** Who gets it, as pages may say; of a channel that is no more only its name. */
export function describeReceiver(
  channels: ReadonlyMap<string, Channel>,
  { channel, target }: { channel: string; target: unknown },
): string {
  return channels.get(channel)?.describeTarget(target) ?? channel;
}
