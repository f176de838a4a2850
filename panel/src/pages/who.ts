import { LitElement, html } from "lit";
import { property } from "lit/decorators.js";
import type { Overview } from "../api";
import type { Hass } from "../hass";
import { base } from "../styles";

export class WhoPage extends LitElement {
  static override styles = [base];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) overview!: Overview;

  override render() {
    return html``;
  }
}
