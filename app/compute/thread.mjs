// The first file of a thread: threads do not inherit that TypeScript is understood.
import { register } from "tsx/esm/api";

register();
const [{ answerTasks }, { TASKS }] = await Promise.all([import("./answer-tasks.ts"), import("./tasks.ts")]);
answerTasks(TASKS);
