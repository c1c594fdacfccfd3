/** Any address that no screen has. */
export const loader = (): never => {
  throw new Response(null, { status: 404 });
};
