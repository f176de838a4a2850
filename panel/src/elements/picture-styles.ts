import { css } from "lit";

export const pictureStyles = css`
  :host {
    display: block;
  }
  .frame {
    position: relative;
    aspect-ratio: 16 / 9;
    overflow: hidden;
    background: var(--secondary-background-color, #e5e5e5);
  }
  :host([fill]) .frame {
    height: 100%;
    aspect-ratio: auto;
  }
  img,
  video {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: contain;
    background: #000;
  }
  [hidden] {
    display: none;
  }
  .words {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 8px;
    padding: 16px;
    text-align: center;
  }
  .words .icon {
    width: 36px;
    height: 36px;
    color: var(--secondary-text-color, #5e5e5e);
  }
  .words .title {
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .words button {
    background: var(--card-background-color, #fff);
  }
  .live {
    position: absolute;
    top: 12px;
    left: 12px;
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 2px 10px 2px 8px;
    border-radius: 12px;
    background: rgba(0, 0, 0, 0.65);
    color: #fff;
    font-size: var(--ha-font-size-s, 12px);
  }
  .dot {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: #ff5252;
  }
  .coming {
    position: absolute;
    inset: 50% auto auto 50%;
    width: 28px;
    height: 28px;
    margin: -14px;
    border-radius: 50%;
    border: 3px solid var(--divider-color, #bdbdbd);
    border-top-color: var(--primary-color, #009ac7);
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
`;
