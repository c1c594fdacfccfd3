import { List, Section, Stack, Text } from "../../ui";
import type { Say } from "../act-dialog";
import { CsvUpload } from "./csv-upload";
import type { DraftHead, SectionModel } from "./draft-page.server";

/** Where postal codes lie, for addresses that come without coordinates: a file for each country. */
export const PostalPlaces = ({ head, places, say }: { head: DraftHead; places: NonNullable<SectionModel["places"]>; say: Say }) => (
  <Section title="Where postal codes lie">
    <Stack gap="loose">
      <Text>Distances are reckoned to the coordinates that your shop gives with an order. Where it gives none, the centre of the postal code is taken if it is known here, and the centre of the state or country otherwise. A file counts at once, without publishing; what it says of a code replaces what was known of it.</Text>
      {places.length === 0 ? <Text tone="subdued">No postal codes are known yet.</Text> : <List items={places.map(({ country, count }) => ({ key: country, content: `${country}: ${count.toLocaleString("en-US")} ${count === 1 ? "beginning" : "beginnings"} of postal codes` }))} />}
      <Text tone="subdued">{"A CSV file whose first row names the columns: country, postal_code, latitude, longitude. For example: US, 94105, 37.789, -122.394."}</Text>
      <CsvUpload act="centroids" version={head.version} label="File with postal codes" accessibleLabel="Take over the postal codes of the file" say={say} />
    </Stack>
  </Section>
);
