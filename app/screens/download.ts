import { useCallback, useState } from "react";
import { useSurfacePath } from "../ui";

export interface Downloading {
  busy: boolean;
  /** Why there is no file, in words. */
  problem: string | null;
  /** A path within the surface, such as `/orders.csv?tab=held`. */
  download(path: string): void;
}

/** Saves a file that the server makes. It is fetched, so that the admin's bearer goes with it and no address carries a token. */
export function useDownload(): Downloading {
  const surfacePath = useSurfacePath();
  const [state, setState] = useState<Pick<Downloading, "busy" | "problem">>({ busy: false, problem: null });
  const download = useCallback((path: string) => {
    setState({ busy: true, problem: null });
    void saveFile(surfacePath(path)).then((problem) => setState({ busy: false, problem }));
  }, [surfacePath]);
  return { ...state, download };
}

const FAILED = "The file could not be made. Check your connection and try again.";
const NAME = /filename="([A-Za-z0-9.-]+)"/;

/** Null when the file is saved, else why it is not. A file that breaks off is not saved at all. */
export async function saveFile(address: string): Promise<string | null> {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/csv" } });
    if (!answer.ok) return answer.status === 401 ? "Your session has ended. Reload the page and try again." : FAILED;
    const name = NAME.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "export.csv";
    offer(await answer.blob(), name);
    return null;
  } catch {
    return FAILED;
  }
}

function offer(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken the file by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
