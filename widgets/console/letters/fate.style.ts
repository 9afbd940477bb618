/** The colours of what became of a recipient: what is good is of the accent, what is not is red, what is open is amber. */
import { css } from 'lit';

export const fateColours = css`
  i.answered {
    background: var(--lobi-accent);
  }
  i.sent {
    background: color-mix(in srgb, var(--lobi-accent) 55%, var(--lobi-surface-1));
  }
  i.bounced,
  i.failed {
    background: var(--lobi-danger);
  }
  i.unknown,
  i.held {
    background: var(--lobi-warning);
  }
  i.skipped,
  i.stopped {
    background: none;
    box-shadow: inset 0 0 0 1px var(--lobi-border-strong);
  }
`;
