// Generated from the service model by `npm run generate`: edit test/service-model instead.
import type { OneOf, Open } from "../../protocol/types.ts";
import type { CitationsConfig } from "./citations.ts";

/** An image. */
export interface ImageBlock {
  /** How the image is encoded. */
  readonly format: Open<"png" | "jpeg" | "gif" | "webp">;
  /** The image itself. */
  readonly source: ImageSource;
  /** Set in answers when the model could not make it. */
  readonly error?: ErrorBlock | undefined;
}

/** An image: its bytes, or where it is stored. */
export type ImageSource = OneOf<ImageSourceMembers>;

/** The members of {@link ImageSource}, of which a value has exactly one. */
export interface ImageSourceMembers {
  /** The file's bytes; they travel as base64. Not empty. */
  readonly bytes: Uint8Array;
  /** An object in S3, for models that read from there. */
  readonly s3Location: S3Location;
}

/** An object in S3. */
export interface S3Location {
  /** The object's address. 1 to 1024 characters: `s3://bucket/key`. */
  readonly uri: string;
  /** The account that owns the bucket, if it is not yours. 12 digits. */
  readonly bucketOwner?: string | undefined;
}

/** Why a block could not be made. */
export interface ErrorBlock {
  /** The reason, for people to read. */
  readonly message?: string | undefined;
}

/** A document. A message that has one needs a text block too. */
export interface DocumentBlock {
  /** The type of file; unset for sources that are text. */
  readonly format?:
    | Open<"pdf" | "csv" | "doc" | "docx" | "xls" | "xlsx" | "html" | "txt" | "md">
    | undefined;
  /**
   * What the model calls it: letters, digits, single spaces, hyphens, parentheses and square
   * brackets. The model reads it, so it should be neutral. 1 to 200 characters.
   */
  readonly name: string;
  /** The document itself. */
  readonly source: DocumentSource;
  /** What the model should know of the document when it cites it. */
  readonly context?: string | undefined;
  /** Whether the model cites it. */
  readonly citations?: CitationsConfig | undefined;
}

/** A document: its bytes, where it is stored, or its text. */
export type DocumentSource = OneOf<DocumentSourceMembers>;

/** The members of {@link DocumentSource}, of which a value has exactly one. */
export interface DocumentSourceMembers {
  /** The file's bytes; they travel as base64. Not empty. */
  readonly bytes: Uint8Array;
  /** An object in S3, for models that read from there. */
  readonly s3Location: S3Location;
  /** Plain text. */
  readonly text: string;
  /** Text in the parts that citations point at. */
  readonly content: readonly DocumentContentBlock[];
}

/** A part of a document. */
export interface DocumentContentBlock {
  /** The text. */
  readonly text: string;
}

/** A video. */
export interface VideoBlock {
  /** How the video is encoded. */
  readonly format: Open<
    "mkv" | "mov" | "mp4" | "webm" | "flv" | "mpeg" | "mpg" | "wmv" | "three_gp"
  >;
  /** The video itself. */
  readonly source: VideoSource;
}

/**
 * A video: its bytes, or where it is stored. At most 1 GB in S3, or 25 MB as base64 within a
 * request.
 */
export type VideoSource = OneOf<VideoSourceMembers>;

/** The members of {@link VideoSource}, of which a value has exactly one. */
export interface VideoSourceMembers {
  /** The file's bytes; they travel as base64. Not empty. */
  readonly bytes: Uint8Array;
  /** An object in S3, for models that read from there. */
  readonly s3Location: S3Location;
}

/** Audio. */
export interface AudioBlock {
  /** How the audio is encoded. */
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
  /** The audio itself. */
  readonly source: AudioSource;
  /** Set in answers when the model could not make it. */
  readonly error?: ErrorBlock | undefined;
}

/** Audio: its bytes, or where it is stored. */
export type AudioSource = OneOf<AudioSourceMembers>;

/** The members of {@link AudioSource}, of which a value has exactly one. */
export interface AudioSourceMembers {
  /** The file's bytes; they travel as base64. Not empty. */
  readonly bytes: Uint8Array;
  /** An object in S3, for models that read from there. */
  readonly s3Location: S3Location;
}
