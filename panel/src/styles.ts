/** What all elements of the page look like: Home Assistant's own colours and sizes, by its CSS variables. */
import { css } from "lit";

export const base = css`
  :host {
    color: var(--primary-text-color, #141414);
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-m, 14px);
    line-height: var(--ha-line-height-normal, 1.6);
  }
  * {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p {
    margin: 0;
    font-weight: var(--ha-font-weight-normal, 400);
  }
  h2 {
    font-size: var(--ha-font-size-xl, 20px);
  }
  h3 {
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .second {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .card {
    background: var(--ha-card-background, var(--card-background-color, #fff));
    border: 1px solid var(--ha-card-border-color, var(--divider-color, #e0e0e0));
    border-radius: var(--ha-card-border-radius, 12px);
    overflow: hidden;
  }
  button {
    font: inherit;
    min-height: 40px;
    padding: 0 16px;
    border-radius: 20px;
    border: 1px solid var(--divider-color, #e0e0e0);
    background: none;
    color: var(--primary-text-color, #141414);
    cursor: pointer;
  }
  button.main {
    /* Home Assistant's own colour with white on it is too pale to read for some. */
    background: color-mix(in srgb, var(--primary-color, #009ac7) 72%, #000);
    border-color: transparent;
    color: var(--text-primary-color, #fff);
  }
  button.plain {
    border-color: transparent;
    color: color-mix(in srgb, var(--primary-color, #009ac7) 70%, var(--primary-text-color, #141414));
  }
  button[disabled] {
    opacity: 0.5;
    cursor: default;
  }
  input,
  select {
    font: inherit;
    min-height: 40px;
    padding: 0 12px;
    border-radius: 8px;
    border: 1px solid var(--input-outlined-idle-border-color, var(--divider-color, #bdbdbd));
    background: var(--card-background-color, #fff);
    color: var(--primary-text-color, #141414);
  }
  :focus-visible {
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: 2px;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
`;
