/**
 * One kind of heavy, pure work. It is begun with what must be known first, is given the rest page by page (so that no more than a page of it
 * is on its way at a time), and answers when there is no more. Everything passes by structured clone: plain data and typed arrays.
 */
export interface Task<Input, Page, Output> {
  /** @param report may be called at any time with how much is done, in units of the task's own */
  begin(input: Input, report: (done: number) => void): { take(page: Page): void; end(): Output };
}
