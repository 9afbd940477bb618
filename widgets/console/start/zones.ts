/**
 * Time zones one may choose from. Browsers leave UTC out of their list, and name some zones otherwise than the server does
 * ('Asia/Calcutta'): what stands is always among them, or the first of the list would look chosen.
 */
export function zonesWith(value: string): string[] {
  const known = [...Intl.supportedValuesOf('timeZone'), 'UTC', value].filter((zone) => zone !== '');
  return [...new Set(known)].sort();
}

/** 'America/New_York' → 'America/New York'. */
export function nameOfZone(zone: string): string {
  return zone.replaceAll('_', ' ');
}
