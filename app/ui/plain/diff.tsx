export interface DiffRow {
  id: string;
  label: string;
  before: string;
  after: string;
}

/** What changed, before and after; a word beside each says whether it was added, removed or changed, so that colour never speaks alone. */
export const Diff = ({ caption, columns = ["Item", "Before", "Now"], rows }: { caption: string; columns?: [string, string, string]; rows: DiffRow[] }) => (
  <table className="sy-diff">
    <caption className="sy-hidden">{caption}</caption>
    <thead><tr>{columns.map((column) => <th key={column} scope="col">{column}</th>)}<th scope="col"><span className="sy-hidden">Change</span></th></tr></thead>
    <tbody>
      {rows.map((row) => {
        const change = changeOf(row);
        return (
          <tr key={row.id} className={`sy-diff-${change}`}>
            <th scope="row">{row.label}</th>
            <td>{row.before === "" ? "–" : <del>{row.before}</del>}</td>
            <td>{row.after === "" ? "–" : <ins>{row.after}</ins>}</td>
            <td>{change}</td>
          </tr>
        );
      })}
    </tbody>
  </table>
);

const changeOf = ({ before, after }: DiffRow): "added" | "removed" | "changed" => (before === "" ? "added" : after === "" ? "removed" : "changed");
