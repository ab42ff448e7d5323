/** 1204 -> "1,204". Grouped alike on every machine, whatever its locale. */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** 1117320768 -> "1.12 GB" (powers of ten, as disks and downloads are sold). */
export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let size = value;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 ? Math.round(size) : size.toPrecision(3).replace(/e\+.*/, "")} ${units[unit]}`;
}

/** 8140 -> "8.1 s", 92000 -> "1 min 32 s", 7320000 -> "2 h 2 min", 310 -> "0.3 s". */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min${whole % 60 === 0 ? "" : ` ${whole % 60} s`}`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? "" : ` ${minutes % 60} min`}`;
}
