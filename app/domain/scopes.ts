/** May an app with these permissions do what needs this one? A permission to write holds the read of the same things. */
export const isGranted = (granted: readonly string[], scope: string): boolean =>
  granted.includes(scope) || granted.includes(scope.replace(/^read_/, "write_"));

/** Those that are needed and not granted. */
export const missingScopes = <Needed extends { scope: string }>(required: readonly Needed[], granted: readonly string[]): Needed[] =>
  required.filter(({ scope }) => !isGranted(granted, scope));
