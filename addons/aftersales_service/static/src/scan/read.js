// What a code may be, read without the server: the phone works without network. The server
// reads the same (`kernel/codes.py`, `kernel/gs1.py`) and has the last word.

const SYMBOL = /^(\]C1|\]d2|\]e0|\]Q3|\]J1|\x1d)/; // eslint-disable-line no-control-regex
const GROUP = /Alt0?029|\{GS\}|<GS>|\u241d|#/g;
const FIXED = {
    "00": 18,
    "01": 14,
    "02": 14,
    "11": 6,
    "12": 6,
    "13": 6,
    "15": 6,
    "16": 6,
    "17": 6,
    "20": 2,
};
const OPEN = ["10", "21", "22", "30", "37"];

/** What two spellings of one number have in common. */
export function codeKey(text) {
    return text
        .normalize("NFKC")
        .replace(/[\u2010-\u2015\u2212]/g, "-")
        .replace(/\s/g, "")
        .toUpperCase();
}

function readBrackets(text) {
    const values = {};
    for (const [, ai, value] of text.matchAll(/\((\d{2,4})\)([^()]*)/g)) {
        values[ai] = value.trim();
    }
    return values;
}

function readPlain(text) {
    const values = {};
    if (!SYMBOL.test(text) && !/^0[12]\d{14}/.test(text)) {
        return values;
    }
    let rest = text.replace(SYMBOL, "").replace(GROUP, "\x1d");
    while (rest) {
        const ai = rest.slice(0, 2);
        const length = FIXED[ai] || (OPEN.includes(ai) ? rest.indexOf("\x1d", 2) - 2 : 0);
        if (!length) {
            return values; // nothing that the phone has to know
        }
        values[ai] = length < 0 ? rest.slice(2) : rest.slice(2, 2 + length);
        rest = length < 0 ? "" : rest.slice(2 + length);
        rest = rest.startsWith("\x1d") ? rest.slice(1) : rest;
    }
    return values;
}

/** {text, keys, serials, count}: every spelling that may stand on a part. */
export function readCode(code) {
    const text = code.normalize("NFKC").trim();
    const values = text.startsWith("(") ? readBrackets(text) : readPlain(text);
    const article = values["01"] || values["02"] || "";
    const serials = [values["21"], values["10"]].filter(Boolean).map(codeKey);
    const short = article.replace(/^0+/, "");
    const articles = article ? [8, 12, 13, 14].map((size) => short.padStart(size, "0")) : [];
    return {
        text: text.replace(/\x1d/g, " "), // eslint-disable-line no-control-regex
        keys: [codeKey(text), ...serials, ...articles],
        serials,
        count: Number(values["30"] || values["37"]) || 1,
    };
}
