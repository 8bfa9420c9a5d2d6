// Generated from the service model by `npm run generate`, in test/service-model: not edited by hand.
import type { OneOf, Open } from "../../protocol/types.ts";
import type { CitationsConfig } from "./citations.ts";

/** TODO */
export interface ImageBlock {
  /** TODO */
  readonly format: Open<"png" | "jpeg" | "gif" | "webp">;
  /** TODO */
  readonly source: ImageSource;
  /** TODO */
  readonly error?: ErrorBlock | undefined;
}

/** TODO */
export type ImageSource = OneOf<ImageSourceMembers>;

/** The members of a {@link ImageSource}, which has one of them. */
export interface ImageSourceMembers {
  /** TODO Not empty. */
  readonly bytes: Uint8Array;
  /** TODO */
  readonly s3Location: S3Location;
}

/** TODO */
export interface S3Location {
  /** TODO 1 to 1024 characters: `s3://bucket/key`. */
  readonly uri: string;
  /** TODO 12 digits. */
  readonly bucketOwner?: string | undefined;
}

/** TODO */
export interface ErrorBlock {
  /** TODO */
  readonly message?: string | undefined;
}

/** TODO */
export interface DocumentBlock {
  /** TODO */
  readonly format?:
    | Open<"pdf" | "csv" | "doc" | "docx" | "xls" | "xlsx" | "html" | "txt" | "md">
    | undefined;
  /** TODO 1 to 200 characters. */
  readonly name: string;
  /** TODO */
  readonly source: DocumentSource;
  /** TODO */
  readonly context?: string | undefined;
  /** TODO */
  readonly citations?: CitationsConfig | undefined;
}

/** TODO */
export type DocumentSource = OneOf<DocumentSourceMembers>;

/** The members of a {@link DocumentSource}, which has one of them. */
export interface DocumentSourceMembers {
  /** TODO Not empty. */
  readonly bytes: Uint8Array;
  /** TODO */
  readonly s3Location: S3Location;
  /** TODO */
  readonly text: string;
  /** TODO */
  readonly content: readonly DocumentContentBlock[];
}

/** TODO */
export interface DocumentContentBlock {
  /** TODO */
  readonly text: string;
}

/** TODO */
export interface VideoBlock {
  /** TODO */
  readonly format: Open<
    "mkv" | "mov" | "mp4" | "webm" | "flv" | "mpeg" | "mpg" | "wmv" | "three_gp"
  >;
  /** TODO */
  readonly source: VideoSource;
}

/** TODO */
export type VideoSource = OneOf<VideoSourceMembers>;

/** The members of a {@link VideoSource}, which has one of them. */
export interface VideoSourceMembers {
  /** TODO Not empty. */
  readonly bytes: Uint8Array;
  /** TODO */
  readonly s3Location: S3Location;
}

/** TODO */
export interface AudioBlock {
  /** TODO */
  readonly format: Open<
    | "mp3"
    | "opus"
    | "wav"
    | "aac"
    | "flac"
    | "mp4"
    | "ogg"
    | "mkv"
    | "mka"
    | "x-aac"
    | "m4a"
    | "mpeg"
    | "mpga"
    | "pcm"
    | "webm"
  >;
  /** TODO */
  readonly source: AudioSource;
  /** TODO */
  readonly error?: ErrorBlock | undefined;
}

/** TODO */
export type AudioSource = OneOf<AudioSourceMembers>;

/** The members of a {@link AudioSource}, which has one of them. */
export interface AudioSourceMembers {
  /** TODO Not empty. */
  readonly bytes: Uint8Array;
  /** TODO */
  readonly s3Location: S3Location;
}
