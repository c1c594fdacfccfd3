export interface ChartColumn {
  label: string;
  value: number;
  /** The value as it is read: "12 orders". */
  text: string;
}

/** Columns over time, drawn from a table that stays for whoever reads rather than looks; what the picture says is said in `summary` too. */
export function ColumnChart({ caption, columns, bars, summary }: { caption: string; columns: [string, string]; bars: ChartColumn[]; summary: string }) {
  const largest = Math.max(1, ...bars.map((bar) => bar.value));
  const every = Math.ceil(bars.length / LABELS_MAX);
  return (
    <figure className="sy-chart">
      <figcaption>{caption}</figcaption>
      <div className="sy-chart-plot" aria-hidden="true">
        {bars.map((bar, index) => (
          <span key={bar.label} className="sy-chart-slot" title={`${bar.label}: ${bar.text}`}>
            <span className="sy-chart-space"><span className="sy-chart-column" style={{ height: `${Math.round((100 * bar.value) / largest)}%` }} /></span>
            <span className="sy-chart-label">{index % every === 0 ? bar.label : ""}</span>
          </span>
        ))}
      </div>
      <p className="sy-chart-summary">{summary}</p>
      <details className="sy-chart-table">
        <summary className="sy-focus">Show as a table</summary>
        <table className="sy-bars">
          <caption className="sy-hidden">{caption}</caption>
          <thead><tr><th scope="col">{columns[0]}</th><th scope="col">{columns[1]}</th></tr></thead>
          <tbody>{bars.map((bar) => <tr key={bar.label}><th scope="row">{bar.label}</th><td>{bar.text}</td></tr>)}</tbody>
        </table>
      </details>
    </figure>
  );
}

const LABELS_MAX = 8;
