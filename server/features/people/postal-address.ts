/** A postal address in its parts; each may be missing. `country` is ISO 3166, two letters. */
export interface PostalAddress {
  street?: string | undefined;
  /** Turkish ilçe, Polish town. */
  district?: string | undefined;
  /** Turkish il, Polish województwo. */
  province?: string | undefined;
  postalCode?: string | undefined;
  country?: string | undefined;
}

/** One line, as it is written in its country: `Kale Mah. 5. Sok. 3, 55300 Tekkeköy, Samsun` or `ul. Długa 5, 25-001 Kielce`. */
export function addressLine(address: PostalAddress): string {
  const { street, district, province, postalCode } = address;
  const place = [postalCode, district ?? province].filter(Boolean).join(' ');
  return [street, place, district === undefined ? undefined : province]
    .filter((part) => part !== undefined && part !== '')
    .join(', ');
}
