export interface Bar {
  label: string;
  value: number;
  /** The value as it is read: "$9.60". */
  text: string;
}

/** A small bar chart that is a table: what the bars show stands beside them in words, so nothing is lost without sight or colour. */
export function BarChart({ caption, columns, bars, total }: { caption: string; columns: [string, string]; bars: Bar[]; total?: { label: string; text: string } }) {
  const largest = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <table className="sy-bars">
      <caption className="sy-hidden">{caption}</caption>
      <thead className="sy-hidden">
        <tr><th scope="col">{columns[0]}</th><th scope="col">{columns[1]}</th></tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.label}>
            <th scope="row">{bar.label}</th>
            <td>
              <span className="sy-bar-track" aria-hidden="true"><span className="sy-bar" style={{ width: `${Math.round((100 * Math.max(0, bar.value)) / largest)}%` }} /></span>
              <span className="sy-bar-text">{bar.text}</span>
            </td>
          </tr>
        ))}
      </tbody>
      {total ? <tfoot><tr><th scope="row">{total.label}</th><td><span className="sy-bar-track" aria-hidden="true" /><span className="sy-bar-text">{total.text}</span></td></tr></tfoot> : null}
    </table>
  );
}
