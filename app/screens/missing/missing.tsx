/** Any address that no screen has. */
export const loader = () => {
  throw new Response(null, { status: 404 });
};

export default function Missing() {
  return null;
}
