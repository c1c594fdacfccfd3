/** A file of 50,000 rows has about this many bytes. */
const FILE_BYTES_MAX = 4_000_000;

/** The text of a file that was posted with a form. */
export async function readUploadedText(file: FormDataEntryValue | null): Promise<{ ok: true; text: string } | { ok: false; problem: string }> {
  if (file === null || typeof file === "string" || file.size === 0) return { ok: false, problem: "Choose a file that is not empty." };
  if (file.size > FILE_BYTES_MAX) return { ok: false, problem: "The file is larger than 4 MB. Split it into several." };
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()) };
  } catch {
    return { ok: false, problem: "The file is not written in UTF-8. Save it from your spreadsheet as “CSV UTF-8” and try again." };
  }
}
