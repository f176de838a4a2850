/** How the first start looks. */
import { css } from "lit";

export const welcome = css`
  :host {
    display: block;
    max-width: 720px;
    margin: 0 auto;
  }
  form {
    display: grid;
    gap: 16px;
    margin-top: 16px;
  }
  fieldset {
    padding: 16px;
  }
  legend {
    float: left;
    width: 100%;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  legend + * {
    clear: both;
  }
  h3 {
    margin-top: 12px;
    font-size: inherit;
    color: var(--secondary-text-color, #5e5e5e);
  }
  label {
    display: flex;
    align-items: center;
    gap: 16px;
    min-height: 48px;
    cursor: pointer;
  }
  label .words {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  label .second {
    display: block;
  }
  input[type="checkbox"] {
    flex: none;
    width: 20px;
    height: 20px;
    min-height: 0;
    margin: 0;
    accent-color: var(--primary-color, #009ac7);
  }
  ol {
    margin: 8px 0 16px;
    padding-left: 24px;
  }
  .end {
    padding: 16px;
  }
  .end h3 {
    margin-top: 0;
    color: inherit;
    font-size: var(--ha-font-size-l, 16px);
  }
  .every {
    margin-inline-start: -16px;
  }
`;
