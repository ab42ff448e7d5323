/** The keys under which names are counted; `learn` and the judges must spell them alike. */
export const keys = {
  /** Names that are in one letter case only. */
  inCase: (context: string, letterCase: string) => `${context}|case ${letterCase}`,
  /** The first word of a name that goes on in another case behind an underscore: `visit_ClassDef`. */
  compound: (language: string, head: string) => `${language}|compound ${head}`,
  word: (language: string, word: string) => `${language}|word ${word}`,
  /** The first word of a function of several words. */
  verb: (language: string, word: string) => `${language}|verb ${word}`,
  /** Two words that follow each other in a name. */
  pair: (language: string, first: string, second: string) => `${language}|pair ${first} ${second}`,
  /** A word inside a name of mixed case, as it is written there: `URL` or `Url`. */
  spelling: (language: string, word: string) => `${language}|spelled ${word}`,
  /** The names of a group that may begin or end alike, and those that begin or end with this word. */
  members: (group: string) => `${group}|members`,
  affix: (group: string, at: "first" | "last", word: string) => `${group}|${at} ${word}`,
  /** All abbreviations inside names of mixed case that are written in capitals, or like words. */
  initialisms: (language: string, upper: boolean) => `${language}|initialisms ${upper ? "upper" : "like words"}`,
};
