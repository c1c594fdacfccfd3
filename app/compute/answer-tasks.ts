import { parentPort } from "node:worker_threads";
import type { FromThread, ToThread } from "./messages";
import type { Task } from "./task";

type Work = ReturnType<Task<unknown, unknown, unknown>["begin"]>;

/** The thread's side: one piece of work after the other, each begun, fed and ended by the process. */
export const answerTasks = (tasks: object): void => {
  const known = new Map(Object.entries(tasks) as [string, Task<unknown, unknown, unknown>][]);
  const say = (message: FromThread): void => parentPort?.postMessage(message);
  let work: Work | null = null;

  const answers: { [Say in ToThread["say"]]: (message: Extract<ToThread, { say: Say }>) => FromThread } = {
    begin: ({ kind, input }) => {
      const task = known.get(kind);
      if (!task) throw new Error(`no task is called ${kind}`);
      work = task.begin(input, (done) => say({ say: "progress", done }));
      return { say: "taken" };
    },
    page: ({ page }) => {
      work?.take(page);
      return { say: "taken" };
    },
    end: () => {
      const output = work?.end();
      work = null;
      return { say: "result", output };
    },
  };

  parentPort?.on("message", (message: ToThread) => {
    try {
      say((answers[message.say] as (message: ToThread) => FromThread)(message));
    } catch (error) {
      work = null;
      say({ say: "failed", words: error instanceof Error ? error.message : String(error) });
    }
  });
};
