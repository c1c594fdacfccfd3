import type { z } from "zod";
import type { Db } from "../../db/port";
import type { MerchantId } from "../../domain/ids";
import type { ProblemBody } from "../problem";
import type { ArgumentsReading } from "./arguments";

export interface ApiWorld {
  db: Db;
}

export interface Call<Query> {
  db: Db;
  merchantId: MerchantId;
  query: Query;
  /** The path's own parameter, where it has one. */
  id: string;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: ProblemBody };

/** One URL of the API: what it takes, what it answers and how it comes by it. Routes and the OpenAPI document are both made of it. */
export interface Endpoint {
  path: string;
  summary: string;
  description: string;
  query: z.ZodObject;
  answer: z.ZodType;
  tag: string;
  /** Reads the arguments, then answers: typed inside, so that a list of endpoints may differ in what they take. */
  serve(call: Omit<Call<never>, "query">, query: Record<string, unknown>, read: ReadArguments): Promise<Answer<unknown>>;
}

type ReadArguments = <T extends z.ZodObject>(schema: T, query: Record<string, unknown>) => ArgumentsReading<z.output<T>>;

interface Definition<Q extends z.ZodObject, A extends z.ZodType> extends Omit<Endpoint, "serve" | "query" | "answer"> {
  query: Q;
  answer: A;
  respond(call: Call<z.output<Q>>): Promise<Answer<z.output<A>>>;
}

export function endpoint<Q extends z.ZodObject, A extends z.ZodType>(definition: Definition<Q, A>): Endpoint {
  const { respond, ...rest } = definition;
  return {
    ...rest,
    async serve(call, query, read) {
      const reading = read(definition.query, query);
      return reading.ok ? respond({ ...call, query: reading.value }) : reading;
    },
  };
}

export const found = <T>(value: T): Answer<T> => ({ ok: true, value });
export const refused = (problem: ProblemBody): Answer<never> => ({ ok: false, problem });
