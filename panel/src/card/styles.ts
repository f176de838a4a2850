/** What the card looks like: a picture that fills it, and a row beneath, as in Home Assistant's own cards. */
import { css } from "lit";

export const look = css`
  :host {
    display: block;
    height: 100%;
  }
  .card {
    display: flex;
    flex-direction: column;
    height: 100%;
    border-width: var(--ha-card-border-width, 1px);
    box-shadow: var(--ha-card-box-shadow, none);
    backdrop-filter: var(--ha-card-backdrop-filter, none);
  }
  [hidden] {
    display: none !important;
  }
  .sight {
    position: relative;
    flex: 1 1 auto; /* gives way where the view says how tall the card is */
    min-height: 0;
    aspect-ratio: 16 / 9;
    overflow: hidden;
    background: var(--secondary-background-color, #e5e5e5);
  }
  :host([layout="panel"]),
  :host([layout="panel"]) .card {
    height: auto;
  }
  :host([layout="panel"]) .sight {
    flex: none;
    max-height: calc(100vh - var(--header-height, 56px) - 160px);
  }
  dropcam-privacy-picture {
    height: 100%;
  }
  .calm {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 8px;
    height: 100%;
    padding: 16px;
    text-align: center;
    text-wrap: balance;
    color: var(--secondary-text-color, #5e5e5e);
  }
  .calm .icon {
    width: 36px;
    height: 36px;
  }
  .calm p:empty {
    display: none;
  }
  .line .icon {
    flex: none;
    width: 20px;
    height: 20px;
  }
  .row {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 8px 12px;
    padding: 12px 16px;
  }
  .words {
    flex: 1 1 128px;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .words h3 {
    font-size: var(--ha-font-size-m, 14px);
    line-height: 1.4;
  }
  .words .second {
    font-size: var(--ha-font-size-s, 12px);
    line-height: 1.4;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 0 16px 12px;
    font-size: var(--ha-font-size-s, 12px);
  }
  .wrong {
    color: var(--error-color, #c62828);
  }
  a {
    color: inherit;
  }
  .switch {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: var(--ha-font-size-s, 12px);
  }
`;
