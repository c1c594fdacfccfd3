import { appActs } from "./acts-app";
import { deskActs } from "./acts-desk";
import { houseActs } from "./acts-house";
import { orderActs } from "./acts-orders";
import { placeActs } from "./acts-places";
import { policyActs } from "./acts-policy";
import { stockActs } from "./acts-stock";
import { turnedDownActs } from "./acts-turned-down";
import type { Happening } from "./happening";
import { stepInWeather } from "./steps";
import { type World, deliver } from "./world";

const DAY_MS = 86_400_000;

const passage: readonly Happening[] = [
  [26, "deliver", async (world) => void (await deliver(world, world.dice.between(1, 12)))],
  [16, "apply", (world) => stepInWeather(world, "apply")],
  [22, "read", (world) => stepInWeather(world, "read")],
  [18, "perform", (world) => stepInWeather(world, "perform")],
  [3, "explain", (world) => stepInWeather(world, "explain")],
  [0.3, "forget", (world) => stepInWeather(world, "forget")],
  [2, "watch", (world) => stepInWeather(world, "watch")],
  [3, "bulk", (world) => stepInWeather(world, "bulk")],
  [1, "watch waiting", (world) => stepInWeather(world, "watch waiting")],
  [3, "plan together", (world) => stepInWeather(world, "plan together")],
  [1, "reconcile", (world) => stepInWeather(world, "reconcile")],
  [16, "time", (world) => void (world.clock.now += world.dice.between(1, 3_000))],
  [1, "long time", (world) => void (world.clock.now += world.dice.between(60_000, 400_000))],
  [0.3, "night", (world) => void (world.clock.now += world.dice.between(DAY_MS / 4, DAY_MS / 2))],
];

const HAPPENINGS: readonly Happening[] = [...passage, ...orderActs, ...stockActs, ...placeActs, ...houseActs, ...deskActs, ...turnedDownActs, ...policyActs, ...appActs];

const zeal: ReadonlySet<Happening> = new Set(stockActs);

/** Makes one thing happen and says what. */
export const happen = async (world: World): Promise<string> => {
  const { edits } = world.weather.rates;
  const [, name, happening] = world.dice.weighted(HAPPENINGS.map((one) => [zeal.has(one) ? one[0] * edits : one[0], one] as const));
  world.trace.note(`${world.clock.now} ${name}`);
  await happening(world);
  return name;
};
