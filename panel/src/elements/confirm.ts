import { LitElement, css, html } from "lit";
import { property, query } from "lit/decorators.js";
import type { Hass } from "../hass";
import { say } from "../localize";
import { sharing } from "../sharing-styles";
import { base } from "../styles";

/** Asks before something is opened. What it would mean is the element's content. */
export class Confirm extends LitElement {
  static override styles = [
    base,
    sharing,
    css`
      dialog {
        width: min(480px, calc(100vw - 32px));
        max-height: calc(100vh - 64px);
        padding: 24px;
        border: none;
        border-radius: var(--ha-dialog-border-radius, 24px);
        color: inherit;
        background: var(--ha-card-background, var(--card-background-color, #fff));
        box-shadow: 0 8px 32px rgb(0 0 0 / 30%);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 50%);
      }
      .content {
        margin: 16px 0 24px;
      }
      .buttons {
        justify-content: flex-end;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property() heading = "";
  @property() action = "";
  @query("dialog") private dialog!: HTMLDialogElement;
  private answer: ((yes: boolean) => void) | undefined;

  /** Shows the question; resolves to whether it was answered with yes. */
  async ask(): Promise<boolean> {
    await this.updateComplete;
    this.dialog.showModal();
    return new Promise((resolve) => (this.answer = resolve));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.end(false);
  }

  private end(yes: boolean): void {
    const { answer } = this;
    this.answer = undefined;
    if (this.dialog?.open) this.dialog.close();
    answer?.(yes);
  }

  override render() {
    return html`
      <dialog aria-labelledby="heading" @close=${() => this.end(false)}>
        <h2 id="heading">${this.heading}</h2>
        <div class="content"><slot></slot></div>
        <div class="buttons">
          <button class="cancel" @click=${() => this.end(false)}>${say(this.hass, "who.cancel")}</button>
          <button class="main" @click=${() => this.end(true)}>${this.action}</button>
        </div>
      </dialog>
    `;
  }
}
