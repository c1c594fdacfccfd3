import { expect, test } from "vitest";
import { formatMoney } from "./money";

test.each([
  [12840, "USD", "$128.40"], [500, "JPY", "¥500"], [1234, "KWD", "KWD 1.234"], [-250, "EUR", "-€2.50"], [1250, "not a currency", "12.50 not a currency"],
])("%d minor units of %s are read as %s", (minor, currency, text) => expect(formatMoney(minor, currency).replaceAll("\u00a0", " ")).toBe(text));
