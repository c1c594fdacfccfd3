/** Plain data that says the same: records of the same fields whatever their order, lists of the same things in the same order. */
export const isSame = (one: unknown, other: unknown): boolean => {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one)) return Array.isArray(other) && one.length === other.length && one.every((value, place) => isSame(value, other[place]));
  if (Array.isArray(other)) return false;
  const fields = Object.keys(one);
  return fields.length === Object.keys(other).length && fields.every((field) => field in other && isSame(one[field as never], other[field as never]));
};
