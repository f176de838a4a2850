/** Signs of the kinds of rows, as lines; the words say it, too. */
import type { Group } from "../log-words";

export const ICONS: Record<Group, string> = {
  received: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  refused: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.700 5.700l12.600 12.600",
  privacy: "M12 3l8 3v6c0 5-3.500 8-8 9-4.500-1-8-4-8-9V6z",
  rights: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20c1-4 4-5 8-5s7 1 8 5",
  originals: "M6 11h12v9H6zM8.500 11V7.500a3.500 3.500 0 0 1 7 0V11",
  scenes: "M4 6h16v12H4zM4 15l5-4 4 3 3-2 4 3",
  log: "M5 4h14v16H5zM8.500 9h7M8.500 12.500h7M8.500 16h4",
};
