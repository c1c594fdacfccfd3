/** One measured number. `ratio` compares it with `against`, measured in the same run. */
export interface BenchRow {
  name: string;
  value: number;
  unit: string;
  ratio?: number;
  against?: string;
}
