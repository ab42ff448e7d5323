import { describe, expect, it } from "vitest";
import { listFiles } from "../../src/repo/list.js";
import { openRepository } from "../../src/repo/open.js";
import { readText } from "../../src/repo/read.js";
import { findSecrets, withholdSecrets } from "../../src/repo/secrets.js";

// Samples are put together here, so that this file itself holds nothing that looks like a secret.
const base64 = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7";
const begin = (what: string) => `-----BEGIN ${what}-----`;
const end = (what: string) => `-----END ${what}-----`;
const privateKey = [begin("RSA PRIVATE KEY"), base64, base64, base64, end("RSA PRIVATE KEY")].join("\n");
const mixed = (length: number) => "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0".repeat(5).slice(0, length);
const hex = (length: number) => "0123456789abcdef5a7c9e1b3d2f4068".repeat(3).slice(0, length);

const kindsOf = (text: string, path = "src/a.ts") => findSecrets(text, path).map((secret) => secret.kind);

describe("a secret", () => {
  it.each([
    ["private key", privateKey],
    ["private key", `key: "${privateKey.replaceAll("\n", "\\n")}"`],
    ["private key", [begin("OPENSSH PRIVATE KEY"), base64, base64].join("\n")],
    [
      "private key",
      [
        begin("RSA PRIVATE KEY"),
        "Proc-Type: 4,ENCRYPTED",
        "DEK-Info: AES-128-CBC,00",
        "",
        base64,
        base64,
        end("RSA PRIVATE KEY"),
      ].join("\n"),
    ],
    ["AWS access key id", `AKIA${"2E4G6I3K5M7OQRST"}`],
    ["AWS secret key", `aws_secret_access_key = ${mixed(40)}`],
    ["GitHub token", `ghp_${mixed(36)}`],
    ["GitHub token", `github_pat_${mixed(22)}_${mixed(59)}`],
    ["GitLab token", `glpat-${mixed(20)}`],
    ["Slack token", `xoxb-${"123456789012"}-${mixed(24)}`],
    ["Slack webhook", `https://hooks.slack.com/services/T${"0ABCDEF12"}/B${"0ABCDEF12"}/${mixed(24)}`],
    ["Google API key", `AIza${mixed(35)}`],
    ["Stripe key", `sk_live_${mixed(24)}`],
    ["OpenAI key", `sk-proj-${mixed(60)}`],
    ["Anthropic key", `sk-ant-api03-${mixed(90)}`],
    ["Hugging Face token", `hf_${mixed(34)}`],
    ["npm token", `npm_${mixed(36)}`],
    ["PyPI token", `pypi-AgEI${mixed(60)}`],
    ["SendGrid key", `SG.${mixed(22)}.${mixed(43)}`],
    ["Telegram bot token", `123456789:AA${mixed(33)}`],
    ["DigitalOcean token", `dop_v1_${hex(64)}`],
    ["secret", `const clientSecret = "${mixed(32)}";`],
    ["password in an address", `postgres://ada:${"tr4verse-Q"}@db.internal.net/books`],
  ])("of kind %s is found", (kind, text) => {
    expect(kindsOf(`before\n${text}\nafter\n`)).toEqual([kind]);
  });

  it.each([
    ["DATABASE_PASSWORD=tulips-and-rain", ".env"],
    ["export API_TOKEN='a few words'", "deploy/.env.production"],
    [`//registry.example.org/:_authToken=${mixed(36).toLowerCase()}`, ".npmrc"],
    ["machine example.org login ada password tulips7", ".netrc"],
    [`ada:$apr1$${mixed(8)}$${mixed(22)}`, ".htpasswd"],
  ])("is %s in a file made for secrets", (text, path) => {
    expect(findSecrets(text, path)).toHaveLength(1);
  });

  it("knows its line and its place", () => {
    const token = `ghp_${mixed(36)}`;
    const text = `a\r\nb\nconst t = "${token}";\n`;
    expect(findSecrets(text, "a.ts")).toEqual([
      { kind: "GitHub token", start: text.indexOf(token), end: text.indexOf(token) + token.length, line: 3 },
    ]);
  });

  it("is found once when two kinds match it", () => {
    expect(kindsOf(`API_KEY=ghp_${mixed(36)}`, ".env")).toHaveLength(1);
  });
});

describe("no secret", () => {
  it.each([
    [
      "a header without a key",
      `if (text.startsWith("${begin("PRIVATE KEY")}")) throw new Error("${end("PRIVATE KEY")}");`,
    ],
    ["a public key", [begin("PUBLIC KEY"), base64, base64, end("PUBLIC KEY")].join("\n")],
    ["a pattern of a token", "/ghp_[A-Za-z0-9]{36}/"],
    ["a token of one letter", `ghp_${"x".repeat(36)}`],
    ["the example key of a vendor", `AKIA${"IOSFODNN7EXAMPLE"}`],
    ["a variable", "const password = process.env.DATABASE_PASSWORD_FOR_TESTS1;"],
    ["a placeholder", 'apiKey: "your-api-key-goes-here-12345"'],
    ["a digest of a package", `"integrity": "sha512-${mixed(86)}=="`],
    ["a commit id", hex(40)],
    ["an address without a password", "https://example.org/a:b@c"],
    ["the usual password of an example", "postgres://user:password@db.internal.net/books"],
  ])("is %s", (_, text) => {
    expect(kindsOf(text)).toEqual([]);
  });

  it.each([
    ["PASSWORD=changeme", ".env"],
    ["PASSWORD=$DATABASE_PASSWORD", ".env"],
    ["API_TOKEN=<your token>", ".env"],
    ["PASSWORD=tulips-and-rain", ".env.example"],
    ["PORT=8080\nDEBUG=true\nTOKEN_LIMIT=100000", ".env"],
    [`SECRET_KEY = "${mixed(32)}"`, "docs/config.md"],
    [`SECRET_KEY = "${mixed(32)}"`, "tests/test_app.py"],
  ])("is %s in %s", (text, path) => {
    expect(findSecrets(text, path)).toEqual([]);
  });
});

it("is nowhere in v4's own repository", async () => {
  const repository = await openRepository(import.meta.dirname);
  const { files } = await listFiles(repository);
  const found = files.flatMap(({ path }) => {
    const { text } = readText(repository.root, path);
    return text === null ? [] : findSecrets(text, path).map(({ kind, line }) => `${path}:${line} ${kind}`);
  });
  expect(found).toEqual([]);
});

describe("withholding", () => {
  it("puts a remark where the secret was and keeps the rest", () => {
    expect(withholdSecrets(`TOKEN=ghp_${mixed(36)}\nPORT=80\n`, ".env").text).toBe(
      "TOKEN=[v4 left out a GitHub token here]\nPORT=80\n",
    );
  });

  it("keeps the number of lines", () => {
    const text = `a\n${privateKey}\nb\n`;
    const { text: safe } = withholdSecrets(text, "a.pem");
    expect(safe.split("\n").length).toBe(text.split("\n").length);
    expect(safe.split("\n").indexOf("b")).toBe(text.split("\n").indexOf("b"));
  });

  it("leaves a text without secrets as it is", () => {
    expect(withholdSecrets("const a = 1;\n", "a.ts")).toEqual({ text: "const a = 1;\n", secrets: [] });
  });
});
