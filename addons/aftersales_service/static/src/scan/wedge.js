import { useExternalListener } from "@odoo/owl";

const GAP = 50; // ms between two signs of a scanner; no hand is that fast for long
const END = 150; // ms until its Enter
const PRINTED = /^[\x1d -~]+$/; // eslint-disable-line no-control-regex
const SHORTEST = 3; // signs of a code
const ELSEWHERE = 6; // signs of a code that lands in another field: less may be typed

// What a key says when an input method keeps the sign for itself.
const PLAIN = {
    Minus: "-_",
    Slash: "/?",
    Period: ".>",
    Comma: ",<",
    Equal: "=+",
    Semicolon: ";:",
    Quote: "'\"",
    Backslash: "\\|",
    BracketLeft: "[{",
    BracketRight: "]}",
    Space: "  ",
};
const SHIFTED = ")!@#$%^&*(";

function getPlainSign({ code, shiftKey }) {
    const [, letter] = /^Key([A-Z])$/.exec(code) || [];
    if (letter) {
        return shiftKey ? letter : letter.toLowerCase();
    }
    const [, digit] = /^(?:Digit|Numpad)(\d)$/.exec(code) || [];
    if (digit) {
        return shiftKey && code.startsWith("Digit") ? SHIFTED[digit] : digit;
    }
    return PLAIN[code]?.[shiftKey ? 1 : 0];
}

const ALT = "\x1a"; // before each digit of a sign that is typed by its number
const TYPED = /(?:\x1a\d)+/g; // eslint-disable-line no-control-regex

/** Signs that were typed by their number: 029 is FNC1, others no scanner needs. */
function readNumbers(code) {
    return code.replace(TYPED, (digits) =>
        Number(digits.replaceAll(ALT, "")) === 29 ? "\x1d" : "",
    );
}

const SILENT = ["Shift", "CapsLock", "AltGraph", "Alt", "Control"];

/** An input method keeps the sign for itself and tells only which key it was. */
function isHidden(ev) {
    return ev.isComposing || ev.key === "Process" || ev.keyCode === 229;
}

/** FNC1 as keyboards send it: Ctrl and a bracket, or Alt and 029 on the number pad. */
function getHeldSign(ev) {
    const [, digit] = (ev.altKey && /^(?:Digit|Numpad)(\d)$/.exec(ev.code)) || [];
    if (digit) {
        return ALT + digit;
    }
    return ev.ctrlKey && (ev.key === "]" || ev.key === "\x1d") ? "\x1d" : undefined;
}

/** The sign of a key, "Enter" or "Tab" at the end, "" for one that says nothing; undefined
 * for one that no scanner sends. */
export function getSign(ev) {
    if (/^(Numpad)?Enter$/.test(ev.code || ev.key)) {
        return "Enter";
    }
    if (ev.key === "Tab") {
        return "Tab";
    }
    if (SILENT.includes(ev.key)) {
        return "";
    }
    if (ev.ctrlKey || ev.metaKey || ev.altKey) {
        return getHeldSign(ev);
    }
    if (isHidden(ev)) {
        return getPlainSign(ev);
    }
    return ev.key?.length === 1 ? ev.key : undefined;
}

/** Tells a scanner from a hand by its speed; knows nothing of the page. */
export class Wedge {
    constructor() {
        this.clear();
    }

    clear() {
        Object.assign(this, { code: "", last: 0 });
    }

    /** Whether `sign` at `at` (ms) begins something new. */
    add(sign, at) {
        const fresh = !this.code || at - this.last > GAP;
        this.code = fresh ? sign : this.code + sign;
        this.last = at;
        return fresh;
    }

    /** The code that ends now; "" when a hand typed. */
    end(at, shortest = SHORTEST) {
        const code = readNumbers(this.code);
        const fast = code.length >= shortest && at - this.last <= END;
        this.clear();
        return fast ? code : "";
    }
}

function isShown(element) {
    return element && element.isConnected && element.getClientRects().length > 0;
}

/** Put back what stood in a field before the scanner typed into it, so that leaving it
 * changes nothing. */
function restore(field, before, hidden) {
    if (hidden && document.activeElement === field) {
        field.value = before;
        field.blur(); // the input method gives up what it was composing
        field.focus();
    }
    field.value = before;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/**
 * Catch what a keyboard scanner types anywhere on the screen.
 *
 * A field that had the focus gets back what stood in it; a hand that types notices
 * nothing. What is typed into a window in front of the screen is left alone, and so are
 * fields that read scans themselves (`data-scan="own"`).
 *
 * @param {() => HTMLElement} getRoot the element of the screen
 * @param {(code: string) => void} onCode
 */
export function useWedge(getRoot, onCode) {
    const wedge = new Wedge();
    let field = null;
    let before = "";
    let hidden = false;

    function start(ev) {
        hidden = false;
        field = ev.target.closest?.("input, textarea, [contenteditable=true]") || null;
        before = field?.value ?? "";
    }

    /** The field of the scan component itself. */
    const isOwn = () => field?.dataset.scan === "field" && getRoot().contains(field);

    /** What the own field understood, unless an input method stood between. */
    function readOwn(code) {
        const more = field.value.length > before.length;
        return hidden || !more ? code : field.value.slice(before.length);
    }

    /** Another field keeps what no scanner types there. */
    function isKept(code, sign) {
        return sign === "Tab" || field.value === undefined || !PRINTED.test(code);
    }

    function finish(ev, sign) {
        const own = isOwn();
        const other = field && !own;
        const code = wedge.end(Date.now(), other ? ELSEWHERE : SHORTEST);
        if (!code || (other && isKept(code, sign))) {
            return;
        }
        ev.preventDefault();
        ev.stopImmediatePropagation();
        const read = own ? readOwn(code) : code;
        if (field) {
            restore(field, own ? "" : before, hidden);
        }
        onCode(read);
    }

    function take(ev, sign) {
        const fresh = wedge.add(sign, Date.now());
        if (fresh) {
            start(ev);
        }
        hidden ||= isHidden(ev);
        if (!fresh && !field && sign === " ") {
            ev.preventDefault(); // it would press the button that has the focus
        }
        if (sign === "\x1d" || (sign.startsWith(ALT) && !fresh)) {
            ev.preventDefault();
            ev.stopImmediatePropagation(); // no shortcut of the page
        }
    }

    function isHere() {
        const root = getRoot();
        const modal = document.querySelector(".modal.d-block, .modal.show");
        return isShown(root) && (!modal || modal.contains(root));
    }

    function onKeydown(ev) {
        const sign = isHere() ? getSign(ev) : undefined;
        if (sign === undefined || ev.target.dataset?.scan === "own") {
            wedge.clear();
        } else if (sign === "Enter" || sign === "Tab") {
            finish(ev, sign);
        } else if (sign) {
            take(ev, sign);
        }
    }

    // First of all on the window: Enter must not reach the button that has the focus.
    useExternalListener(window, "keydown", onKeydown, { capture: true });
}
