import type { Finding } from "./findings.js";

const command: Record<Finding["verdict"], string> = { certain: "error", likely: "warning", possible: "notice" };

/** Annotations of GitHub Actions, a line a finding. */
export function annotations(findings: readonly Finding[]): string[] {
  return findings.map(({ kind, file, line, endLine, message, verdict, evidence }) => {
    const where = `file=${property(file)},line=${line},endLine=${Math.max(line, endLine)},title=${property(kind)}`;
    return `::${command[verdict]} ${where}::${data([message, ...evidence].join("\n"))}`;
  });
}

const data = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
