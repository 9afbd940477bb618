/**
 * What the mail's frame and the element around it say to each other, over one MessagePort.
 *
 * 1. The frame says hello to its parent. 2. The element checks that hello came from its own frame and hands over a port.
 * 3. All else goes through the port: the frame has no origin of its own, so a port is what proves who speaks.
 */
export const hello = 'lobi-mail-frame';

/** Element → frame. */
export interface Show {
  show: {
    html: string;
    lang: string;
    title: string;
    /** The word for "…", for screen readers. */
    quoted: string;
    look: { text: string; link: string; font: string; dark: boolean };
  };
}

/** Element → frame: the bytes of a picture that the mail names, by its name there ("cid:…" or an address). */
export interface Picture {
  picture: { src: string; bytes: Blob };
}

/** Frame → element. */
export interface Told {
  /** Of the content, in CSS pixels. */
  height?: number;
  /** Names of pictures that the mail carries itself ("cid:…"). */
  wants?: string[];
  /** How many pictures elsewhere stay blocked. */
  blocked?: string[];
  /** A key pressed in the mail, so that the keys of the page go on working. */
  key?: string;
}
