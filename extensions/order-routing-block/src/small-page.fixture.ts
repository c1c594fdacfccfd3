/**
 * As much of a page as Preact needs to render into: elements and texts in a tree, attributes, and events. The platform's worker gives
 * extensions no more than that, either (shopify.dev: remote DOM).
 */
export class SmallNode extends EventTarget {
  childNodes: SmallNode[] = [];
  parentNode: SmallNode | null = null;
  attributes: Record<string, unknown> = {};
  data = "";
  onclick = null;
  readonly namespaceURI = "http://www.w3.org/1999/xhtml";

  constructor(readonly localName: string, readonly nodeType: 1 | 3) {
    super();
  }

  get firstChild(): SmallNode | null { return this.childNodes[0] ?? null; }
  get nextSibling(): SmallNode | null { return this.parentNode?.childNodes[this.parentNode.childNodes.indexOf(this) + 1] ?? null; }
  get textContent(): string { return this.nodeType === 3 ? this.data : this.childNodes.map((child) => child.textContent).join(""); }

  insertBefore(child: SmallNode, before: SmallNode | null): SmallNode {
    child.remove();
    this.childNodes.splice(before === null ? this.childNodes.length : this.childNodes.indexOf(before), 0, child);
    child.parentNode = this;
    return child;
  }
  appendChild(child: SmallNode): SmallNode { return this.insertBefore(child, null); }
  removeChild(child: SmallNode): SmallNode { child.remove(); return child; }
  remove(): void {
    this.parentNode?.childNodes.splice(this.parentNode.childNodes.indexOf(this), 1);
    this.parentNode = null;
  }
  setAttribute(name: string, value: unknown): void { this.attributes[name] = value; }
  removeAttribute(name: string): void { delete this.attributes[name]; }
  replaceChildren(): void { for (const child of [...this.childNodes]) child.remove(); }

  /** Every element below it of that name. */
  all(name: string): SmallNode[] {
    return this.childNodes.flatMap((child) => [...(child.localName === name ? [child] : []), ...child.all(name)]);
  }
}

/** Puts a page into the globals, as an extension finds one, and gives its body. */
export function openSmallPage(): SmallNode {
  const body = new SmallNode("body", 1);
  const createElement = (name: string): SmallNode => new SmallNode(name, 1);
  const createTextNode = (data: string): SmallNode => Object.assign(new SmallNode("#text", 3), { data });
  Object.assign(globalThis, { document: { body, createElement, createElementNS: (_namespace: string, name: string) => createElement(name), createTextNode } });
  return body;
}
