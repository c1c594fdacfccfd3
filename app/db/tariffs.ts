import { createHash } from "node:crypto";
import { and, eq, getTableColumns } from "drizzle-orm";
import type { MerchantId } from "../domain/ids";
import type { DecisionRecord } from "../domain/records";
import type { Certificate, RoutingPolicy } from "../domain/routing/types";
import type { Scope } from "./statement";

/**
 * A certificate holds the whole tariff, which is a merchant's same one for thousands of orders: rows keep it once, by the hash of its text, and what is
 * read has it again where it stood, to the byte.
 */

/** A batch has one tariff, which is the same object for all of it. */
const hashes = new WeakMap<RoutingPolicy, string>();

const hashOf = (tariff: RoutingPolicy): string => {
  const known = hashes.get(tariff);
  if (known !== undefined) return known;
  const hash = createHash("sha256").update(JSON.stringify(tariff)).digest("base64url");
  hashes.set(tariff, hash);
  return hash;
};

interface TariffRow {
  merchantId: MerchantId;
  hash: string;
  tariff: RoutingPolicy;
}

/** Decisions as rows keep them, and the tariffs that they lack. */
export const withoutTariffs = (decisions: readonly DecisionRecord[]): { decisions: object[]; tariffs: TariffRow[] } => {
  const tariffs = new Map<string, TariffRow>();
  const rows = decisions.map((decision) => {
    const { merchantId, certificate } = decision;
    const tariff = certificate.problem.policy;
    const hash = hashOf(tariff);
    tariffs.set(`${merchantId} ${hash}`, { merchantId, hash, tariff });
    // Null keeps its place among the keys.
    return { tariffHash: hash, ...decision, certificate: { ...certificate, problem: { ...certificate.problem, policy: null } } };
  });
  return { decisions: rows, tariffs: [...tariffs.keys()].sort().map((key) => tariffs.get(key) as TariffRow) };
};

/** A decision's columns, with the tariff that its row lacks. */
export const decisionFields = ({ t }: Scope) => {
  const { tariffHash: _tariffHash, ...fields } = getTableColumns(t.decisions);
  return { ...fields, tariff: t.tariffs.tariff };
};

/** Of a left join: decisions of before keep their tariffs themselves. */
export const ofDecision = ({ t }: Scope) => and(eq(t.tariffs.merchantId, t.decisions.merchantId), eq(t.tariffs.hash, t.decisions.tariffHash));

/** The certificate as it was taken. */
export const withTariff = <Row extends { certificate: Certificate; tariff: RoutingPolicy | null }>({ tariff, ...row }: Row): Omit<Row, "tariff"> => {
  const { certificate } = row;
  return tariff === null ? row : { ...row, certificate: { ...certificate, problem: { ...certificate.problem, policy: tariff } } };
};
