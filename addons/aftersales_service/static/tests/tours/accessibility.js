// What a person with gloves, weak eyes or a screen reader needs, checked where a tour stands.

const TARGET = 44; // px, the smallest thing to press
const CONTRAST = 4.5;
const CONTROLS = "button, a[href], input, select, textarea, [role='button']";

function isSeen(element) {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return box.width > 0 && box.height > 0 && style.visibility !== "hidden";
}

function getName(element) {
    const labels = [...(element.labels || [])].map((label) => label.textContent);
    const names = [
        element.getAttribute("aria-label"),
        element.title,
        ...labels,
        element.textContent,
    ];
    return names.find((name) => name && name.trim());
}

function getColour(text) {
    const parts = (text.match(/[\d.]+/g) || []).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
}

function getLight(rgb) {
    const [red, green, blue] = rgb.map((value) => {
        const part = value / 255;
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function getGround(element) {
    for (let node = element; node; node = node.parentElement) {
        const { rgb, alpha } = getColour(getComputedStyle(node).backgroundColor);
        if (rgb.length === 3 && alpha > 0.95) {
            return rgb;
        }
    }
    return [255, 255, 255];
}

function getContrast(element) {
    const ink = getLight(getColour(getComputedStyle(element).color).rgb);
    const ground = getLight(getGround(element));
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
}

/** Sentences about everything below `root` that is hard to use; none when all is well. */
export function findBarriers(root) {
    const found = [];
    for (const control of root.querySelectorAll(CONTROLS)) {
        if (!isSeen(control)) {
            continue;
        }
        const shown = control.outerHTML.slice(0, 90);
        const box = control.getBoundingClientRect();
        const tick = ["checkbox", "radio"].includes(control.type);
        if (!getName(control)) {
            found.push(`no name: ${shown}`);
        }
        if (!tick && Math.min(box.width, box.height) < TARGET - 0.5) {
            found.push(`${Math.round(box.width)}×${Math.round(box.height)} px: ${shown}`);
        }
    }
    for (const element of root.querySelectorAll("*")) {
        const text = [...element.childNodes].some(
            (node) => node.nodeType === 3 && node.textContent.trim(),
        );
        const off = element.closest("[disabled], .visually-hidden");
        if (text && !off && isSeen(element) && getContrast(element) < CONTRAST) {
            found.push(
                `contrast ${getContrast(element).toFixed(1)}: ${element.textContent.trim()}`,
            );
        }
    }
    return found;
}

/** A step of a tour that fails where something below `trigger` is hard to use. */
export function easyToUse(trigger) {
    return {
        content: "labels, size of targets and contrast",
        trigger,
        run: ({ anchor }) => {
            const found = findBarriers(anchor);
            if (found.length) {
                throw new Error(found.join("\n"));
            }
        },
    };
}
