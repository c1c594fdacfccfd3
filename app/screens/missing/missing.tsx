export { loader } from "./missing.server";

/** Never rendered: its loader says that nothing is there, and the surface's boundary says it to the person. */
export default function Missing() {
  return null;
}
