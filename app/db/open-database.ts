import { createSeal } from "../auth/seal";
import type { ChangeSet } from "../domain/change-set";
import { accountQueries } from "./queries-accounts";
import { backlogQueries } from "./backlog";
import { apiRequestQueries } from "./api-requests";
import { commitAll } from "./commit";
import { contactQueries } from "./contacts";
import { namingOutages } from "./database-unavailable";
import { inboxQueries } from "./inbox";
import { ledgerQueries } from "./ledger";
import { ordersAtQueries } from "./orders-at";
import { openPostgresql } from "./open-postgresql";
import { openSqlite } from "./open-sqlite";
import { eraseQueries } from "./erase";
import { intentQueries } from "./outbox";
import { peopleQueries } from "./people";
import type { Db } from "./port";
import { deskQueries } from "./queries-desk";
import { policyQueries } from "./queries-policy";
import { driftQueries } from "./queries-drift";
import { experienceQueries } from "./queries-experience";
import { listQueries } from "./queries-lists";
import { orderQueries } from "./queries-orders";
import { judgingQueries } from "./queries-judging";
import { waitingQueries } from "./queries-waiting";
import { stockQueries } from "./queries-stock";
import { trailQueries } from "./queries-trail";
import { troubledQueries } from "./queries-troubled";
import { watchQueries } from "./queries-watch";
import { replayQueries } from "./queries-replay";
import { scarcityQueries } from "./queries-scarcity";
import { registrationQueries } from "./registrations";
import { silenceQueries } from "./silences";
import { sealChange } from "./sealed-change";
import { createSearchTerms } from "./search-terms";
import { sessionRows } from "./sessions";
import { textQueries } from "./texts";
import { readQueries } from "./wanted-reads";

export interface DatabaseOptions {
  /** `postgres://…`, `:memory:`, a path, or a `file:` URL. */
  url: string;
  /** See `createSeal`. */
  masterKeys: string;
}

const isPostgresql = (url: string) => /^postgres(ql)?:\/\//.test(url);

/** Opens the database and brings it up to this version. Throws DatabaseUnusable or DatabaseNewer, whose messages are for people. */
export const openDatabase = async ({ url, masterKeys }: DatabaseOptions): Promise<Db> => {
  const seal = createSeal(masterKeys);
  const terms = createSearchTerms(seal);
  const engine = namingOutages(await (isPostgresql(url) ? openPostgresql(url) : openSqlite(url)));
  return {
    kind: engine.kind,
    commit: (sets: readonly ChangeSet[]) => commitAll(engine, sets.map((set) => sealChange(set, seal, terms))),
    ...inboxQueries(engine),
    ...readQueries(engine),
    ...intentQueries(engine),
    ...backlogQueries(engine),
    ...accountQueries(engine),
    ...judgingQueries(engine),
    ...waitingQueries(engine),
    ...registrationQueries(engine, seal),
    ...stockQueries(engine),
    ...orderQueries(engine),
    ...trailQueries(engine),
    ...contactQueries(engine, seal),
    ...ledgerQueries(engine),
    ...deskQueries(engine),
    ...policyQueries(engine),
    ...replayQueries(engine),
    ...scarcityQueries(engine),
    ...listQueries(engine, terms),
    ...watchQueries(engine),
    ...driftQueries(engine),
    ...troubledQueries(engine),
    ...experienceQueries(engine),
    ...ordersAtQueries(engine),
    ...peopleQueries(engine),
    ...textQueries(engine),
    ...eraseQueries(engine),
    ...apiRequestQueries(engine),
    ...silenceQueries(engine),
    sessions: sessionRows(engine, seal),
    close: () => engine.close(),
  };
};
