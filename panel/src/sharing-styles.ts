/** What the pages about sharing have in common. */
import { css } from "lit";

export const sharing = css`
  /* Home Assistant's primary colour alone is too light for small words on it, or in it. */
  button.main {
    background: color-mix(in srgb, var(--primary-color, #009ac7) 78%, #000);
  }
  button.plain,
  a {
    color: color-mix(in srgb, var(--primary-color, #009ac7) 65%, var(--primary-text-color, #141414));
  }
  .pending:empty {
    display: none;
  }
  .pending {
    color: var(--secondary-text-color, #5e5e5e);
    font-style: italic;
  }
  .wrong {
    margin-top: 4px;
    padding: 8px 12px;
    border-radius: 8px;
    border-left: 4px solid var(--error-color, #db4437);
    background: color-mix(in srgb, var(--error-color, #db4437) 12%, transparent);
  }
  .note {
    padding: 8px 12px;
    border-radius: 8px;
    background: color-mix(in srgb, var(--primary-color, #009ac7) 10%, transparent);
  }
  .warning {
    padding: 8px 12px;
    border-radius: 8px;
    border-left: 4px solid var(--warning-color, #ffa600);
    background: color-mix(in srgb, var(--warning-color, #ffa600) 14%, transparent);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .person {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
    padding: 8px 0;
  }
  .person .words {
    flex: 1 1 160px;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: none;
  }
  legend {
    padding: 0;
  }
`;
