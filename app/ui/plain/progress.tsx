/** How far something has come; the words say it too. */
export const Progress = ({ label, done, total }: { label: string; done: number; total: number }) => (
  <label className="sy-progress">
    <span>{`${label}: ${done} of ${total}`}</span>
    <progress value={Math.min(done, total)} max={Math.max(total, 1)} />
  </label>
);
