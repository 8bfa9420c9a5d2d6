/** The model's patterns in words, but for those of ARNs. */
export const patterns: { readonly [pattern: string]: string } = {
  "[0-9]{12}": "12 digits",
  "[!-~]*": "ASCII without spaces",
  "[a-zA-Z_\\.\\-/0-9:]+": "letters, digits and any of `_.-/:`",
  "(|([1-9][0-9]{0,7})|(DRAFT))": "a number of at most 8 digits, or `DRAFT`",
  "\\S*": "no white space",
  "[a-zA-Z0-9\\s:_@$#=/+,-.]{1,256}": "letters, digits, white space and any of `:_@$#=/+,-.`",
  "[a-zA-Z0-9\\s:_@$#=/+,-.]{0,256}": "letters, digits, white space and any of `:_@$#=/+,-.`",
  "[a-zA-Z0-9\\s._:/=+@-]*": "letters, digits, white space and any of `._:/=+@-`",
  "s3://[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9](/.*)?": "`s3://bucket/key`",
  "[a-zA-Z0-9_-]+": "letters, digits, `_` and `-`",
  "[a-zA-Z0-9_.:-]+": "letters, digits and any of `_.:-`",
};
