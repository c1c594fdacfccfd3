import { GraphQLError } from "graphql";

export const globalId = (kind: string, id: string): string => `gid://shopify/${kind}/${id}`;

/** The digits of a global id of this kind; a level's id carries its item behind a question mark. */
export function digitsOf(kind: string, id: string): string {
  const match = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d+)(\?.*)?$/.exec(id);
  if (!match || (match[1] !== kind && kind !== "*")) throw new GraphQLError(`Invalid global id '${id}'`, { extensions: { code: "INVALID_GLOBAL_ID" } });
  return match[2] ?? "";
}

export const kindOf = (id: string): string => /^gid:\/\/shopify\/([A-Za-z]+)\/\d+/.exec(id)?.[1] ?? "";

/** Recorded: a mutation on an id that does not exist answers at the top, not in userErrors. */
export const notFound = (id: string): GraphQLError => new GraphQLError(`Invalid id: ${id}`, { extensions: { code: "RESOURCE_NOT_FOUND" } });
