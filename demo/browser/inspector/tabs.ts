/** Tabs that are changed by click and by arrow keys. */
export function setUpTabs(list: Element): void {
  const tabs = [...list.querySelectorAll<HTMLElement>('[role="tab"]')];
  const show = (tab: HTMLElement) => {
    for (const other of tabs) {
      const isShown = other === tab;
      other.setAttribute("aria-selected", String(isShown));
      other.tabIndex = isShown ? 0 : -1;
      panelOf(other).hidden = !isShown;
    }
  };
  for (const tab of tabs) tab.addEventListener("click", () => show(tab));
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[(event as KeyboardEvent).key];
    if (!step) return;
    const reachable = tabs.filter((tab) => !tab.hidden);
    const at = reachable.indexOf(event.target as HTMLElement);
    const tab = reachable[(at + step + reachable.length) % reachable.length];
    tab?.focus();
    if (tab) show(tab);
  });
  show(tabs[0]!);
}

const panelOf = (tab: HTMLElement): HTMLElement =>
  document.getElementById(tab.getAttribute("aria-controls") ?? "")!;
