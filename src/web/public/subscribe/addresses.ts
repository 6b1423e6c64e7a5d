import { SUBSCRIBE_PATH } from "../../../addresses.ts";

/** Where one chooses when it comes and where to. */
export const DELIVERY_PATH = `${SUBSCRIBE_PATH}/hur`;
/** What the link in the letter opens. */
export const CONFIRM_PATH = `${SUBSCRIBE_PATH}/bekrafta/:token`;
