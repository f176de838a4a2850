/** A row with a switch: what it switches, a sentence about it, and what is under way or went wrong. */
import { css, html, nothing } from "lit";
import { live } from "lit/directives/live.js";

export interface Row {
  id: string;
  label: string;
  hint: string;
  on: boolean;
  pending?: string | undefined;
  wrong?: string | undefined;
  disabled?: boolean;
  changed: (on: boolean) => void;
}

export const toggleRow = (row: Row) => html`
  <div class="toggle">
    <label>
      <span class="words">
        <span class="label">${row.label}</span>
        <span class="second" id="${row.id}-hint">${row.hint}</span>
      </span>
      <input
        type="checkbox"
        role="switch"
        name=${row.id}
        aria-label=${row.label}
        aria-describedby="${row.id}-hint"
        aria-busy=${row.pending ? "true" : "false"}
        .checked=${live(row.on)}
        ?disabled=${row.disabled ?? false}
        @change=${(event: Event) => row.changed((event.target as HTMLInputElement).checked)}
      />
    </label>
    <p class="pending" role="status">${row.pending ?? nothing}</p>
    ${row.wrong ? html`<p class="wrong" role="alert">${row.wrong}</p>` : nothing}
  </div>
`;

export const toggleStyles = css`
  .toggle {
    padding: 12px 0;
  }
  .toggle label {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 16px;
    cursor: pointer;
  }
  .toggle .words > span {
    display: block;
  }
  .toggle input {
    appearance: none;
    flex: none;
    position: relative;
    width: 48px;
    min-height: 28px;
    height: 28px;
    margin: 0;
    padding: 0;
    border: 2px solid var(--secondary-text-color, #5e5e5e);
    border-radius: 14px;
    background: none;
    cursor: pointer;
    transition: background 0.15s;
  }
  .toggle input::before {
    content: "";
    position: absolute;
    top: 4px;
    left: 4px;
    width: 16px;
    height: 16px;
    border-radius: 50%;
    background: var(--secondary-text-color, #5e5e5e);
    transition: left 0.15s;
  }
  .toggle input:checked {
    background: var(--primary-color, #009ac7);
    border-color: var(--primary-color, #009ac7);
  }
  .toggle input:checked::before {
    left: 24px;
    background: #fff;
  }
  .toggle input[aria-busy="true"] {
    opacity: 0.6;
  }
  @media (forced-colors: active) {
    .toggle input {
      appearance: auto;
    }
  }
  .toggle input[disabled] {
    opacity: 0.4;
    cursor: default;
  }
`;
