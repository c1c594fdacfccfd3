import { getNamedType, isCompositeType, isListType, isNonNullType, Kind, valueFromASTUntyped } from "graphql";
import type { DocumentNode, FieldNode, FragmentDefinitionNode, GraphQLNamedType, GraphQLSchema, GraphQLType, SelectionSetNode } from "graphql";

const MUTATION_POINTS = 10;
const CONNECTION_POINTS = 2;

export interface CostQuestion {
  schema: GraphQLSchema;
  document: DocumentNode;
  variables: Record<string, unknown>;
  operationName: string | null;
}

/**
 * Points that a query may cost at most. Assumed from recorded answers of a development store: an object 1, a mutation 10, a
 * connection 2 + ceil(log2(page size)) times its node; `nodes(ids:)` counts each id.
 */
export function requestedCost(question: CostQuestion): number {
  const { document, schema, operationName } = question;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const operation = document.definitions.find((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION && (operationName === null || definition.name?.value === operationName));
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return 0;
  const root = operation.operation === "mutation" ? schema.getMutationType() : schema.getQueryType();
  const walk = createWalk({ schema, fragments, variables: question.variables, isMutation: operation.operation === "mutation" });
  return walk(operation.selectionSet, root ?? undefined, true);
}

interface Walk {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Record<string, unknown>;
  isMutation: boolean;
}

function createWalk(context: Walk) {
  const costOfSet = (set: SelectionSetNode, parent: GraphQLNamedType | undefined, isRoot: boolean): number => {
    let points = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) points += costOfField(selection, parent, isRoot);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const on = selection.typeCondition ? context.schema.getType(selection.typeCondition.name.value) : parent;
        points += costOfSet(selection.selectionSet, on, isRoot);
      } else {
        const fragment = context.fragments.get(selection.name.value);
        if (fragment) points += costOfSet(fragment.selectionSet, context.schema.getType(fragment.typeCondition.name.value), isRoot);
      }
    }
    return points;
  };
  const costOfField = (field: FieldNode, parent: GraphQLNamedType | undefined, isRoot: boolean): number => {
    if (!field.selectionSet) return 0;
    const declared = fieldType(parent, field.name.value);
    const named = declared ? getNamedType(declared) : undefined;
    const inner = costOfSet(field.selectionSet, named, false);
    if (isRoot && context.isMutation) return MUTATION_POINTS + inner;
    if (named?.name === "PageInfo" || named?.name.endsWith("Edge")) return inner;
    if (named?.name.endsWith("Connection")) return CONNECTION_POINTS + Math.ceil(Math.log2(Math.max(2, pageSize(field, context.variables)))) * inner;
    // Inside a connection, `nodes` is the node itself.
    const ids = field.name.value === "nodes" && isRoot ? argument(field, "ids", context.variables) : undefined;
    return (1 + inner) * (Array.isArray(ids) ? Math.max(1, ids.length) : 1);
  };
  return costOfSet;
}

function fieldType(parent: GraphQLNamedType | undefined, name: string): GraphQLType | undefined {
  if (!parent || !isCompositeType(parent) || !("getFields" in parent)) return undefined;
  const type = parent.getFields()[name]?.type;
  const bare = type && isNonNullType(type) ? type.ofType : type;
  return isListType(bare) ? bare.ofType : bare;
}

function argument(field: FieldNode, name: string, variables: Record<string, unknown>): unknown {
  const node = field.arguments?.find((candidate) => candidate.name.value === name);
  return node ? valueFromASTUntyped(node.value, variables) : undefined;
}

const pageSize = (field: FieldNode, variables: Record<string, unknown>) =>
  Number(argument(field, "first", variables) ?? argument(field, "last", variables) ?? 0);

/**
 * Points that an answer really cost, never more than was asked for. The same measure as above on what came: a list of objects
 * counts once, a connection by the nodes that it has (fits recorded answers within a few points).
 */
export function actualCost(data: unknown, requested: number): number {
  const points = typeof data === "object" && data !== null ? Object.entries(data).reduce((sum, [name, value]) => sum + costOfValue(value, name === "nodes"), 0) : 0;
  return Math.max(1, Math.min(requested, Math.ceil(points)));
}

function costOfValue(value: unknown, eachCounts: boolean): number {
  if (typeof value !== "object" || value === null) return 0;
  if (Array.isArray(value)) {
    const costs = value.map((entry) => costOfValue(entry, false));
    return eachCounts ? costs.reduce((sum, points) => sum + points, 0) : Math.max(0, ...costs);
  }
  const fields = value as Record<string, unknown>;
  const shown = fields.nodes ?? fields.edges;
  if (Array.isArray(shown)) return CONNECTION_POINTS + (shown.length > 1 ? Math.ceil(Math.log2(shown.length)) / shown.length : 1) * costOfValue(shown, true);
  let points = 1;
  for (const inner of Object.values(fields)) if (typeof inner === "object") points += costOfValue(inner, false);
  return points;
}
