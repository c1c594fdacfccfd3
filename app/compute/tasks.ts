import { findExchanges, type Exchange, type WaitingTask } from "../domain/joint/exchange";
import { believedPrices, heldOutCosts, type PricedWindow, type ScarcityPrice } from "../domain/joint/learn";
import { priceTogether } from "../domain/joint/scarcity";
import { createReplay } from "../domain/replay/replay";
import type { ReplayPage, ReplayReport, ReplaySetup } from "../domain/replay/types";
import type { RoutingProblem } from "../domain/routing/types";
import type { Task } from "./task";

/** Routes a past period again, page by page; tells how many orders are done. */
const replayTask: Task<ReplaySetup, ReplayPage, ReplayReport> = {
  begin(setup, report) {
    const replay = createReplay(setup);
    return {
      take(page) {
        replay.take(page);
        report(replay.done());
      },
      end: () => replay.report(),
    };
  },
};

/** What waiting orders should change. */
const exchangesTask: Task<WaitingTask, never, Exchange[]> = {
  begin: (waiting) => ({ take: () => undefined, end: () => findExchanges(waiting) }),
};

/** What stock is worth to coming orders, from windows of past ones, a window a page. */
const scarcityTask: Task<null, RoutingProblem[], ScarcityPrice[]> = {
  begin() {
    const windows: PricedWindow[] = [];
    return {
      take: (problems) => void windows.push({ problems, prices: priceTogether(problems).prices }),
      end: () => believedPrices(windows, windows.map((window) => heldOutCosts(window, windows))),
    };
  },
};

/** What threads can do, by name. Pure functions of the domain: a thread opens no database and reaches no platform. */
export const TASKS = { replay: replayTask, exchanges: exchangesTask, scarcity: scarcityTask };
