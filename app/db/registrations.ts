import { asc, eq } from "drizzle-orm";
import type { Seal } from "../auth/seal";
import type { Platform } from "../domain/platform";
import { $ } from "./phrases";
import type { AppRegistration, Db } from "./port";
import { rowsOf, type Engine } from "./statement";
import { upsertOf } from "./upsert";

const upsertRegistration = upsertOf("upsert_registration", (t) => t.registrations, (t) => [t.id]);
const selectRegistration = rowsOf("select_registration", ({ db, t }) => db.select().from(t.registrations).where(eq(t.registrations.id, $("id"))));
const selectRegistrations = rowsOf("select_registrations", ({ db, t }) =>
  db.select().from(t.registrations).where(eq(t.registrations.platform, $("platform"))).orderBy(asc(t.registrations.id)));

interface SealedRegistration {
  id: string;
  platform: Platform;
  clientId: string;
  sealedSecrets: string;
}

type Secrets = Pick<AppRegistration, "clientSecret" | "previousClientSecret">;

const contextOf = ({ id, platform, clientId }: Pick<AppRegistration, "id" | "platform" | "clientId">) => `registration:${platform}:${clientId}:${id}`;

const opened = (seal: Seal, { sealedSecrets, ...row }: SealedRegistration): AppRegistration =>
  ({ ...row, ...(JSON.parse(seal.open(sealedSecrets, contextOf(row))) as Secrets) });

/** An app's client secrets, sealed for their own row. */
export const registrationQueries = (engine: Engine, seal: Seal) => ({
  registration: async (id: string) => {
    const [row] = await engine.ask(selectRegistration, { id });
    return row ? opened(seal, row) : null;
  },
  registrations: async (platform: Platform) => (await engine.ask(selectRegistrations, { platform })).map((row) => opened(seal, row)),
  saveRegistration: async ({ clientSecret, previousClientSecret, ...row }: AppRegistration) => {
    const secrets: Secrets = { clientSecret, previousClientSecret };
    await engine.ask(upsertRegistration, { ...row, sealedSecrets: seal.seal(JSON.stringify(secrets), contextOf(row)) });
  },
}) satisfies Partial<Db>;
