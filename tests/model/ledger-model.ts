/**
 * The stock ledger as plain numbers on shelves, written from what the ledger promises and not from how it keeps it: units are moved one at a
 * time, and nothing here knows the house's code.
 */
export const CELLS = ["available", "committed", "unattributed", "reserved", "damaged", "safetyStock", "qualityControl", "incoming"] as const;
export type Cell = (typeof CELLS)[number];

export interface Shelf extends Record<Cell, number> {
  stocked: boolean;
  /** When the platform was asked, for what is known of the shelf. */
  readAt: number;
  /** When something other than a reading last moved a unit. */
  changedAt: number;
}

/** Units of an order's line that stand committed on a shelf: where the platform has them, or where they are to go. */
export interface Piece {
  line: string;
  item: string;
  place: string;
  status: "placed" | "planned";
  units: number;
}

export interface Parcel {
  name: string;
  item: string;
  place: string;
  units: number;
  leftAt: number;
}

export type Said = Record<Exclude<Cell, "unattributed">, number> | null;
/** A state that people may set or move, as the platform calls it; on hand is changed by way of the available units. */
export type HandCell = "available" | "damaged" | "safetyStock" | "qualityControl";

export interface HandAct {
  item: string;
  place: string;
  /** What moves when the platform has carried it out. */
  moves: Partial<Record<HandCell, number>>;
  /** Makes the safety stock what the rule says, whatever it is when it is sent. */
  follows: boolean;
  status: "waiting" | "sent" | "done" | "refused";
  sentAt: number;
  doneAt: number;
  posted: boolean;
}

/** Clocks differ by up to half a minute: within it nobody knows what a reading saw. */
const DOUBT_MS = 30_000;

const shelfName = (item: string, place: string): string => `${item} at ${place}`;

export class LedgerModel {
  readonly shelves = new Map<string, Shelf>();
  readonly orders = new Map<string, Piece[]>();
  /** Orders that the platform was asked for. */
  readonly known = new Set<string>();
  readonly acts: HandAct[] = [];
  /** Units that the platform shall set aside, by shelf. */
  readonly rules = new Map<string, number | null>();
  now: number;

  constructor(
    readonly items: readonly string[],
    readonly places: readonly string[],
    now: number,
  ) {
    this.now = now;
    for (const item of items) for (const place of places) this.shelves.set(shelfName(item, place), emptyShelf());
  }

  shelf(item: string, place: string): Shelf {
    const found = this.shelves.get(shelfName(item, place));
    if (!found) throw new Error(`there is no shelf ${item} at ${place}`);
    return found;
  }

  pieces(order: string): Piece[] {
    return this.orders.get(order) ?? [];
  }

  copy(): LedgerModel {
    return Object.assign(new LedgerModel(this.items, this.places, this.now), structuredClone({ shelves: this.shelves, orders: this.orders, known: this.known, acts: this.acts, rules: this.rules }));
  }

  /** A fresh order takes what is there, where most is; whatever it held before is given back first. */
  capture(order: string, wants: readonly { line: string; item: string; units: number }[]): void {
    const before = this.pieces(order);
    const trial = this.copy();
    trial.stand(order, [], this.now);
    const taken: Piece[] = [];
    for (const { line, item, units } of wants) {
      let missing = units;
      const places = this.places.filter((place) => trial.shelf(item, place).stocked && trial.shelf(item, place).available > 0)
        .sort((a, b) => trial.shelf(item, b).available - trial.shelf(item, a).available || (a < b ? -1 : 1));
      for (const place of places) {
        const shelf = trial.shelf(item, place);
        const from: Piece = { line, item, place, status: "planned", units: 0 };
        while (missing > 0 && shelf.available > 0) {
          shelf.available -= 1;
          from.units += 1;
          missing -= 1;
        }
        if (from.units > 0) taken.push(from);
      }
    }
    this.orders.set(order, before);
    this.stand(order, taken, this.now);
  }

  /**
   * The order's units stand so from now on. `movedAt`: when the platform last moved what it has placed; units that a reading of the shelf has
   * counted as committed already are not taken from what is available again.
   */
  stand(order: string, after: readonly Piece[], movedAt: number, parcels: readonly Parcel[] = []): void {
    const before = countByShelf(this.pieces(order));
    for (const parcel of parcels) this.#leave(parcel, before);
    const now = countByShelf(after);
    for (const name of [...new Set([...before.keys(), ...now.keys()])].sort()) {
      const [was, is] = [before.get(name), now.get(name)];
      this.#shift(name, { planned: (is?.planned ?? 0) - (was?.planned ?? 0), placed: (is?.placed ?? 0) - (was?.placed ?? 0), movedAt });
    }
    this.orders.set(order, after.map((piece) => ({ ...piece })));
  }

  #shift(name: string, { planned, placed, movedAt }: { planned: number; placed: number; movedAt: number }): void {
    if (planned === 0 && placed === 0) return;
    const shelf = this.shelves.get(name) as Shelf;
    const was = { ...shelf };
    shelf.committed += planned + placed;
    const seenLongAgo = movedAt + DOUBT_MS < shelf.readAt;
    const free = Math.max(0, shelf.available);
    let short = planned + placed - free;
    shelf.available -= planned + placed;
    for (let unit = 0; unit < placed; unit += 1) {
      // What the platform holds for orders that nobody has read: these may be the very units.
      if (shelf.unattributed <= 0 || !(seenLongAgo || short > 0)) break;
      shelf.unattributed -= 1;
      shelf.available += 1;
      short -= 1;
    }
    for (let unit = 0; unit < -placed; unit += 1) {
      // The platform has let them go already, and counts them as available.
      if (shelf.unattributed >= 0) break;
      shelf.unattributed += 1;
      shelf.available -= 1;
    }
    if (CELLS.some((cell) => shelf[cell] !== was[cell])) this.#changed(shelf);
  }

  #leave(parcel: Parcel, before: Map<string, Count>): void {
    const name = shelfName(parcel.item, parcel.place);
    const held = before.get(name);
    if (!held) return;
    const shelf = this.shelves.get(name) as Shelf;
    const placed = Math.min(parcel.units, held.placed);
    const gone = wasSeenGone(shelf, parcel, placed);
    const planned = gone ? 0 : Math.min(parcel.units - placed, held.planned);
    if (placed + planned === 0) return;
    shelf.committed -= placed + planned;
    if (gone) shelf.unattributed += placed;
    // Whatever was not held for the order was taken from what everybody may have.
    else shelf.available -= parcel.units - placed - planned;
    held.placed -= placed;
    held.planned -= planned;
    this.#changed(shelf);
  }

  #changed(shelf: Shelf): void {
    shelf.changedAt = Math.max(shelf.changedAt, this.now);
  }

  /** Nothing of an item is believed when a part of it is older than what is known, or one of our own calls is under way there. */
  read(item: string, said: Record<string, Said>, askedAt: number): boolean {
    const told = this.places.filter((place) => place in said || this.shelf(item, place).stocked);
    if (told.some((place) => this.#tooOld(item, place, askedAt))) return false;
    for (const place of told) {
      const shelf = this.shelf(item, place);
      const quantities = said[place] ?? null;
      const held = this.#held(item, place);
      for (const cell of CELLS) if (cell !== "committed" && cell !== "unattributed") shelf[cell] = quantities?.[cell] ?? 0;
      shelf.available -= held.planned;
      shelf.unattributed = (quantities?.committed ?? 0) - held.placed;
      shelf.stocked = quantities !== null;
      shelf.readAt = askedAt;
    }
    return true;
  }

  #tooOld(item: string, place: string, askedAt: number): boolean {
    const shelf = this.shelf(item, place);
    const underWay = this.acts.some((act) => act.item === item && act.place === place && (act.status === "sent" || (act.status === "done" && act.doneAt >= askedAt)));
    return underWay || shelf.changedAt >= askedAt || shelf.readAt > askedAt;
  }

  #held(item: string, place: string): Count {
    const sum = { planned: 0, placed: 0 };
    for (const pieces of this.orders.values()) for (const piece of pieces) if (piece.item === item && piece.place === place) sum[piece.status] += piece.units;
    return sum;
  }

  /** What the platform has done for us is on the shelf, unless a reading asked for since has shown it; a second telling changes nothing. */
  carriedOut(act: HandAct): void {
    const shelf = this.shelf(act.item, act.place);
    if (act.status !== "done" || act.posted || shelf.readAt > act.doneAt) return;
    const moved = Object.entries(act.moves).filter(([, units]) => units !== 0) as [HandCell, number][];
    for (const [cell, units] of moved) shelf[cell] += units;
    if (moved.length === 0) return;
    act.posted = true;
    this.#changed(shelf);
  }
}

interface Count {
  planned: number;
  placed: number;
}

const countByShelf = (pieces: readonly Piece[]): Map<string, Count> => {
  const counts = new Map<string, Count>();
  for (const { item, place, status, units } of pieces) {
    const count = counts.get(shelfName(item, place)) ?? { planned: 0, placed: 0 };
    count[status] += units;
    counts.set(shelfName(item, place), count);
  }
  return counts;
};

/** Had the reading of the shelf seen the parcel gone? About the same time, the platform's missing committed units tell. */
const wasSeenGone = (shelf: Shelf, parcel: Parcel, placed: number): boolean => {
  if (shelf.readAt > parcel.leftAt + DOUBT_MS) return true;
  if (parcel.leftAt > shelf.readAt + DOUBT_MS) return false;
  return placed > 0 && shelf.unattributed <= -placed;
};

/** All that lies there, by definition. */
export const onHandOf = (shelf: Shelf): number => CELLS.reduce((sum, cell) => (cell === "incoming" ? sum : sum + shelf[cell]), 0);

const emptyShelf = (): Shelf => ({
  available: 0, committed: 0, unattributed: 0, reserved: 0, damaged: 0, safetyStock: 0, qualityControl: 0, incoming: 0, stocked: false, readAt: 0, changedAt: 0,
});
