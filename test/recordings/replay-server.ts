import { type HttpServer, isHopByHop, serveHttp, writeApart } from "../helpers/http-server.ts";
import { Random, seedOfRun } from "../helpers/random.ts";
import { type Recording, recordedBody } from "../helpers/recordings.ts";

const seed = seedOfRun();
console.log(`Recorded bodies are cut from SEED=${seed}`);

/** Answers what is asked for under `/{name}/` as the recording of that name, its body in pieces. */
export function replayServer(recordings: readonly Recording[]): Promise<HttpServer> {
  const random = new Random(seed);
  return serveHttp(async ({ target }, response) => {
    const recording = recordings.find(({ name }) => target.startsWith(`/${name}/`))!;
    response.statusCode = recording.response.status;
    for (const [name, value] of Object.entries(recording.response.headers)) {
      if (!isHopByHop(name)) response.setHeader(name, value);
    }
    await writeApart(response, random.pieces(recordedBody(recording)));
  });
}
