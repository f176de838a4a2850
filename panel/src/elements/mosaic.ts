/** What a camera shows now, so coarsely that a stranger's home is not shown by asking: 9 rows of 16 colours. */
import { LitElement, css, html, svg } from "lit";
import { property } from "lit/decorators.js";
import { base } from "../styles";

const COLUMNS = 16;
const COLOUR = /^#[0-9a-f]{6}$/;

export class Mosaic extends LitElement {
  static override styles = [
    base,
    css`
      svg {
        display: block;
        width: 100%;
      }
    `,
  ];
  @property({ attribute: false }) cells: string[] = [];
  @property() label = "";

  override render() {
    const { cells } = this;
    const rows = Math.ceil(cells.length / COLUMNS);
    const cell = (colour: string, at: number) =>
      COLOUR.test(colour)
        ? svg`<rect x=${at % COLUMNS} y=${Math.floor(at / COLUMNS)} width="1.02" height="1.02" fill=${colour}></rect>`
        : svg``;
    return html`<svg viewBox="0 0 ${COLUMNS} ${rows}" role="img" aria-label=${this.label}>${cells.map(cell)}</svg>`;
  }
}
