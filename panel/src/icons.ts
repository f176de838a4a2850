/** The few icons of the page, drawn here: Home Assistant's own may not be loaded. Decoration: words say it, too. */
import { svg } from "lit";

const LINES = {
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M12 6v.01M12 12v.01M12 18v.01",
  shield: "M12 3l8 3v6c0 5-3.500 8-8 9-4.500-1-8-4-8-9V6z",
  off: "M12 4v8M7 7a7 7 0 1 0 10 0",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 3",
  sleep: "M20 14.500A8.500 8.500 0 1 1 9.500 4a7 7 0 0 0 10.500 10.500z",
  camera: "M3 8h11v9H3zM14 11l6-3v9l-6-3",
  lost: "M3 8h11v9H3zM14 11l6-3v9l-6-3M4 3l16 18",
  eye: "M2 12c2-4 6-6 10-6s8 2 10 6c-2 4-6 6-10 6s-8-2-10-6M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
} as const;
export type Icon = keyof typeof LINES;

export const icon = (name: Icon) => svg`
  <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" fill="none" stroke="currentColor"
    stroke-width=${name === "more" ? 3.5 : 1.8} stroke-linecap="round" stroke-linejoin="round">
    <path d=${LINES[name]}></path>
  </svg>`;
