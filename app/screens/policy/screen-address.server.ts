/** A path within the surface as a whole address path: the policy's screens know where they stand by the request's own path. */
export const screenAddress = (request: Request, to: string): string => `${new URL(request.url).pathname.replace(/\/policy(\/.*)?$/, "")}${to}`;
