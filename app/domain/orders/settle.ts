import type { MerchantPolicy } from "../policy/types";

/** How long a plan rests before it is written to the platform, so that it can still change together with others; 0: it is written at once. */
export const settleMs = ({ joint }: Pick<MerchantPolicy, "joint">): number => (joint.on ? joint.settleMinutes * 60_000 : 0);
