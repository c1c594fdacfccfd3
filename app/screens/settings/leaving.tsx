import { useState } from "react";
import type { StoreStatus } from "../../domain/records";
import { Banner, Button, List, Stack, Text, TextField } from "../../ui";
import { ActDialog } from "../act-dialog";

/** The way out: what it does, told before it is done. */
export function Leaving({ status, onDone }: { status: StoreStatus; onDone(message: string): void }) {
  const [open, setOpen] = useState(false);
  if (status === "uninstalled") return null;
  if (status === "leaving") return <Banner tone="attention">Switchyard is releasing its holds in your shop. Export what you want to keep, then remove the app in your shop's admin.</Banner>;
  return (
    <Stack direction="across">
      <Button label="Leave Switchyard" destructive onPress={() => setOpen(true)} />
      <ActDialog open={open} title="Leave Switchyard?" label="Leave" destructive hidden={{ act: "leave" }} onClose={() => setOpen(false)} onDone={onDone}>
        {(problems) => (
          <Stack gap="loose">
            <List
              items={[
                "Every hold that Switchyard placed in your shop is released. Holds of people and other apps stay.",
                "What still waits to be written to your shop is dropped. The stock in your shop stays as it is.",
                "Nothing else is written any more. Orders stay where your shop has them now.",
                "Orders, customers and stock can be exported until you remove the app; after that everything is erased within 48 hours of the shop's notice.",
              ].map((content) => ({ key: content, content }))}
            />
            <Text>It takes some minutes. To come back, open the app again.</Text>
            <TextField name="reason" label="Reason" hint="Stands in the activity log." required maxLength={200} problem={problems["reason"]} />
          </Stack>
        )}
      </ActDialog>
    </Stack>
  );
}
