import type { ListQueries } from "./port-lists";
import { customerQueries } from "./queries-customers";
import { homeCounts } from "./queries-home";
import { inventoryQueries } from "./queries-inventory";
import { orderListQueries } from "./queries-order-lists";
import type { SearchTerms } from "./search-terms";
import type { Engine } from "./statement";

/** What the lists ask; see the port. */
export const listQueries = (engine: Engine, terms: SearchTerms): ListQueries => ({
  ...orderListQueries(engine, terms),
  ...customerQueries(engine, terms),
  ...inventoryQueries(engine),
  homeCounts: (merchantId, query) => homeCounts(engine, merchantId, query),
});
