/** A switch that shows what is so, not what was wished: it moves when its owner says so, by `on`. */
import { LitElement, css, html } from "lit";
import { property } from "lit/decorators.js";
import { base } from "../styles";

export class Switch extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        flex: none;
      }
      button {
        position: relative;
        width: 52px;
        min-height: 32px;
        height: 32px;
        padding: 0;
        border: 2px solid var(--secondary-text-color, #5e5e5e);
        border-radius: 16px;
      }
      .knob {
        position: absolute;
        top: 6px;
        left: 6px;
        width: 16px;
        height: 16px;
        border-radius: 50%;
        background: var(--secondary-text-color, #5e5e5e);
        transition:
          left 0.15s,
          background 0.15s;
      }
      button[aria-checked="true"] {
        background: var(--primary-color, #009ac7);
        border-color: var(--primary-color, #009ac7);
      }
      button[aria-checked="true"] .knob {
        left: 26px;
        background: #fff;
      }
      button[aria-busy="true"] .knob {
        animation: breathe 0.8s ease-in-out infinite alternate;
      }
      @keyframes breathe {
        to {
          opacity: 0.3;
        }
      }
    `,
  ];
  @property({ type: Boolean }) on = false;
  @property({ type: Boolean }) busy = false;
  @property() label = "";

  override render() {
    return html`<button
      type="button"
      role="switch"
      aria-checked=${this.on ? "true" : "false"}
      aria-busy=${this.busy ? "true" : "false"}
      aria-label=${this.label}
      @click=${this.clicked}
    >
      <span class="knob"></span>
    </button>`;
  }

  private clicked(): void {
    if (!this.busy) this.dispatchEvent(new CustomEvent("wish", { detail: { on: !this.on } }));
  }
}
