// A day and a time as they are written where the house is, as the moment that they are.

const PARTS = ["year", "month", "day", "hour", "minute", "second"];

/** Milliseconds by which clocks in a timezone are ahead of UTC at a moment. */
function ahead(at, timeZone) {
  const numeric = Object.fromEntries(PARTS.map((each) => [each, "numeric"]));
  const format = new Intl.DateTimeFormat("en-GB", { ...numeric, hourCycle: "h23", timeZone });
  const told = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(told.year, told.month - 1, told.day, told.hour, told.minute, told.second) - at;
}

/**
 * The moment in milliseconds of `date` "2026-09-21" and `time` "18:30" in an IANA timezone, "" for the device's own; NaN
 * for what is none. Of a time that comes twice when clocks are set back it is the second, and of one that they leave out
 * what the clock would have shown.
 */
export function momentOf(date, time, timezone) {
  const written = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(written)) return NaN;
  const timeZone = timezone || undefined;
  const near = written - ahead(written, timeZone);
  return written - ahead(near, timeZone);
}
