/** One picture, fetched in the asking user's own name and held by nobody but the caller. */
import type { Hass } from "../hass";

const SIGNED_FOR = 20; // seconds; a path that is signed for longer than a minute is a program's, and refused

/** Signs a path for a moment, in the user's name. */
export const signed = async (hass: Hass, path: string): Promise<string> => {
  const answer = await hass.callWS<{ path: string }>({ type: "auth/sign_path", path, expires: SIGNED_FOR });
  return hass.hassUrl(answer.path);
};

/** Fetches the picture of this moment. Raises where there is none. */
export const still = async (hass: Hass, entity: string, width: number, signal: AbortSignal): Promise<Blob> => {
  const url = await signed(hass, `/api/camera_proxy/${entity}`);
  signal.throwIfAborted();
  const height = Math.round((width * 9) / 16);
  const within = AbortSignal.any([signal, AbortSignal.timeout(SIGNED_FOR * 1000)]);
  const response = await fetch(`${url}&width=${width}&height=${height}`, { signal: within, cache: "no-store" });
  if (!response.ok) throw new Error(String(response.status));
  const blob = await response.blob();
  signal.throwIfAborted();
  if (!blob.size || !blob.type.startsWith("image/")) throw new Error(blob.type);
  return blob;
};
