import { serveHttp, writeApart } from "../../helpers/http-server.ts";
import { STREAM } from "./contenders.ts";

// Reports its origin to its parent, and ends with it.

const { origin } = await serveHttp((_, response) => {
  response.writeHead(200, {
    "content-type": "application/vnd.amazon.eventstream",
    "x-amzn-bedrock-content-type": "application/json",
    "x-amzn-requestid": "5712a4fc-af29-49e3-878a-c10a7cf8236a",
  });
  return writeApart(response, STREAM.frames);
});
process.on("disconnect", () => process.exit());
process.send!(origin);
