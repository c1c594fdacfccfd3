/** @jsxImportSource preact */
import "@shopify/ui-extensions/preact";
import type { Api } from "@shopify/ui-extensions/admin.order-details.block.render";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { askRouting, type Answer, type OrderRouting } from "./order-routing";

declare const shopify: Api;

/** What the admin calls when it opens an order's page. */
export default function openBlock(): void {
  render(<RoutingBlock orderId={shopify.data.selected[0]?.id ?? ""} />, document.body);
}

const words = (key: string, values: Record<string, string | number> = {}): string => String(shopify.i18n.translate(key, values));

function RoutingBlock({ orderId }: { orderId: string }) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let shown = true;
    setAnswer(null);
    void askRouting(orderId).then((given) => { if (shown) setAnswer(given); });
    return () => { shown = false; };
  }, [orderId, tries]);
  return (
    <s-admin-block heading={words("name")} collapsedSummary={answer?.kind === "told" ? answer.routing.state.label : ""}>
      {answer === null ? <Loading /> : <Shown answer={answer} again={() => setTries(tries + 1)} />}
    </s-admin-block>
  );
}

function Loading() {
  return (
    <s-stack direction="inline" gap="small" alignItems="center">
      <s-spinner accessibilityLabel={words("loading")} />
      <s-text color="subdued">{words("loading")}…</s-text>
    </s-stack>
  );
}

function Shown({ answer, again }: { answer: Answer; again: () => void }) {
  if (answer.kind === "told") return <Told routing={answer.routing} />;
  if (answer.kind === "unknown") return <s-paragraph>{words("unknown")}</s-paragraph>;
  if (answer.kind === "signed-out") return <s-banner tone="warning" heading={words("signedOut")} />;
  return (
    <s-banner tone="critical" heading={words("failed")}>
      <s-stack gap="small">
        <s-paragraph>{words("failedWhy")}</s-paragraph>
        <s-button onClick={again}>{words("again")}</s-button>
      </s-stack>
    </s-banner>
  );
}

/** The app's tones in the admin's words. */
const TONES: Record<string, "neutral" | "info" | "success" | "warning" | "critical"> = { info: "info", positive: "success", attention: "warning", critical: "critical" };

function Told({ routing }: { routing: OrderRouting }) {
  const { state, meaning, sentences, cost, policy, path } = routing;
  return (
    <s-stack gap="base">
      <s-badge tone={TONES[state.tone] ?? "neutral"}>{state.label}</s-badge>
      {sentences.map((sentence) => <s-paragraph key={sentence}>{sentence}</s-paragraph>)}
      {cost === null ? null : <Cost cost={cost} />}
      <s-text color="subdued">{meaning}</s-text>
      {policy === null ? null : <s-text color="subdued">{words("policy", { policy })}</s-text>}
      <s-link href={`app:${path}`}>{words("open")}</s-link>
    </s-stack>
  );
}

/** Percent that one sign of a bar stands for. */
const BAR_STEP = 5;

/** A bar of signs for the eye; the same in words for whoever listens. */
function Cost({ cost }: { cost: NonNullable<OrderRouting["cost"]> }) {
  return (
    <s-stack gap="small-200">
      <s-text type="strong">{words("cost", { total: cost.total })}</s-text>
      <s-unordered-list>
        {cost.terms.map(({ label, text, share }) => (
          <s-list-item key={label}>
            <s-stack gap="none">
              <s-text>{words("term", { label, amount: text, share })}</s-text>
              <s-text accessibilityVisibility="hidden" color="subdued">{"█".repeat(Math.max(1, Math.round(share / BAR_STEP)))}</s-text>
            </s-stack>
          </s-list-item>
        ))}
      </s-unordered-list>
    </s-stack>
  );
}
