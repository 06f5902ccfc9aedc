/**
 * Views that can draw themselves as a picture which stands by itself (SVG, as text). Each is here while it
 * is on the page: a view knows no other view, and the export knows none of them.
 */
export interface Picture {
  readonly id: string;
  readonly label: string;
  draw(): Promise<string>;
}

const pictures = new Map<string, Picture>();

/** Returns a function that takes it back. */
export function offerPicture(picture: Picture): () => void {
  pictures.set(picture.id, picture);
  return () => {
    if (pictures.get(picture.id) === picture) pictures.delete(picture.id);
  };
}

export const picturesNow = (): readonly Picture[] => [...pictures.values()];
