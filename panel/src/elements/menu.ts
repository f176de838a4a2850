/** A button that opens a few others. */
import { LitElement, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { icon } from "../icons";
import { base } from "../styles";

export interface Item {
  words: string;
  chosen: () => void;
}

export class Menu extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: relative;
        display: inline-block;
      }
      .opener {
        display: flex;
        align-items: center;
        justify-content: center;
        width: 40px;
        padding: 0;
        border-color: transparent;
        color: var(--secondary-text-color, #5e5e5e);
      }
      .items {
        position: absolute;
        right: 0;
        top: 44px;
        z-index: 5;
        min-width: 220px;
        max-width: min(320px, 80vw);
        padding: 8px 0;
        border-radius: 12px;
        background: var(--card-background-color, #fff);
        box-shadow:
          0 2px 6px 2px rgba(0, 0, 0, 0.15),
          0 1px 2px rgba(0, 0, 0, 0.3);
      }
      .items button {
        display: block;
        width: 100%;
        min-height: 48px;
        padding: 8px 16px;
        border: none;
        border-radius: 0;
        text-align: start;
      }
      .items button:hover,
      .items button:focus-visible {
        background: var(--secondary-background-color, #e5e5e5);
        outline-offset: -2px;
      }
    `,
  ];
  @property() label = "";
  @property({ attribute: false }) items: Item[] = [];
  @state() private open = false;
  @query(".opener") private opener!: HTMLButtonElement;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  private close(): void {
    this.open = false;
    document.removeEventListener("click", this.elsewhere);
  }

  private elsewhere = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.close();
  };

  private async toggle(): Promise<void> {
    if (this.open) return this.close();
    this.open = true;
    document.addEventListener("click", this.elsewhere);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLButtonElement>(".items button")?.focus();
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.open) return;
    event.stopPropagation();
    this.close();
    this.opener.focus();
  }

  private left(event: FocusEvent): void {
    if (event.relatedTarget && !this.renderRoot.contains(event.relatedTarget as Node)) this.close();
  }

  private choose(item: Item): void {
    this.close();
    this.opener.focus();
    item.chosen();
  }

  override render() {
    return html`<div @keydown=${this.key} @focusout=${this.left}>
      <button
        type="button"
        class="opener"
        aria-label=${this.label}
        aria-expanded=${this.open ? "true" : "false"}
        @click=${this.toggle}
      >
        ${icon("more")}
      </button>
      ${this.open
        ? html`<div class="items">
            ${this.items.map((item) => html`<button @click=${() => this.choose(item)}>${item.words}</button>`)}
          </div>`
        : nothing}
    </div>`;
  }
}
