/** A live picture by WebRTC, by Home Assistant's own commands. */
import type { Hass } from "../hass";

type Message =
  | { type: "session"; session_id: string }
  | { type: "answer"; answer: string }
  | { type: "candidate"; candidate: RTCIceCandidateInit }
  | { type: "error"; code: string; message: string };

/** Plays into `video` until the connection ends, which raises, or `signal` ends it. */
export const playWebRtc = async (hass: Hass, entity: string, video: HTMLVideoElement, signal: AbortSignal) => {
  const ask = <T>(type: string, more: Record<string, unknown> = {}) =>
    hass.callWS<T>({ type: `camera/webrtc/${type}`, entity_id: entity, ...more });
  const config = await ask<{ configuration: RTCConfiguration; dataChannel?: string }>("get_client_config");
  signal.throwIfAborted();
  const peer = new RTCPeerConnection(config.configuration);
  const stream = new MediaStream();
  let unsubscribe: (() => Promise<void>) | undefined;
  let session: string | undefined;
  let early: RTCIceCandidate[] = [];
  let fail: (error: unknown) => void = () => undefined;
  const ended = new Promise<never>((_, reject) => (fail = reject));
  ended.catch(() => undefined); // it may end before anybody waits for it

  const send = (candidate: RTCIceCandidate) => {
    ask("candidate", { session_id: session, candidate: candidate.toJSON() }).catch(fail);
  };
  const heard = (message: Message): void => {
    switch (message.type) {
      case "session":
        session = message.session_id;
        early.forEach(send);
        early = [];
        return;
      case "answer":
        peer.setRemoteDescription({ type: "answer", sdp: message.answer }).catch(fail);
        return;
      case "candidate":
        peer.addIceCandidate(message.candidate).catch(fail);
        return;
      case "error":
        fail(message);
    }
  };
  try {
    if (config.dataChannel) peer.createDataChannel(config.dataChannel);
    peer.addTransceiver("audio", { direction: "recvonly" });
    peer.addTransceiver("video", { direction: "recvonly" });
    peer.onicecandidate = ({ candidate }) => {
      if (!candidate?.candidate) return;
      if (session) send(candidate);
      else early.push(candidate);
    };
    peer.onconnectionstatechange = () => {
      if (["disconnected", "failed", "closed"].includes(peer.connectionState)) fail(new Error(peer.connectionState));
    };
    peer.ontrack = ({ track }) => {
      stream.addTrack(track);
      track.onended = () => fail(new Error("ended"));
    };
    const offer = await peer.createOffer();
    await peer.setLocalDescription(offer);
    signal.throwIfAborted();
    video.srcObject = stream;
    signal.addEventListener("abort", () => fail(signal.reason));
    unsubscribe = await hass.connection.subscribeMessage<Message>(heard, {
      type: "camera/webrtc/offer",
      entity_id: entity,
      offer: offer.sdp,
    });
    signal.throwIfAborted();
    await ended;
  } finally {
    peer.close();
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    // Without a connection the session has ended with that.
    unsubscribe?.().catch((error: unknown) => console.debug("dropcam-privacy: a session had ended already", error));
  }
};
