import type { DetailedHTMLProps, HTMLAttributes } from "react";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      /** App Bridge's navigation menu. */
      "ui-nav-menu": DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement>;
      /** App Bridge's contextual save bar. */
      "ui-save-bar": DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement>;
    }
  }
  interface ButtonHTMLAttributes<T> {
    /** Read by App Bridge on the buttons of its save bar. */
    variant?: T extends HTMLButtonElement ? "primary" : never;
    loading?: T extends HTMLButtonElement ? "" | undefined : never;
  }
}
