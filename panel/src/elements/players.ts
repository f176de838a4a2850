/** The ways in which a camera's live picture can be shown, best first, and what tells that one has stopped. */
import type { Hass } from "../hass";
import { pause } from "./live";
import { signed } from "./still";
import { playWebRtc } from "./webrtc";

const FIRST_PICTURE = 12_000; // ms: a camera that has to be connected to takes a while
const STUCK = 5000; // ms without a new picture: an old one is not left standing

export interface Screen {
  video: HTMLVideoElement;
  image: HTMLImageElement;
  /** A picture can be seen on one of the two. */
  shows(on: "video" | "image"): void;
}
type Way = (hass: Hass, entity: string, on: Screen, signal: AbortSignal) => Promise<unknown>;

const until = (target: EventTarget, event: string, signal: AbortSignal): Promise<Event> =>
  new Promise((resolve, reject) => {
    target.addEventListener(event, resolve, { once: true, signal });
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

const late = async (signal: AbortSignal): Promise<never> => {
  await pause(FIRST_PICTURE, signal);
  throw new Error("no picture in time");
};

/** Raises when there is no first picture in time, or no new one for some time. */
const watch = async ({ video, shows }: Screen, signal: AbortSignal): Promise<never> => {
  while (!(video.videoWidth && video.currentTime)) {
    await Promise.race([until(video, "timeupdate", signal), late(signal)]);
  }
  shows("video");
  for (let at = -1; at !== video.currentTime; ) {
    at = video.currentTime;
    await pause(STUCK, signal);
    signal.throwIfAborted();
  }
  throw new Error("no new picture");
};

const webRtc: Way = (hass, entity, on, signal) =>
  Promise.race([playWebRtc(hass, entity, on.video, signal), watch(on, signal)]);

const hls: Way = async (hass, entity, on, signal) => {
  const { url } = await hass.callWS<{ url: string }>({ type: "camera/stream", entity_id: entity, format: "hls" });
  signal.throwIfAborted();
  const { video } = on;
  const failed = until(video, "error", signal).then(() => {
    throw new Error(video.error?.message || "error");
  });
  video.src = hass.hassUrl(url);
  try {
    await Promise.race([failed, watch(on, signal)]);
  } finally {
    video.removeAttribute("src");
    video.load();
  }
};

const mjpeg: Way = async (hass, entity, on, signal) => {
  const url = await signed(hass, `/api/camera_proxy_stream/${entity}`);
  signal.throwIfAborted();
  const { image } = on;
  const failed = until(image, "error", signal).then(() => {
    throw new Error("error");
  });
  image.src = url;
  try {
    // Not every browser says that there is a picture before all of it, which never ends: that it has a size tells it.
    const slow = late(signal);
    while (!image.naturalWidth) await Promise.race([failed, slow, pause(100, signal)]);
    slow.catch(() => undefined);
    on.shows("image");
    await failed;
  } finally {
    image.removeAttribute("src");
  }
};

const ways = async (hass: Hass, entity: string, video: HTMLVideoElement): Promise<Way[]> => {
  const { frontend_stream_types: types } = await hass.callWS<{ frontend_stream_types: string[] }>({
    type: "camera/capabilities",
    entity_id: entity,
  });
  const native = Boolean(video.canPlayType("application/vnd.apple.mpegurl"));
  return [
    ...(types.includes("web_rtc") && "RTCPeerConnection" in window ? [webRtc] : []),
    ...(types.includes("hls") && native ? [hls] : []),
    mjpeg,
  ];
};

/** Plays until `signal` ends it, what was playing stops, or nothing plays: always raises. */
export const play = async (hass: Hass, entity: string, on: Screen, signal: AbortSignal): Promise<never> => {
  let showed = false;
  let why: unknown;
  const shows = (which: "video" | "image") => {
    showed = true;
    on.shows(which);
  };
  for (const way of await ways(hass, entity, on.video)) {
    signal.throwIfAborted();
    const attempt = new AbortController();
    const ended = AbortSignal.any([signal, attempt.signal]);
    try {
      await way(hass, entity, { ...on, shows: (which) => ended.aborted || shows(which) }, ended);
    } catch (error) {
      why = error;
    } finally {
      attempt.abort();
    }
    if (signal.aborted || showed) break;
  }
  throw why;
};
