// A thread with tasks that tests need: slow ones, greedy ones, broken ones.
import { register } from "tsx/esm/api";

register();
const { answerTasks } = await import("./answer-tasks.ts");

const sum = {
  begin: (start, report) => {
    let total = start;
    let pages = 0;
    return {
      take: (page) => {
        total += page;
        pages += 1;
        report(pages);
      },
      end: () => total,
    };
  },
};
const whole = (run) => ({ begin: (input, report) => ({ take: () => undefined, end: () => run(input, report) }) });

answerTasks({
  sum,
  threadAndInput: whole((input) => ({ input, at: performance.timeOrigin })),
  forEver: whole((_, report) => {
    for (let turn = 1; ; turn += 1) if (turn % 1_000_000 === 1) report(turn);
  }),
  greedy: whole(() => {
    const kept = [];
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, index) => ({ index })));
  }),
  broken: whole(() => {
    throw new Error("divided by nothing");
  }),
});
