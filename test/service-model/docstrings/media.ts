import type { Docstrings } from "./docstring.ts";

const s3Location = "An object in S3, for models that read from there.";
const error = "Set in answers when the model could not make it.";

export const media: Docstrings = {
  ImageBlock: [
    "An image.",
    { format: "How the image is encoded.", source: "The image itself.", error },
  ],
  ImageSource: [
    "An image: its bytes, or where it is stored.",
    { bytes: "The file's bytes; they travel as base64.", s3Location },
  ],
  S3Location: [
    "An object in S3.",
    {
      uri: "The object's address.",
      bucketOwner: "The account that owns the bucket, if it is not yours.",
    },
  ],
  ErrorBlock: ["Why a block could not be made.", { message: "The reason, for people to read." }],
  DocumentBlock: [
    "A document. A message that has one needs a text block too.",
    {
      format: "The type of file; unset for sources that are text.",
      name: "What the model calls it: letters, digits, single spaces, hyphens, parentheses and square brackets. The model reads it, so it should be neutral.",
      source: "The document itself.",
      context: "What the model should know of the document when it cites it.",
      citations: "Whether the model cites it.",
    },
  ],
  DocumentSource: [
    "A document: its bytes, where it is stored, or its text.",
    {
      bytes: "The file's bytes; they travel as base64.",
      s3Location,
      text: "Plain text.",
      content: "Text in the parts that citations point at.",
    },
  ],
  DocumentContentBlock: ["A part of a document.", { text: "The text." }],
  VideoBlock: ["A video.", { format: "How the video is encoded.", source: "The video itself." }],
  VideoSource: [
    "A video: its bytes, or where it is stored. At most 1 GB in S3, or 25 MB as base64 within a request.",
    { bytes: "The file's bytes; they travel as base64.", s3Location },
  ],
  AudioBlock: [
    "Audio.",
    { format: "How the audio is encoded.", source: "The audio itself.", error },
  ],
  AudioSource: [
    "Audio: its bytes, or where it is stored.",
    { bytes: "The file's bytes; they travel as base64.", s3Location },
  ],
};
