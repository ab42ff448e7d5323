/** What a source is given to fetch one file, and how it tells how far it is. */
export interface FetchJob {
  /** Name for messages. */
  id: string;
  /** Bytes of the whole file; a rounded size when `exact` is false. */
  bytes: number;
  exact: boolean;
  /** The folder of this file alone, kept between runs: what is in it is continued from. */
  folder: string;
  signal: AbortSignal;
  /** Bytes of the final file that are here. Never goes down within one source. */
  onProgress: (done: number) => void;
  /** Bytes re-read to continue from an earlier run. */
  onChecking: (done: number, total: number) => void;
}

export interface Fetched {
  /** The whole file, inside the job's folder and synced to the disk. */
  path: string;
  /** SHA-256 when it was computed on the way. */
  sha256?: string;
  /** SHA-256 that the source itself promises, for rows of which the catalogue knows none. */
  promised?: string;
}

/** A source that cannot deliver now; the next one is tried. `reason` is for people. */
export class SourceFailed extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.name = "SourceFailed";
    this.reason = reason;
  }
}
