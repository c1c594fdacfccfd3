import { appActs } from "./acts/app-acts";
import type { AppActSetting } from "./acts/app-acts";
import { locationActs } from "./acts/location-acts";
import { orderActs } from "./acts/order-acts";
import { parcelActs } from "./acts/parcel-acts";
import { serviceActs } from "./acts/service-acts";
import { stockActs } from "./acts/stock-acts";

/** What people, customers and other apps do to a shop. Ids are digits. Each act changes the shop as the platform would and announces it. */
export const peopleOf = (stage: AppActSetting) =>
  ({ ...orderActs(stage), ...parcelActs(stage), ...serviceActs(stage), ...stockActs(stage), ...locationActs(stage), ...appActs(stage) });

export type People = ReturnType<typeof peopleOf>;
