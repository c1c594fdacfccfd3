import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import type { FileResult } from "../acts-stock";
import { readUploadedText } from "../uploaded-text.server";

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
  const text = await readUploadedText(form.get("file"));
  const result = !text.ok ? refused(text.problem)
    : kind === "rules" ? await acts.importStockRules({ store, actor, text: text.text })
      : await acts.importStockCount({ store, actor, text: text.text, note: String(form.get("note") ?? "").trim().slice(0, NOTE_CHARACTERS_MAX) });
  return data<ImportAnswer>({ kind, result }, { status: result.ok ? 200 : 422 });
};

const refused = (problem: string): FileResult => ({ ok: false, field: "file", problem, rows: [] });
