export { loader } from "./privacy-file.server";
