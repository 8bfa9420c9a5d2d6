import type { JsonObject } from "../../json.ts";
import { RecentMap } from "../../recent-map.ts";

/** A job of StartAsyncInvoke. */
export interface AsyncJob {
  readonly invocationArn: string;
  readonly modelArn: string;
  readonly clientRequestToken: string | undefined;
  readonly submitTime: Date;
  readonly outputDataConfig: JsonObject;
  /** The input that it was started with, to tell a repeated request from another. */
  readonly input: string;
}

/** A job as it stands at some time. */
interface JobState {
  readonly status: "InProgress" | "Completed";
  readonly lastModifiedTime: Date;
  /** Unset while it is in progress. */
  readonly endTime: Date | undefined;
}

/** The jobs that were started. */
export interface AsyncJobs {
  start(job: AsyncJob): void;
  find(invocationArn: string): AsyncJob | undefined;
  findByToken(clientRequestToken: string): AsyncJob | undefined;
  /** In the order in which they were started. */
  all(): AsyncJob[];
  /** A job is in progress for a time and completed then. */
  look(job: AsyncJob, now: Date): JobState;
  clear(): void;
}

/** How long a job is in progress, in ms. */
const DEFAULT_DURATION_MS = 1000;

/** Keeps the latest jobs, in memory. */
export function createAsyncJobs(durationMs: number = DEFAULT_DURATION_MS): AsyncJobs {
  const jobs = new RecentMap<string, AsyncJob>();
  return {
    start: (job) => void jobs.set(job.invocationArn, job),
    find: (invocationArn) => jobs.get(invocationArn),
    findByToken: (token) => [...jobs.values()].find((job) => job.clientRequestToken === token),
    all: () => [...jobs.values()],
    look({ submitTime }, now) {
      const endTime = new Date(submitTime.getTime() + durationMs);
      return now >= endTime
        ? { status: "Completed", lastModifiedTime: endTime, endTime }
        : { status: "InProgress", lastModifiedTime: submitTime, endTime: undefined };
    },
    clear: () => jobs.clear(),
  };
}
