import { version } from "../places.js";
import type { Verdict } from "../questions/dead/findings.js";
import { type Finding, type FindingKind, findingKinds } from "./findings.js";

const about: Record<FindingKind, string> = {
  files: "A file that no entry leads to",
  exports: "An export that nothing imports",
  types: "An exported type that nothing imports",
  enumMembers: "A member of an enum that nothing refers to",
  namespaceMembers: "A member of a namespace that nothing refers to",
  classMembers: "A member of a class that nothing refers to",
  dependencies: "A declared package that nothing uses",
  unlisted: "A package that is used and not declared",
  binaries: "A command that no declared package brings",
  unresolved: "An import that leads nowhere",
  duplicates: "One value exported under several names",
};

const level: Record<Verdict, string> = { certain: "error", likely: "warning", possible: "note" };

/** A log in the format SARIF 2.1.0, for code scanning. */
export function sarif(findings: readonly Finding[]): object {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "v4",
            version,
            rules: findingKinds.map((id) => ({ id, shortDescription: { text: about[id] } })),
          },
        },
        originalUriBaseIds: { SRCROOT: { description: { text: "The root of the repository" } } },
        results: findings.map(({ kind, file, line, endLine, name, message, verdict, evidence }) => ({
          ruleId: kind,
          ruleIndex: findingKinds.indexOf(kind),
          level: level[verdict],
          message: { text: [message, ...evidence].join(". ") },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(file), uriBaseId: "SRCROOT" },
                region: { startLine: line, endLine: Math.max(line, endLine) },
              },
            },
          ],
          partialFingerprints: { "v4/v1": `${kind} ${file} ${name}` },
          properties: { verdict },
        })),
      },
    ],
  };
}
