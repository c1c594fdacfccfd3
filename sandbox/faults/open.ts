import { fileURLToPath } from "node:url";
import { Router, static as files } from "express";
import type { Twin } from "../shopify/twin";
import { createAppView } from "./app-view";
import { openFaultDesk } from "./desk";
import { faultPage } from "./page";
import { faultRoutes } from "./routes";
import { startWatch } from "./watch";

const ASSETS = fileURLToPath(new URL("public", import.meta.url));
const TICK_MS = 50;

/** The faults of a twin that runs by the clock of this machine: their switches, their page, and what is seen of the app. */
export function openFaults({ twin, seed, appUrl, handle }: { twin: Twin; seed: number; appUrl: string; handle: string }) {
  const now = Date.now;
  let key: string | null = null;
  const desk = openFaultDesk(twin, { seed, now });
  const view = createAppView({ appUrl, now, key: () => key });
  const watch = startWatch({ twin, desk, view, now });
  const timer = setInterval(() => desk.tick(), TICK_MS);
  const pages = Router();
  pages.get("/faults", (_request, answer) => void answer.type("html").send(faultPage({ handle, shopName: twin.shop().name })));
  pages.use("/fault-assets", files(ASSETS, { index: false, cacheControl: false }));
  return {
    /** Under `/control`. */
    control: faultRoutes({ twin, desk, watch, view, now, takeKey: (given) => { key = given; } }),
    /** Under `/`. */
    pages,
    /** What was withdrawn or closed is given back: the store outlives its faults. */
    async stop() {
      clearInterval(timer);
      desk.allOff();
      await watch.stop();
    },
  };
}
