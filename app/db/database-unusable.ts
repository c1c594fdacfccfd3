/** The database cannot be used; the message says what to do about it and names no secret. */
export class DatabaseUnusable extends Error {
  constructor(message: string) {
    super(message);
    this.name = "DatabaseUnusable";
  }
}
