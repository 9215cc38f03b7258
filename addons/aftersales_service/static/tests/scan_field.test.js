import { describe, expect, test } from "@odoo/hoot";
import { queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { Component, xml } from "@odoo/owl";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";

import { ScanField } from "@aftersales_service/scan/scan_field";
import { readCode } from "@aftersales_service/scan/read";
import { getSign, Wedge } from "@aftersales_service/scan/wedge";

describe.current.tags("desktop");
defineMailModels();

class Screen extends Component {
    static template = xml`
        <div>
            <ScanField said="said" onCode.bind="onCode" takesFocus="true" />
            <input class="other" value="A-03" />
            <button class="press" t-on-click="() => this.pressed()">x</button>
            <input class="own" data-scan="own" />
        </div>`;
    static components = { ScanField };
    static props = ["*"];

    said = { kind: "idle", words: "Scan", detail: "" };

    onCode(code) {
        expect.step(code);
    }

    pressed() {
        expect.step("pressed");
    }
}

/** As a browser tells of a key that an input method keeps. */
function hide(key, last) {
    const code = /[a-z]/i.test(key) ? `Key${key.toUpperCase()}` : `Digit${key}`;
    const shiftKey = !last && key !== key.toLowerCase();
    return { key: "Process", code: last ? key : code, isComposing: true, shiftKey };
}

/** What a browser does with a key that nobody prevented. */
function land(target, key) {
    if (key.length === 1 && "value" in target) {
        target.value += key;
    } else if (key === "Enter" && target.matches("button")) {
        target.click();
    }
}

async function type(target, text, { gap = 0, end = "Enter", hidden = false } = {}) {
    target.focus?.();
    for (const key of [...text, end]) {
        const options = hidden ? hide(key, key === end) : { key };
        const event = { bubbles: true, cancelable: true, ...options };
        if (target.dispatchEvent(new KeyboardEvent("keydown", event))) {
            land(target, key);
        }
        if (gap) {
            await advanceTime(gap);
        }
    }
    await animationFrame();
}

test("a scanner is heard wherever the focus is", async () => {
    await mountWithCleanup(Screen);
    await type(document.body, "YJ260900001");
    expect.verifySteps(["YJ260900001"]);
    await type(queryOne("#o_aftersales_scan"), "LL-1");
    expect.verifySteps(["LL-1"]);
    expect("#o_aftersales_scan").toHaveValue("");
    await type(document.body, "LL-2", { end: "Tab" });
    expect.verifySteps(["LL-2"]);
});

test("a button that has the focus is not pressed by the scanner's Enter", async () => {
    await mountWithCleanup(Screen);
    await type(queryOne(".press"), "SN 123456");
    expect.verifySteps(["SN 123456"]);
    await advanceTime(500);
    await type(queryOne(".press"), "");
    expect.verifySteps(["pressed"]);
});

test("a field gets back what stood in it", async () => {
    await mountWithCleanup(Screen);
    await type(queryOne(".other"), "YJ260900001");
    expect.verifySteps(["YJ260900001"]);
    expect(".other").toHaveValue("A-03");
    expect(".other").toBeFocused();
});

test("a hand that types is left alone, also with Enter at the end", async () => {
    await mountWithCleanup(Screen);
    await type(queryOne(".other"), "-rechts oben", { gap: 80 });
    await type(queryOne(".other"), "-B04"); // fast, but short
    await type(queryOne(".own"), "YJ260900001");
    await type(document.body, "hello", { gap: 120 });
    expect.verifySteps([]);
    expect(".other").toHaveValue("A-03-rechts oben-B04");
    expect(".own").toHaveValue("YJ260900001");
});

test("slowly typed into the field itself, Enter sends it", async () => {
    await mountWithCleanup(Screen);
    await type(queryOne("#o_aftersales_scan"), "LL-2026", { gap: 200 });
    expect.verifySteps(["LL-2026"]);
    expect("#o_aftersales_scan").toHaveValue("");
});

test("an input method that keeps the keys does not keep the code", async () => {
    await mountWithCleanup(Screen);
    await type(queryOne("#o_aftersales_scan"), "JJ12ab", { hidden: true });
    expect.verifySteps(["JJ12ab"]);
    expect("#o_aftersales_scan").toHaveValue("");
    await advanceTime(2000);
    await type(queryOne("#o_aftersales_scan"), "zhang", { hidden: true, gap: 150 });
    expect.verifySteps([]); // Enter chose the letters: a name is being typed
});

test("the same code twice within a second is one scan", async () => {
    await mountWithCleanup(Screen);
    await type(document.body, "P6205");
    await type(document.body, "P6205");
    expect.verifySteps(["P6205"]);
    expect(".o_twice").toHaveCount(1);
    await type(document.body, "P6206");
    expect(".o_twice").toHaveCount(0);
    await advanceTime(1100);
    await type(document.body, "P6206");
    expect.verifySteps(["P6206", "P6206"]);
});

test("what is typed into a window in front is left alone", async () => {
    await mountWithCleanup(Screen);
    const modal = document.createElement("div");
    modal.className = "modal d-block";
    document.body.append(modal);
    await type(document.body, "YJ260900001");
    modal.remove();
    expect.verifySteps([]);
});

test("FNC1 comes as Ctrl and a bracket; nothing else with Ctrl is a sign", () => {
    expect(getSign({ key: "]", code: "BracketRight", ctrlKey: true })).toBe("\x1d");
    expect(getSign({ key: "c", code: "KeyC", ctrlKey: true })).toBe(undefined);
    const wedge = new Wedge();
    const alt = { key: "0", altKey: true };
    const keys = ["0", "2", "9"].map((digit) => ({ ...alt, code: `Numpad${digit}` }));
    for (const ev of [{ key: "A" }, { key: "Alt" }, ...keys, { key: "B" }]) {
        getSign(ev) && wedge.add(getSign(ev), 1000);
    }
    expect(wedge.end(1000)).toBe("A\x1dB");
    expect(getSign({ key: "Shift", code: "ShiftLeft" })).toBe("");
    expect(getSign({ key: "Enter", code: "NumpadEnter" })).toBe("Enter");
    expect(getSign({ key: "Backspace", code: "Backspace" })).toBe(undefined);
});

test("speed tells a scanner", () => {
    const wedge = new Wedge();
    [..."ABC"].forEach((sign, place) => wedge.add(sign, 1000 + place * 20));
    expect(wedge.end(1100)).toBe("ABC");
    [..."ABC"].forEach((sign, place) => wedge.add(sign, 2000 + place * 100));
    expect(wedge.end(2210)).toBe("");
    [..."ABC"].forEach((sign, place) => wedge.add(sign, 3000 + place * 20));
    expect(wedge.end(3500)).toBe("");
});

test("the phone reads GS1 without network, as the server does", () => {
    const read = (code) => readCode(code).serials.join();
    expect(read("(01)06901234567892(21)b-1")).toBe("B-1");
    expect(read("（01）06901234567892（21）B－1")).toBe("B-1");
    expect(read("]C1010690123456789210L7\x1d21B-1\x1d3702")).toBe("B-1,L7");
    expect(read("01069012345678921726123110L7#21B-1")).toBe("B-1,L7");
    expect(readCode("(02)06901234567892(37)12").count).toBe(12);
    expect(readCode("(01)06901234567892").keys).toInclude("6901234567892");
    expect(readCode("YJ—1 ").keys).toEqual(["YJ-1"]);
    expect(read("10234")).toBe("");
});
