import { css } from "lit";

export const panelStyles = css`
  :host {
    display: block;
    min-height: 100vh;
    background: var(--primary-background-color, #fafafa);
  }
  .top {
    position: sticky;
    top: 0;
    z-index: 10;
    background: var(--app-header-background-color, var(--primary-color, #009ac7));
    color: var(--app-header-text-color, #fff);
    border-bottom: var(--app-header-border-bottom, none);
  }
  header {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: var(--header-height, 56px);
    padding: 0 20px;
  }
  :host([narrow]) header {
    padding: 0 12px;
  }
  header h1 {
    font-size: var(--ha-font-size-xl, 20px);
    line-height: 1.4;
  }
  .menu {
    display: flex;
    align-items: center;
    justify-content: center;
    width: 40px;
    padding: 0;
    border: none;
    color: inherit;
  }
  nav {
    display: flex;
    overflow-x: auto;
    scrollbar-width: none;
    padding: 0 12px;
  }
  nav a {
    display: flex;
    align-items: center;
    flex: none;
    min-height: 48px;
    padding: 2px 12px 0;
    border-bottom: 2px solid transparent;
    color: inherit;
    text-decoration: none;
    white-space: nowrap;
  }
  nav a[aria-current] {
    border-bottom-color: currentColor;
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .top :focus-visible {
    outline-color: currentColor;
    outline-offset: -4px;
    border-radius: 8px;
  }
  .badge {
    min-width: 20px;
    margin-inline-start: 8px;
    padding: 0 6px;
    border-radius: 10px;
    background: var(--app-header-text-color, #fff);
    color: var(--app-header-background-color, var(--primary-color, #009ac7));
    font-size: 12px;
    line-height: 20px;
    text-align: center;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  main {
    max-width: 1200px;
    margin: 0 auto;
    padding: 24px 16px 48px;
    outline: none;
  }
  :host([narrow]) main {
    padding: 16px 12px 48px;
  }
  .banner {
    padding: 12px 20px;
    background: var(--warning-color, #ffa600);
    color: #141414;
  }
  .alone {
    max-width: 560px;
    margin: 48px auto;
    padding: 0 24px;
    text-align: center;
  }
  .alone button {
    margin-top: 16px;
  }
`;
