import { createReplay } from "../domain/replay/replay";
import type { ReplayPage, ReplayReport, ReplaySetup } from "../domain/replay/types";
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

/** What threads can do, by name. Pure functions of the domain: a thread opens no database and reaches no platform. */
export const TASKS = { replay: replayTask };
