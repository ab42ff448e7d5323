import { mkdir, open, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ModelDownloader } from "node-llama-cpp";
import { type Fetched, type FetchJob, SourceFailed } from "./source.js";

/** Milliseconds in which the first answer must come. */
const PROBE = 5_000;
/** Milliseconds without a byte after which a download counts as dead. What came is kept for the next run. */
const SILENCE = 60_000;

/**
 * Fetches a single file of `hf:user/repository/path.gguf` with node-llama-cpp's downloader, which resumes (it keeps a
 * `.ipull` file) and honours HF_TOKEN. Throws `SourceFailed`; aborts with the signal's reason.
 */
export async function fetchFromHuggingFace(uri: string, job: FetchJob): Promise<Fetched> {
  const promised = await probe(uri, job);
  const folder = join(job.folder, "huggingface");
  await mkdir(folder, { recursive: true });
  const { createModelDownloader } = await import("node-llama-cpp");
  const stop = new AbortController();
  const signal = AbortSignal.any([job.signal, stop.signal]);
  let alarm: NodeJS.Timeout | undefined;
  const heard = () => {
    clearTimeout(alarm);
    alarm = setTimeout(() => stop.abort(), SILENCE);
  };
  let downloader: ModelDownloader | undefined;
  try {
    heard();
    downloader = await createModelDownloader({
      modelUri: uri,
      dirPath: folder,
      fileName: "model.gguf",
      deleteTempFileOnCancel: false,
      onProgress: ({ downloadedSize }) => {
        heard();
        job.onProgress(downloadedSize);
      },
    });
    await downloader.download({ signal });
  } catch (error) {
    job.signal.throwIfAborted();
    if (stop.signal.aborted) throw new SourceFailed(`no byte came for ${SILENCE / 1000} s; run it again to continue`);
    throw new SourceFailed(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(alarm);
  }
  const path = join(folder, "model.gguf");
  const size = (await stat(path)).size;
  if (job.exact && size !== job.bytes) {
    await rm(path, { force: true });
    throw new SourceFailed(`the file there has ${size} bytes, not ${job.bytes}`);
  }
  const file = await open(path, "r+");
  await file.sync();
  await file.close();
  return promised === undefined ? { path } : { path, promised };
}

/**
 * Asks for the head of the file, so that a machine without this network learns it in seconds, not after the
 * downloader's own retries. Returns the SHA-256 that the answer names, if it does.
 */
async function probe(uri: string, job: FetchJob): Promise<string | undefined> {
  const url = huggingFaceUrl(uri);
  let response: Response;
  try {
    response = await fetch(url, {
      method: "HEAD",
      redirect: "manual",
      signal: AbortSignal.any([job.signal, AbortSignal.timeout(PROBE)]),
    });
  } catch {
    job.signal.throwIfAborted();
    throw new SourceFailed("it does not answer");
  }
  if (response.status >= 400 && response.status !== 401) throw new SourceFailed(`it answers ${response.status}`);
  const digest = response.headers.get("x-linked-etag")?.replaceAll('"', "");
  return digest && /^[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

/** The address of a file, on the endpoint that MODEL_ENDPOINT or HF_ENDPOINT names, as node-llama-cpp resolves it. */
function huggingFaceUrl(uri: string): string {
  const [user, repository, ...path] = uri.slice("hf:".length).split("/");
  const isUrl = (text: string | undefined) => text !== undefined && URL.canParse(text);
  const endpoint = [process.env.MODEL_ENDPOINT, process.env.HF_ENDPOINT].find(isUrl) ?? "https://huggingface.co/";
  return `${endpoint.replace(/\/?$/, "/")}${user}/${repository}/resolve/main/${path.map(encodeURIComponent).join("/")}`;
}
