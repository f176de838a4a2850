/** Goes to another page of Home Assistant without loading it anew. */
export const navigate = (path: string, replace = false): void => {
  if (replace) history.replaceState(history.state, "", path);
  else history.pushState(null, "", path);
  window.dispatchEvent(new CustomEvent("location-changed", { detail: { replace } }));
};

/** For links: a plain click stays within the page; one that wants a tab or a window of its own gets it. */
export const follow = (event: MouseEvent): void => {
  const { button, metaKey, ctrlKey, shiftKey, altKey } = event;
  if (event.defaultPrevented || button || metaKey || ctrlKey || shiftKey || altKey) return;
  const link = event.currentTarget as HTMLAnchorElement;
  event.preventDefault();
  navigate(link.getAttribute("href") ?? "/");
};
