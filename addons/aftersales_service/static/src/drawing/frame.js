/** Areas on a drawing: [x, y, width, height] as fractions of the picture. */

const FINE = 10000; // parts of a side that are kept

const round = (value) => Math.round(value * FINE) / FINE;
const within = (value, most = 1) => Math.min(most, Math.max(0, value));

/** The frame between two points, wherever it was begun. */
export function spanFrame([fromX, fromY], [toX, toY]) {
    const [left, right] = [fromX, toX].map((value) => within(value)).sort((a, b) => a - b);
    const [top, bottom] = [fromY, toY].map((value) => within(value)).sort((a, b) => a - b);
    return [left, top, right - left, bottom - top].map(round);
}

/** The same size elsewhere; at the edge it stops. */
export function moveFrame([x, y, w, h], [byX, byY]) {
    return [within(x + byX, 1 - w), within(y + byY, 1 - h), w, h].map(round);
}

/** Its lower right corner elsewhere. */
export function stretchFrame([x, y, w, h], [byX, byY], least) {
    const width = Math.max(least, within(w + byX, 1 - x));
    const height = Math.max(least, within(h + byY, 1 - y));
    return [x, y, Math.min(width, 1 - x), Math.min(height, 1 - y)].map(round);
}

export function getFrameStyle(box) {
    const [left, top, width, height] = box.map((value) => `${value * 100}%`);
    return `left: ${left}; top: ${top}; width: ${width}; height: ${height}`;
}
