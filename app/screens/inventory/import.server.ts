import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import type { FileResult } from "../acts-stock";

/** A file of 50,000 rows has about this many bytes. */
const FILE_BYTES_MAX = 4_000_000;
const NOTE_CHARACTERS_MAX = 200;

export type ImportKind = "count" | "rules";
export type ImportAnswer = { kind: ImportKind; result: FileResult };

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { store } = await context.switchyard.requireStore(request);
  return { status: store.status };
};

export const action = async ({ request, context }: ActionFunctionArgs) => {
  const { acts, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const form = await request.formData();
  const kind: ImportKind = form.get("act") === "rules" ? "rules" : "count";
  const text = await readText(form.get("file"));
  const result = !text.ok ? refused(text.problem)
    : kind === "rules" ? await acts.importStockRules({ store, actor, text: text.text })
      : await acts.importStockCount({ store, actor, text: text.text, note: String(form.get("note") ?? "").trim().slice(0, NOTE_CHARACTERS_MAX) });
  return data<ImportAnswer>({ kind, result }, { status: result.ok ? 200 : 422 });
};

const refused = (problem: string): FileResult => ({ ok: false, field: "file", problem, rows: [] });

async function readText(file: FormDataEntryValue | null): Promise<{ ok: true; text: string } | { ok: false; problem: string }> {
  if (file === null || typeof file === "string" || file.size === 0) return { ok: false, problem: "Choose a file that is not empty." };
  if (file.size > FILE_BYTES_MAX) return { ok: false, problem: "The file is larger than 4 MB. Split it into several." };
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()) };
  } catch {
    return { ok: false, problem: "The file is not written in UTF-8. Save it from your spreadsheet as “CSV UTF-8” and try again." };
  }
}
