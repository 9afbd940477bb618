/**
 * Years completed on a day; both days as `YYYY-MM-DD`. Who was born on 29 February completes a year on 1 March of other years
 * (decision 10). Null where the birth lies after the day.
 */
export function ageOn(birthDate: string, day: string): number | null {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  const age = day.slice(5) < birthDate.slice(5) ? years - 1 : years;
  return age < 0 ? null : age;
}
