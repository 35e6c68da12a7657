/** What a piece of text is, so that it can be given its looks. */
export type Style = 'heading' | 'good' | 'bad' | 'quote' | 'quiet' | 'change' | 'miss';

/** Gives a piece of text its looks. */
export type Paint = (style: Style, text: string) => string;

/** Leaves the text as it is. */
export const plain: Paint = (_style, text) => text;
