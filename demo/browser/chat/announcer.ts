import { element, find } from "../dom.ts";

const region = find("#announcer", HTMLElement);

/**
 * Has a screen reader say something after what it is saying. An answer is announced by paragraphs:
 * word by word, as it arrives, it would be a stutter.
 */
export function announce(text: string): void {
  region.append(element("p", {}, text));
  if (region.childElementCount > 20) region.firstElementChild?.remove();
}
