import { css } from "lit";

export const cameraStyles = css`
  :host {
    display: block;
  }
  .card {
    height: 100%;
    overflow: visible;
  }
  dropcam-privacy-picture {
    border-radius: var(--ha-card-border-radius, 12px) var(--ha-card-border-radius, 12px) 0 0;
    overflow: hidden;
  }
  .head,
  .row {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
  }
  .head {
    padding: 12px 8px 0 16px;
    min-height: 52px;
  }
  .head h3 {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .body {
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding: 8px 16px 16px;
  }
  .row {
    min-height: 40px;
  }
  .means p + p {
    margin-top: 4px;
  }
  [role="alert"] {
    color: var(--error-color, #db4437);
  }
  [role="status"]:empty {
    display: none;
  }
  .more {
    border-top: 1px solid var(--divider-color, #e0e0e0);
    padding-top: 12px;
  }
`;
