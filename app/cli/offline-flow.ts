import { clockwork } from "../clockwork.server";
import { openDatabase } from "../db/open-database";
import type { FlowContext, Log } from "../flows/context";
import type { Settings } from "../settings.server";

/** Flows over the database alone: the command line calls no platform, and loads no platform's library. */
export async function openOfflineFlow(settings: Settings, log: Log): Promise<FlowContext> {
  const db = await openDatabase({ url: settings.databaseUrl.reveal(), masterKeys: settings.masterKeys.reveal() });
  return {
    db, log, ...clockwork,
    channel(platform) {
      throw new Error(`the command line does not call ${platform}`);
    },
    access: () => Promise.resolve({ ok: false, trouble: { kind: "retry", afterMs: 0, words: "The command line calls no platform." } }),
  };
}
