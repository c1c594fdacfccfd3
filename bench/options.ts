/** What the command line asks of the benchmarks, or a test of one that shall be quick. */
export interface BenchOptions {
  /** Sample the worker and show where its time goes. */
  profile: boolean;
  /** Of the long run of `ingest`, with deliveries a second. */
  minutes?: number;
  rate?: number;
  /** A file of a million orders to use again; filled when it is not there. */
  filled?: string;
  /** Of `optimal`: how many are compared. */
  instances?: number;
  /** Of `joint`: so many random days are played, and nothing else. */
  days?: number;
  /** Shows a text beside the table. */
  show(text: string): void;
}
