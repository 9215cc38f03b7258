import { registry } from "@web/core/registry";

import { easyToUse } from "./accessibility";

const FIELD = ".o_aftersales_counter #o_aftersales_scan";

/** What a USB scanner does: characters faster than a person, then Enter. */
function scan(code) {
    return {
        content: `scan ${code}`,
        trigger: FIELD,
        run() {
            const input = document.querySelector(FIELD);
            input.focus();
            input.value = code;
            input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        },
    };
}

/** The same with the focus elsewhere: every key is heard, wherever it lands. */
function type(selector, code) {
    return {
        content: `type ${code} into ${selector}`,
        trigger: selector,
        run({ anchor }) {
            anchor.focus();
            for (const key of [...code, "Enter"]) {
                const init = { key, bubbles: true, cancelable: true };
                if (anchor.dispatchEvent(new KeyboardEvent("keydown", init)) && key.length === 1) {
                    anchor.value += key;
                }
            }
        },
    };
}

/** The same code again is the same scan for a second. */
const pause = {
    content: "a hand takes the next piece",
    trigger: FIELD,
    run: () => new Promise((resolve) => setTimeout(resolve, 1100)),
};

const said = (kind, words) => ({
    content: `the screen says ${words}`,
    trigger: `.o_said_${kind}:contains('${words}')`,
});

registry.category("web_tour.tours").add("aftersales_issue_counter", {
    url: "/odoo/action-aftersales_service.issue_counter_action",
    steps: () => [
        { trigger: ".o_aftersales_counter .o_waiting.o_urgent" },
        scan("T-001"),
        said("open", "李强"),
        { trigger: ".o_aftersales_counter .o_head" },
        scan("XXXX"),
        said("bad", "XXXX"),
        scan("PD-9"),
        said("bad", "皮带"),
        scan("YJ-C9"), // a device: known, but it does nothing here
        said("bad", "YJ-C9"),
        scan("010690123456789221B-2"), // GS1: article and serial number in one code
        said("right", "B-2"),
        easyToUse(".o_aftersales_counter"),
        { trigger: ".o_lots:contains('B-2')" },
        scan("Ｂ－２"), // an input method was on
        said("bad", "B-2"),
        type(".o_bin input", "p6205\u0020"),
        { trigger: ".o_lines li:contains('轴承6205') .o_count:contains('1 / 2')" },
        {
            content: "nothing of it stays where it was typed",
            trigger: ".o_bin input",
            run({ anchor }) {
                if (anchor.value) {
                    throw new Error(`the bin says ${anchor.value}`);
                }
            },
        },
        scan("P6205"),
        scan("P6205"),
        { content: "twice at once is one", trigger: ".o_said .o_twice" },
        { trigger: ".o_lines li:contains('轴承6205') .o_count:contains('2 / 2')" },
        pause,
        scan("P6205"),
        said("bad", "轴承6205"),
        { trigger: ".o_bin input", run: "edit A-03 && press Tab" },
        said("open", "A-03"),
        scan("T-001"),
        said("done", "李强"),
        { trigger: ".o_print:visible" },
    ],
});
