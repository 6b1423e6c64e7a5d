import { describeDelivery } from "../contracts/delivery.contract.ts";
import { SIZES } from "../support/delivery-desk.ts";

for (const size of SIZES) describeDelivery(size);
